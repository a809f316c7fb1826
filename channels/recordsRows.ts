import { localMoment } from '../domain/calendar.ts';
import { formatMoney, sum } from '../domain/money.ts';
import { displayQuantity } from '../domain/quantity.ts';
import type { RecordPage, RecordTotals, UsageRecord } from '../ports/carrier.ts';

/** An itemised record as the page gets it: the panel has masked it, and it is in no language yet. */
export interface RecordRow {
  readonly id: string;
  /** `YYYY-MM-DD HH:mm:ss` in the operator's zone. */
  readonly at: string;
  readonly kind: UsageRecord['kind'];
  readonly otherNumber?: string;
  /** The number is masked and can be asked for in full. */
  readonly isMasked?: true;
  readonly quantity?: { readonly number: string; readonly unit: string };
  readonly place?: string;
  /** As it is read everywhere: `¥0.60`. */
  readonly fee: string;
}

/** Formats a record. */
export function rowOf(record: UsageRecord, timeZone: string): RecordRow {
  const { id, at, kind, otherNumber, quantity, place, fee } = record;
  return {
    id,
    at: localMoment(new Date(at), timeZone),
    kind,
    ...(otherNumber !== undefined && { otherNumber }),
    ...(otherNumber?.includes('*') && { isMasked: true }),
    ...(quantity && { quantity: displayQuantity(quantity) }),
    ...(place !== undefined && { place }),
    fee: formatMoney(fee),
  };
}

/** The month's totals as texts, with the total of all kinds. */
export function totalsOf({ month, kinds }: RecordTotals) {
  return {
    month,
    kinds: kinds.map(({ kind, count, fee }) => ({ kind, count, fee: formatMoney(fee) })),
    count: kinds.reduce((count, each) => count + each.count, 0),
    fee: formatMoney(sum(kinds.map(({ fee }) => fee))),
  };
}

/** What the records of a page cost together, where the page is all there is; else undefined. */
export function sumOf({ records, next }: RecordPage, after: string | undefined) {
  if (next !== undefined || after !== undefined) return undefined;
  return formatMoney(sum(records.map(({ fee }) => fee)));
}
