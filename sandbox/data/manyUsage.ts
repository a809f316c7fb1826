import { lineId } from './customerResources.ts';
import type { CustomerEntry } from './customers.ts';
import { at, monthBack, monthStart, nextMonth } from './months.ts';
import { say } from './text.ts';

type Resource = Record<string, unknown>;

/** What is wanted of the records. */
export interface ManyUsage {
  readonly records: number;
  /** Over how many months, the running one included. */
  readonly months: number;
  /** The same seed, the same records on the same day. */
  readonly seed: number;
}

/** What the ids of made records begin with: they are no demo data and stay when the month moves on. */
export const madePrefix = 'made-';

const zoneMs = 8 * 3_600_000;
const sixHoursMs = 6 * 3_600_000;
const dayMs = 86_400_000;
const place = say('广东', 'Guangdong');

/** One record after another, oldest first, evenly over the months; at night phones only use data. */
export function* manyUsage(
  customer: CustomerEntry,
  { records, months, seed }: ManyUsage,
  now: Date,
): Generator<Resource> {
  const random = randomFrom(seed);
  const startMs = Date.parse(monthStart(monthBack(now, months - 1)));
  const stepMs = (now.getTime() - startMs) / records;
  const thisMonth = monthBack(now, 0);
  const width = String(records).length;
  for (let index = 0; index < records; index += 1) {
    const moment = new Date(startMs + (index + random()) * stepMs);
    const isNight = (moment.getTime() + zoneMs) % dayMs < sixHoursMs;
    const number = String(index).padStart(width, '0');
    const id = `${madePrefix}${customer.key}-${seed}-${number}`;
    const month = monthBack(moment, 0);
    const isBilled = month !== thisMonth;
    yield {
      id,
      href: `/tmf-api/usageManagement/v4/usage/${id}`,
      usageDate: at(moment),
      status: isBilled ? 'billed' : 'rated',
      ...use(isNight ? 0 : random(), random),
      ratedProductUsage: [
        {
          isBilled,
          ratingDate: monthStart(nextMonth(month)),
          // Within the allowance: what the demo bills charge stays explained by the demo records.
          taxIncludedRatingAmount: { unit: 'CNY', value: 0 },
          productRef: { id: lineId(customer) },
        },
      ],
      relatedParty: [
        { id: `customer-${customer.key}`, role: 'customer', '@referredType': 'Customer' },
      ],
      '@type': 'Usage',
    };
  }
}

/** Data most of the time, then calls, then SMS; small amounts more often than large ones. */
function use(share: number, random: () => number): Resource {
  const characteristic = (amount: number, units: string, isBetweenTwo: boolean) => [
    { name: 'amount', value: amount },
    { name: 'units', value: units },
    ...(isBetweenTwo
      ? [{ name: 'otherNumber', value: `139001390${10 + Math.floor(random() * 90)}` }]
      : []),
    { name: 'place', value: place },
  ];
  const upTo = (most: number) => 1 + Math.floor(random() ** 3 * most);
  if (share < 0.65)
    return { usageType: 'data', usageCharacteristic: characteristic(upTo(200), 'MB', false) };
  if (share < 0.9)
    return { usageType: 'voice', usageCharacteristic: characteristic(upTo(30), 'minute', true) };
  return { usageType: 'sms', usageCharacteristic: characteristic(1, 'message', true) };
}

/** Numbers from 0 to 1 that a seed always gives (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
