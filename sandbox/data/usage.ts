import { includedIn, offersIn, usageTypes, useIn } from './accounts.ts';
import { allowanceNames } from './catalogueEntry.ts';
import { characteristicsOf, unitsOf } from './characteristics.ts';
import { lineId } from './customerResources.ts';
import type { CustomerEntry, MonthUse } from './customers.ts';
import { at, monthBack, monthPeriod } from './months.ts';
import { say } from './text.ts';

type Resource = Record<string, unknown>;
type Kind = keyof MonthUse;

const metered: readonly Kind[] = ['data', 'directedData', 'voice', 'sms'];

/** The running month's counters as a TMF677 report, one per line. */
export function usageReportOf(customer: CustomerEntry, now: Date): Resource {
  const offers = offersIn(customer, 0);
  const [plan] = offers;
  const rates = plan ? (characteristicsOf(plan).overLimitRate ?? []) : [];
  const use = useIn(customer, now, 0);
  const kinds = metered.filter(
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
