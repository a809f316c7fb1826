import { setTimeout as wait } from 'node:timers/promises';
import { defaultFaultMs, type Fault } from '../faults.ts';
import type { Resource } from '../query.ts';
import type { Collections } from '../store/collections.ts';
import { applyEffects, paymentEffects, topupEffects } from './effects.ts';
import { ImpossibleItem, orderEffects, waitsUntil } from './orderEffects.ts';

/** Carries out what was accepted: orders in the background, the rest at once. */
export interface Operations {
  /** Takes up the orders that were open when the sandbox last stopped. */
  resume(): void;
  /** Stops between two steps; what is open goes on at the next start. */
  close(): Promise<void>;
}

const openStates = new Set<unknown>(['acknowledged', 'pending', 'inProgress']);
const isOpen = ({ state }: Resource) => openStates.has(state);

/** How often an order that waits for its day looks at the clock. */
const lookMs = 1000;

/** What the operations need. */
export interface OperationParts {
  readonly collections: Collections;
  readonly clock: () => Date;
  /** How long an order stays in each state, so that a reader can see it. */
  readonly stepMs: number;
  /** What the next new order meets. */
  readonly takeFault: () => Fault | undefined;
}

/** Starts the work. An order is acknowledged, inProgress and then completed or failed. */
export function createOperations(parts: OperationParts): Operations {
  const { collections, clock, stepMs, takeFault } = parts;
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const now = () => clock().toISOString();

  const track = (work: Promise<void>) => {
    // A write that fails or a stop in between: the order stays open and is taken up again.
    const tracked = work.catch(() => {}).finally(() => running.delete(tracked));
    running.add(tracked);
  };

  async function carryOut(id: string, fault?: Fault): Promise<void> {
    const isStalled = fault?.kind === 'orderStalls';
    const first = isStalled ? (fault.state ?? 'inProgress') : 'inProgress';
    await after(stepMs, id, async (order) => {
      if (order.state === 'acknowledged') await move(order, first);
    });
    const restMs = isStalled ? (fault.delayMs ?? defaultFaultMs) : stepMs;
    await after(restMs, id, waitForDay);
    await after(0, id, (order) => finish(order, fault));
  }

  /** Does a step with an order that is still open then. */
  async function after(waitMs: number, id: string, step: (order: Resource) => Promise<void>) {
    await wait(waitMs, undefined, { signal: closing.signal });
    const order = collections.get('productOrder', id);
    if (order && isOpen(order)) await step(order);
  }

  async function waitForDay(order: Resource): Promise<void> {
    if (waitsUntil(order, now()) === undefined) return;
    await move(order, 'pending');
    const isCancelled = () =>
      collections.get('productOrder', String(order.id))?.state !== 'pending';
    while (waitsUntil(order, now()) !== undefined && !isCancelled())
      await wait(lookMs, undefined, { signal: closing.signal });
  }

  const withState = (order: Resource, state: string, more: Resource = {}): Resource => ({
    ...order,
    state,
    productOrderItem: (order.productOrderItem as Resource[]).map((item) => ({ ...item, state })),
    ...more,
  });

  const move = (order: Resource, state: string) =>
    collections.put('productOrder', withState(order, state));

  async function finish(order: Resource, fault: Fault | undefined): Promise<void> {
    const completionDate = now();
    try {
      if (fault?.kind === 'orderFails') throw new ImpossibleItem('the network did not activate it');
      const effects = orderEffects(collections, order, completionDate, completionDate);
      const done = withState(order, 'completed', { completionDate });
      await applyEffects(collections, [...effects, ['productOrder', done]]);
    } catch (error) {
      if (!(error instanceof ImpossibleItem)) throw error;
      const reason = { author: 'operator', date: completionDate, text: error.message };
      const note = [...((order.note ?? []) as Resource[]), reason];
      await collections.put('productOrder', withState(order, 'failed', { note }));
    }
  }

  async function cancel(request: Resource): Promise<void> {
    const id = String((request.productOrder as Resource).id);
    const order = collections.get('productOrder', id);
    const cancelled = order && isOpen(order);
    const { cancellationReason } = request;
    const end = {
      cancellationDate: now(),
      ...(cancellationReason !== undefined && { cancellationReason }),
    };
    await applyEffects(collections, [
      ...(cancelled ? ([['productOrder', withState(order, 'cancelled', end)]] as const) : []),
      ['cancelProductOrder', { ...request, state: cancelled ? 'done' : 'terminatedWithError' }],
    ]);
  }

  collections.watch(({ collection, kind, resource }) => {
    if (kind !== 'created') return;
    if (collection === 'productOrder') track(carryOut(String(resource.id), takeFault()));
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
      for (const request of collections.list('cancelProductOrder'))
        if (request.state === 'acknowledged') track(cancel(request));
    },
    async close() {
      closing.abort();
      while (running.size > 0) await Promise.all(running);
    },
  };
}
