import { isValueAdded, linesOf, offersIn, tripsIn, usageTypes, useIn } from './accounts.ts';
import { unitsOf } from './characteristics.ts';
import { lineId } from './customerResources.ts';
import type { CustomerEntry, MonthUse, TripEntry } from './customers.ts';
import { at, monthBack, monthStart, nextMonth, seeded } from './months.ts';
import { type Bilingual, say } from './text.ts';

type Resource = Record<string, unknown>;
type Kind = keyof MonthUse;

/** A month's use of one thing, before it is split into records. Money in fen. */
interface Use {
  readonly name: string;
  readonly usageType: string;
  readonly pieces: number;
  /** Absent where only money counts. */
  readonly amount?: number;
  readonly units?: string;
  readonly fen: number;
  readonly place?: Bilingual;
  /** The number of the other side; absent for data. */
  readonly otherNumber?: (seed: string) => string;
}

/** How many records a month's use of a resource is split into. */
const pieces: Record<Kind, number> = { data: 24, directedData: 12, voice: 18, sms: 8 };

/** Where these customers live; now and then they are elsewhere. */
const home = say('广东', 'Guangdong');
const elsewhere = [say('湖南', 'Hunan'), say('上海', 'Shanghai'), say('四川', 'Sichuan')];

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

/** The records behind a month's counters and charges: both add up exactly. */
export function usageRecordsOf(customer: CustomerEntry, now: Date, back: number): Resource[] {
  const month = monthBack(now, back);
  const startMs = new Date(monthStart(month)).getTime();
  const ratingDate = monthStart(nextMonth(month));
  const endMs = Math.min(new Date(ratingDate).getTime(), now.getTime());
  return usesIn(customer, now, back).flatMap((use) => {
    const seed = `${customer.key}|${month}|${use.name}`;
    const amounts = use.amount === undefined ? [undefined] : split(use.amount, use.pieces, seed);
    const charges =
      use.fen === 0 ? amounts.map(() => 0) : split(use.fen, amounts.length, `${seed}|fen`);
    return amounts.map((amount, index): Resource => {
      const id = `usage-${customer.key}-${month}-${use.name}-${index}`;
      const share = (index + seeded(`${seed}|${index}|at`)) / amounts.length;
      return {
        id,
        href: `/tmf-api/usageManagement/v4/usage/${id}`,
        usageDate: at(new Date(startMs + (endMs - startMs) * share)),
        usageType: use.usageType,
        status: 'billed',
        usageCharacteristic: characteristics(use, amount, `${seed}|${index}`),
        ratedProductUsage: [
          {
            isBilled: true,
            ratingDate,
            taxIncludedRatingAmount: { unit: 'CNY', value: (charges[index] ?? 0) / 100 },
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

function characteristics({ units, place, otherNumber }: Use, amount: unknown, seed: string) {
  return Object.entries({
    amount,
    units,
    otherNumber: otherNumber?.(seed),
    place: place ?? placeOf(seed),
  }).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function usesIn(customer: CustomerEntry, now: Date, back: number): Use[] {
  const use = useIn(customer, now, back);
  const lines = linesOf(customer, now, back);
  const metered = (Object.keys(pieces) as Kind[]).map(
    (kind): Use => ({
      name: kind,
      usageType: usageTypes[kind],
      pieces: pieces[kind],
      amount: use[kind],
      units: unitsOf(kind),
      fen: lines.find(({ usage }) => usage === kind)?.fen ?? 0,
      ...((kind === 'voice' || kind === 'sms') && { otherNumber: mobileNumber }),
    }),
  );
  const services = offersIn(customer, back)
    .filter(isValueAdded)
    .map(
      (offer): Use => ({
        name: `valueAdded-${offer.id}`,
        usageType: usageTypes.valueAdded,
        pieces: 1,
        fen: offer.monthlyFee,
        otherNumber: () => serviceNumber(offer.id),
      }),
    );
  const abroad = tripsIn(customer, back).flatMap(roamingUses);
  return [...metered.filter(({ amount }) => amount !== 0), ...services, ...abroad];
}

function roamingUses({ place, voice, sms, data }: TripEntry): Use[] {
  const use = (name: 'voice' | 'sms' | 'data', count: number, used: TripEntry['voice']): Use => ({
    name: `roaming-${name}`,
    usageType: usageTypes.roaming,
    pieces: count,
    ...used,
    units: unitsOf(name),
    place,
    ...(name !== 'data' && { otherNumber: mobileNumber }),
  });
  return [use('voice', 4, voice), use('sms', 2, sms), use('data', 5, data)];
}

const mobileNumber = (seed: string) =>
  `139001390${String(Math.floor(seeded(seed) * 100)).padStart(2, '0')}`;

/** The short number a service charges from. */
const serviceNumber = (offer: string) => `106${offer.replace(/\D/g, '').padStart(5, '0')}`;

function placeOf(seed: string): Bilingual {
  const chance = seeded(`${seed}|place`) * 20;
  return elsewhere[Math.floor(chance)] ?? home;
}
