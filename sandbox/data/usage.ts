import { includedIn, linesOf, offersIn, useIn } from './accounts.ts';
import { allowanceNames } from './catalogueEntry.ts';
import { characteristicsOf, unitsOf } from './characteristics.ts';
import { lineId } from './customerResources.ts';
import type { CustomerEntry, MonthUse } from './customers.ts';
import { at, monthBack, monthPeriod, monthStart, nextMonth, seeded } from './months.ts';
import { say } from './text.ts';

type Resource = Record<string, unknown>;
type Kind = keyof MonthUse;

const usageTypes: Record<Kind, string> = {
  data: 'data',
  directedData: 'other',
  voice: 'voice',
  sms: 'sms',
};

/** The running month's counters as a TMF677 report, one per line. */
export function usageReportOf(customer: CustomerEntry, now: Date): Resource {
  const offers = offersIn(customer, 0);
  const [plan] = offers;
  const rates = plan ? (characteristicsOf(plan).overLimitRate ?? []) : [];
  const use = useIn(customer, now, 0);
  const kinds = (Object.keys(usageTypes) as Kind[]).filter(
    (kind) =>
      use[kind] > 0 ||
      offers.some(({ allowances = [] }) => allowances.some(({ resource }) => resource === kind)),
  );
  const buckets = kinds.map((kind): Resource => {
    const limit = includedIn(offers, kind);
    const units = unitsOf(kind);
    const counter = (counterType: string, amount: number) => ({
      counterType,
      level: 'line',
      value: { amount, units },
    });
    const rate = rates.find((candidate) => (candidate as { resource?: string }).resource === kind);
    return {
      id: `bucket-${customer.key}-${kind}`,
      name: allowanceNames[kind],
      usageType: usageTypes[kind],
      isShared: false,
      validFor: monthPeriod(monthBack(now, 0)),
      bucketCounter: [
        counter('used', use[kind]),
        ...(limit === undefined ? [] : [counter('limit', limit)]),
      ],
      ...(limit !== undefined && {
        remainingValue: { amount: Math.max(0, limit - use[kind]), units },
      }),
      // A TM Forum extension by polymorphism: the price beyond the limit belongs to the bucket.
      '@type': 'RatedBucket',
      '@baseType': 'Bucket',
      resource: kind,
      ...(rate !== undefined && limit !== undefined && { overLimitRate: rate }),
    };
  });
  return {
    id: `usage-${customer.key}`,
    name: say('本月用量', 'Usage this month'),
    state: 'done',
    lastUpdate: at(now),
    validPeriod: monthPeriod(monthBack(now, 0)),
    product: [{ id: lineId(customer) }],
    bucketRefOrValue: buckets,
  };
}

/** How many records a month's use of a resource is split into. */
const pieces: Record<Kind, number> = { data: 24, directedData: 12, voice: 18, sms: 8 };

/** Shares of a whole that add up to it exactly. */
function split(total: number, count: number, seed: string): number[] {
  const wanted = Math.max(1, Math.min(count, total));
  const weights = Array.from(
    { length: wanted },
    (_unused, index) => 0.2 + seeded(`${seed}|${index}`),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / sum));
  parts[0] = (parts[0] ?? 0) + total - parts.reduce((a, b) => a + b, 0);
  return parts;
}

/** The records behind a month's counters and out-of-plan charges: both add up exactly. */
export function usageRecordsOf(customer: CustomerEntry, now: Date, back: number): Resource[] {
  const month = monthBack(now, back);
  const use = useIn(customer, now, back);
  const lines = linesOf(customer, now, back);
  const startMs = new Date(monthStart(month)).getTime();
  const endMs = Math.min(new Date(monthStart(nextMonth(month))).getTime(), now.getTime());
  return (Object.keys(usageTypes) as Kind[]).flatMap((kind) => {
    if (use[kind] === 0) return [];
    const seed = `${customer.key}|${month}|${kind}`;
    const parts = split(use[kind], pieces[kind], seed);
    const charged = lines.find(({ usage }) => usage === kind)?.fen ?? 0;
    const charges =
      charged === 0 ? parts.map(() => 0) : split(charged, parts.length, `${seed}|fen`);
    return parts.map((amount, index): Resource => {
      const id = `usage-${customer.key}-${month}-${kind}-${index}`;
      const fen = charges[index] ?? 0;
      return {
        id,
        href: `/tmf-api/usageManagement/v4/usage/${id}`,
        usageDate: at(
          new Date(
            startMs + ((endMs - startMs) * (index + seeded(`${seed}|${index}|at`))) / parts.length,
          ),
        ),
        usageType: usageTypes[kind],
        status: 'billed',
        usageCharacteristic: [
          { name: 'amount', value: amount },
          { name: 'units', value: unitsOf(kind) },
          ...(kind === 'voice' || kind === 'sms'
            ? [{ name: 'otherNumber', value: otherNumber(`${seed}|${index}`) }]
            : []),
        ],
        ratedProductUsage: [
          {
            isBilled: true,
            ratingDate: monthStart(nextMonth(month)),
            taxIncludedRatingAmount: { unit: 'CNY', value: fen / 100 },
            productRef: { id: lineId(customer) },
          },
        ],
        relatedParty: [
          { id: `customer-${customer.key}`, role: 'customer', '@referredType': 'Customer' },
        ],
        '@type': 'Usage',
      };
    });
  });
}

const otherNumber = (seed: string) =>
  `139001390${String(Math.floor(seeded(seed) * 100)).padStart(2, '0')}`;
