import type { Resource } from '../query.ts';
import type { Collections } from '../store/collections.ts';

/** The resources that something done by a customer leaves behind: collection and new document. */
export type Effect = readonly [collection: string, resource: Resource];

const minorUnits = (value: unknown) => Math.round(Number(value) * 100);

/** A top-up raises its bucket. */
export function topupEffects(collections: Collections, topup: Resource): Effect[] {
  const { amount } = topup.amount as { amount: number };
  const bucket = collections.get('bucket', String((topup.bucket as Resource).id));
  if (!bucket) return [];
  const before = bucket.remainingValue as { amount: number; units: string };
  const total = (minorUnits(before.amount) + minorUnits(amount)) / 100;
  return [['bucket', { ...bucket, remainingValue: { ...before, amount: total } }]];
}

/** A payment settles the bills its items name, as far as it goes. */
export function paymentEffects(collections: Collections, payment: Resource): Effect[] {
  const items = (payment.paymentItem ?? []) as Resource[];
  return items.flatMap(({ item, totalAmount, amount }): Effect[] => {
    const bill = collections.get('customerBill', String((item as Resource | undefined)?.id));
    if (!bill) return [];
    const open = bill.remainingAmount as { unit: string; value: number };
    const given = (totalAmount ?? amount ?? payment.totalAmount) as { value: number };
    const applied = Math.min(minorUnits(open.value), minorUnits(given.value));
    if (applied <= 0) return [];
    const rest = minorUnits(open.value) - applied;
    const appliedPayment = {
      appliedAmount: { unit: open.unit, value: applied / 100 },
      payment: { id: payment.id, href: payment.href },
    };
    return [
      [
        'customerBill',
        {
          ...bill,
          remainingAmount: { ...open, value: rest / 100 },
          state: rest === 0 ? 'settled' : 'partiallyPaid',
          appliedPayment: [...((bill.appliedPayment ?? []) as Resource[]), appliedPayment],
        },
      ],
    ];
  });
}

/** Puts effects into the collections; resolves when they are on disk. */
export async function applyEffects(
  collections: Collections,
  effects: readonly Effect[],
): Promise<void> {
  await Promise.all(effects.map(([name, resource]) => collections.put(name, resource)));
}
