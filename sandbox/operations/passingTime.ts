import type { Resource } from '../query.ts';
import type { Collections } from '../store/collections.ts';
import { withContractFee } from './contractFee.ts';
import { type Effect, paymentEffects, topupEffects } from './effects.ts';
import { ImpossibleItem, orderEffects } from './orderEffects.ts';
import { isLater } from './terms.ts';

/** Begins and ends the products whose day has come; ending a contract costs less each month. */
export function settleDue(collections: Collections, now: string): void {
  for (const product of collections.list('product')) {
    const status = statusOn(product, now);
    const { id: offeringId } = (product.productOffering ?? {}) as { id?: string };
    const offering = collections.get('productOffering', String(offeringId));
    const settled = withContractFee(
      status === product.status ? product : { ...product, status },
      offering,
      now,
    );
    // A write that fails is made again at the next start: the day has come then, too.
    if (settled !== product) void collections.put('product', settled).catch(() => {});
  }
}

function statusOn({ status, startDate, terminationDate }: Resource, now: string): unknown {
  const isRunning = status === 'active' || status === 'pendingTerminate' || status === 'suspended';
  if (isRunning && terminationDate !== undefined && !isLater(terminationDate, now))
    return 'terminated';
  return status === 'pendingActive' && !isLater(startDate, now) ? 'active' : status;
}

/**
 * Does again to new demo data what customers had done to the old: completed orders, top-ups and
 * payments, oldest first. What they made themselves was kept.
 */
export function repeatEffects(collections: Collections, now: string): void {
  const repeat = (effects: readonly Effect[]) => {
    for (const [name, resource] of effects)
      if (collections.isDemo(name, String(resource.id)))
        void collections.put(name, resource).catch(() => {});
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
