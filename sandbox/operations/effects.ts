import type { Resource } from '../query.ts';
import type { Collections } from '../store/collections.ts';
import {
  addedProduct,
  endedProduct,
  modifiedProduct,
  type OrderContext,
  type OrderItem,
} from './inventory.ts';

/** The resources that something done by a customer leaves behind: collection and new document. */
type Effect = readonly [collection: string, resource: Resource];

/** An item that cannot be carried out: what it names does not exist, or its action is unknown. */
export class ImpossibleItem extends Error {}

/** What a completed order does to the inventory. Throws `ImpossibleItem` before anything is done. */
export function orderEffects(
  collections: Collections,
  order: Resource,
  doneAt: string,
  now: string,
): Effect[] {
  const context: OrderContext = { order, doneAt, now };
  return ((order.productOrderItem ?? []) as OrderItem[]).flatMap((item): Effect[] => {
    if (item.action === 'noChange') return [];
    return [['product', orderedProduct(collections, item, context)]];
  });
}

function orderedProduct(
  collections: Collections,
  item: OrderItem,
  context: OrderContext,
): Resource {
  const offeringId = item.productOffering?.id;
  const offering = offeringId ? collections.get('productOffering', offeringId) : undefined;
  if (offeringId && !offering) throw new ImpossibleItem(`no offering ${offeringId}`);
  if (item.action === 'add') {
    if (!offering) throw new ImpossibleItem('an added item needs an offering');
    return addedProduct(item, offering, context);
  }
  const product = collections.get('product', String(item.product?.id));
  if (!product) throw new ImpossibleItem('no such product');
  if (item.action === 'modify') return modifiedProduct(product, item, offering, context);
  if (item.action === 'delete') return endedProduct(product, item, context);
  throw new ImpossibleItem('the action must be add, modify, delete or noChange');
}

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

/** What becomes of a pending product when its day has come. */
const pendingBefore: Readonly<Record<string, string>> = {
  active: 'pendingActive',
  terminated: 'pendingTerminate',
};

/**
 * Does again to new demo data what customers had done to the old: completed orders, top-ups and
 * payments, oldest first. What they made themselves was kept and is only brought up to date.
 */
export function repeatEffects(collections: Collections, now: string): void {
  const repeat = (effects: readonly Effect[]) => {
    for (const [name, resource] of effects) {
      const id = String(resource.id);
      const isDue =
        collections.get(name, id)?.status === pendingBefore[String(resource.status)] &&
        resource.status !== undefined;
      if (collections.isDemo(name, id) || isDue) {
        void collections.put(name, resource).catch(() => {});
      }
    }
  };
  for (const order of collections.list('productOrder')) {
    if (order.state !== 'completed') continue;
    try {
      repeat(orderEffects(collections, order, String(order.completionDate), now));
    } catch (error) {
      // The demo data no longer have what it ordered or changed.
      if (!(error instanceof ImpossibleItem)) throw error;
    }
  }
  for (const topup of collections.list('topupBalance')) repeat(topupEffects(collections, topup));
  for (const payment of collections.list('payment')) repeat(paymentEffects(collections, payment));
}
