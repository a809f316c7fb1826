import { addMonths, startOfDay } from '../../domain/calendar.ts';
import { sum } from '../../domain/money.ts';
import type { Quantity, Resource } from '../../domain/quantity.ts';
import type { RecordKind, RecordQuery, UsageRecord } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import {
  amount,
  characteristic,
  instant,
  type Json,
  list,
  needed,
  object,
  quantity,
  text,
} from './read.ts';

/** Our kinds and TMF635's usage types. `other` is data for named apps. */
const usageTypes: Readonly<Record<RecordKind, readonly string[]>> = {
  voice: ['voice'],
  sms: ['sms'],
  data: ['data', 'other'],
  valueAdded: ['valueAdded'],
  roaming: ['roaming'],
};
/** Every kind of record. */
export const kinds = Object.keys(usageTypes) as RecordKind[];
/** The kind of a usage type, or undefined for one we do not know. */
export const kindOf = (usageType: unknown) =>
  kinds.find((kind) => usageTypes[kind].some((type) => type === usageType));

/** From midnight to midnight where the operator is, not where this machine is. */
export function filtersOf(
  lineId: string,
  { month, kind, day, after }: Omit<RecordQuery, 'limit'>,
  timeZone: string,
): Record<string, string> {
  if (day !== undefined && !day.startsWith(`${month}-`))
    throw new RangeError('the day is not in the month');
  const [first, next] = day ? [day, dayAfter(day)] : [`${month}-01`, `${addMonths(month, 1)}-01`];
  return {
    'ratedProductUsage.productRef.id': lineId,
    'usageDate.gte': startOfDay(first, timeZone),
    'usageDate.lt': startOfDay(next, timeZone),
    usageType: (kind ? [kind] : kinds).flatMap((each) => usageTypes[each]).join(','),
    ...(after !== undefined && { after }),
  };
}

const dayMs = 24 * 60 * 60_000;
const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);

/** The line a record belongs to. */
export const lineOf = (usage: Json) =>
  text(object(list(usage.ratedProductUsage)[0]?.productRef).id);

/** Another line's record is nonsense, not something to show: the operator made a mistake. */
export function readRecord(usage: Json, lineId: string): UsageRecord {
  const kind = kindOf(usage.usageType);
  if (!kind || lineOf(usage) !== lineId) throw new Unavailable('carrier', 'nonsense: usage record');
  const given = usage.usageCharacteristic;
  const otherNumber = text(characteristic(given, 'otherNumber'));
  const place = text(characteristic(given, 'place'));
  const used = quantityOf(given);
  return {
    id: needed(usage.id, 'usage id'),
    at: instant(usage.usageDate, 'usage date'),
    kind,
    fee: sum(
      list(usage.ratedProductUsage).map((rating) =>
        amount(rating.taxIncludedRatingAmount, 'usage fee'),
      ),
    ),
    ...(used && { quantity: used }),
    ...(otherNumber !== undefined && { otherNumber }),
    ...(place !== undefined && { place }),
  };
}

const resourceIn: Readonly<Record<string, Resource>> = { minute: 'voice', message: 'sms' };

function quantityOf(given: unknown): Quantity | undefined {
  const [used, units] = [characteristic(given, 'amount'), characteristic(given, 'units')];
  if (used === undefined) return undefined;
  return quantity({ amount: used, units }, resourceIn[String(units)] ?? 'data', 'usage amount');
}
