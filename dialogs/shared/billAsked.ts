import { monthOf } from '../../domain/calendar.ts';
import type { Bill, Dated } from '../../ports/carrier.ts';
import type { LineTalk } from './talk.ts';

/** The bill of the month asked for; without one the newest issued bill, which is the one customers write about. */
export async function billOf(
  month: string | undefined,
  { carrier, line, language, now, operator }: LineTalk,
): Promise<Dated<Bill | undefined> | undefined> {
  if (month) return carrier.bill(line, month, language);
  const { data: bills } = await carrier.bills(line, language);
  const thisMonth = monthOf(now, operator.timeZone);
  const newest = bills.find((bill) => bill.month < thisMonth) ?? bills[0];
  return newest && carrier.bill(line, newest.month, language);
}
