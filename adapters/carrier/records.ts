import type { Month } from '../../domain/calendar.ts';
import { type Grant, isGrant } from '../../domain/grant.ts';
import { type Money, money, sum } from '../../domain/money.ts';
import type { Carrier, RecordKind, RecordQuery } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { CallCounted } from './http.ts';
import { amount, characteristic, type Json, object, page } from './read.ts';
import { filtersOf, kindOf, kinds, lineOf, readRecord } from './usageWire.ts';

/** What reading records needs. */
export interface RecordsParts {
  readonly call: CallCounted;
  /** The TMF635 collection. */
  readonly url: string;
  /** A month's bill lines of a line, or undefined when there is no bill. */
  readonly billLines: (lineId: string, month: Month) => Promise<readonly Json[] | undefined>;
  readonly clock: () => Date;
  readonly timeZone: string;
}

const largestPage = 500;

/** Itemised records over TMF635: nothing is asked for before the grant is looked at (INV-12). */
export function createRecords(
  parts: RecordsParts,
): Pick<Carrier, 'usageRecords' | 'usageRecord' | 'recordTotals'> {
  const { call, url, billLines, clock, timeZone } = parts;

  async function usageRecords(grant: Grant, query: RecordQuery) {
    check(grant, clock());
    const limit = Math.min(query.limit, largestPage);
    const { body, total } = await call({
      method: 'GET',
      url,
      // One more than is shown tells whether there is another page.
      query: { ...filtersOf(grant.lineId, query, timeZone), limit: String(limit + 1) },
      ...(query.language && { language: query.language }),
    });
    const found = page(body).map((usage) => readRecord(usage, grant.lineId));
    const records = found.slice(0, limit);
    const next = found.length > limit ? records.at(-1)?.id : undefined;
    return { records, total: counted(total), ...(next !== undefined && { next }) };
  }

  async function countOf(grant: Grant, month: Month, kind: RecordKind): Promise<number> {
    const query = { ...filtersOf(grant.lineId, { month, kind }, timeZone), limit: '1' };
    return counted((await call({ method: 'GET', url, query })).total);
  }

  /** As the bill says; where its lines do not say what they charge for, the records are added up. */
  async function feesOf(grant: Grant, month: Month): Promise<ReadonlyMap<RecordKind, Money>> {
    const lines = ((await billLines(grant.lineId, month)) ?? []).flatMap((line) => {
      const kind = kindOf(characteristic(line.characteristic, 'usageType'));
      return kind ? [{ kind, fee: amount(line.taxIncludedAmount, 'bill line') }] : [];
    });
    if (lines.length > 0) return sumByKind(lines);
    let fees: ReadonlyMap<RecordKind, Money> = new Map();
    let after: string | undefined;
    do {
      const query = { month, limit: largestPage, ...(after !== undefined && { after }) };
      const { records, next } = await usageRecords(grant, query);
      const soFar = [...fees].map(([kind, fee]) => ({ kind, fee }));
      fees = sumByKind([...soFar, ...records]);
      after = next;
    } while (after !== undefined);
    return fees;
  }

  return {
    usageRecords,
    async usageRecord(grant, recordId) {
      check(grant, clock());
      const { body } = await call({ method: 'GET', url: `${url}/${encodeURIComponent(recordId)}` });
      const usage = object(body);
      return lineOf(usage) === grant.lineId ? readRecord(usage, grant.lineId) : undefined;
    },
    async recordTotals(grant, month) {
      check(grant, clock());
      const asOf = clock().toISOString();
      const [fees, ...counts] = await Promise.all([
        feesOf(grant, month),
        ...kinds.map((kind) => countOf(grant, month, kind)),
      ]);
      const [known] = fees.values();
      const nothing = money(0, known?.currency);
      const totals = kinds.map((kind, index) => ({
        kind,
        count: counts[index] ?? 0,
        fee: fees.get(kind) ?? nothing,
      }));
      return { asOf, data: { month, kinds: totals } };
    },
  };
}

/** The last gate: whoever asks has shown a fresh code of this very line, or gets an Error (INV-12). */
function check(grant: Grant, now: Date): void {
  const opens = isGrant(grant, 'records', now) || isGrant(grant, 'recordsExport', now);
  if (!opens) throw new Error('itemised records need a grant');
}

function counted(total: number | undefined): number {
  if (total === undefined || !Number.isSafeInteger(total) || total < 0)
    throw new Unavailable('carrier', 'nonsense: no total');
  return total;
}

function sumByKind(
  fees: ReadonlyArray<{ readonly kind: RecordKind; readonly fee: Money }>,
): ReadonlyMap<RecordKind, Money> {
  const byKind = new Map<RecordKind, Money>();
  for (const { kind, fee } of fees) byKind.set(kind, sum([byKind.get(kind) ?? money(0), fee]));
  return byKind;
}
