import { setTimeout as wait } from 'node:timers/promises';
import type { Resource } from '../query.ts';
import type { Collections } from '../store/collections.ts';
import {
  applyEffects,
  ImpossibleItem,
  orderEffects,
  paymentEffects,
  topupEffects,
} from './effects.ts';

/** Carries out what was accepted: orders in the background, the rest at once. */
export interface Operations {
  /** Takes up the orders that were open when the sandbox last stopped. */
  resume(): void;
  /** Stops between two steps; what is open goes on at the next start. */
  close(): Promise<void>;
}

const isOpen = (order: Resource) => order.state === 'acknowledged' || order.state === 'inProgress';

/**
 * Starts the work. An order is acknowledged, inProgress and then completed or failed; `stepMs` is
 * how long each state lasts, so that a reader can see it.
 */
export function createOperations(
  collections: Collections,
  clock: () => Date,
  stepMs: number,
): Operations {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const now = () => clock().toISOString();

  const track = (work: Promise<void>) => {
    // A write that fails or a stop in between: the order stays open and is taken up again.
    const tracked = work.catch(() => {}).finally(() => running.delete(tracked));
    running.add(tracked);
  };

  async function carryOut(id: string): Promise<void> {
    for (const step of [begin, finish]) {
      await wait(stepMs, undefined, { signal: closing.signal });
      const order = collections.get('productOrder', id);
      if (!order || !isOpen(order)) return;
      await step(order);
    }
  }

  const withState = (order: Resource, state: string, more: Resource = {}): Resource => ({
    ...order,
    state,
    productOrderItem: (order.productOrderItem as Resource[]).map((item) => ({ ...item, state })),
    ...more,
  });

  const begin = (order: Resource) =>
    collections.put('productOrder', withState(order, 'inProgress'));

  async function finish(order: Resource): Promise<void> {
    const completionDate = now();
    try {
      const effects = orderEffects(collections, order, completionDate, completionDate);
      const done = withState(order, 'completed', { completionDate });
      await applyEffects(collections, [...effects, ['productOrder', done]]);
    } catch (error) {
      if (!(error instanceof ImpossibleItem)) throw error;
      const note = [...((order.note ?? []) as Resource[]), { text: error.message }];
      await collections.put('productOrder', withState(order, 'failed', { note }));
    }
  }

  async function cancel(request: Resource): Promise<void> {
    const id = String((request.productOrder as Resource).id);
    const order = collections.get('productOrder', id);
    const cancelled = order && isOpen(order);
    await applyEffects(collections, [
      ['cancelProductOrder', { ...request, state: cancelled ? 'done' : 'terminatedWithError' }],
      ...(cancelled
        ? ([['productOrder', withState(order, 'cancelled', { cancellationDate: now() })]] as const)
        : []),
    ]);
  }

  collections.watch(({ collection, kind, resource }) => {
    if (kind !== 'created') return;
    if (collection === 'productOrder') track(carryOut(String(resource.id)));
    if (collection === 'cancelProductOrder') track(cancel(resource));
    if (collection === 'topupBalance')
      track(applyEffects(collections, topupEffects(collections, resource)));
    if (collection === 'payment')
      track(applyEffects(collections, paymentEffects(collections, resource)));
  });

  return {
    resume() {
      for (const order of collections.list('productOrder'))
        if (isOpen(order)) track(carryOut(String(order.id)));
    },
    async close() {
      closing.abort();
      while (running.size > 0) await Promise.all(running);
    },
  };
}
