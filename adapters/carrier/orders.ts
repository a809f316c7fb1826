import { type Consent, isConsent, orderKey } from '../../domain/consent.ts';
import type { PlacedOrder } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type CallCarrier, statusOf } from './http.ts';
import { orderOf } from './orderWire.ts';
import { instant, type Json, needed, object, page, text } from './read.ts';

/** What orders are placed with. */
export interface OrderParts {
  readonly call: CallCarrier;
  readonly urls: Readonly<Record<string, string>>;
  readonly wait: (ms: number) => Promise<void>;
  /** How long an accepted order is watched before it is answered as open. */
  readonly settleMs: number;
}

const finished: Readonly<Record<string, PlacedOrder['state']>> = {
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
  rejected: 'failed',
  partial: 'partial',
};

/** The states of TMF622 in which an order is not finished. */
export const openStates = [
  'acknowledged',
  'pending',
  'held',
  'inProgress',
  'assessingCancellation',
  'pendingCancellation',
];

/** The state of an order in our words; a state we do not know is not finished. */
export function orderState(order: Json): PlacedOrder['state'] {
  return finished[text(order.state) ?? ''] ?? 'open';
}

/** Then as long again as was waited so far: soon for the quick ones, few questions for the slow. */
const firstWaitMs = 50;

/** Answers that do not say whether it was accepted, or that nobody heard; every other 4xx is a refusal. */
const sayNothing = new Set([404, 408, 425, 429]);

/** Places orders and finds them again (TMF622). */
export function createOrders({ call, urls, wait, settleMs }: OrderParts) {
  const url = `${urls.TMF622}/productOrder`;

  async function findOrder(key: string): Promise<PlacedOrder | undefined> {
    const orders = page(
      await call({ method: 'GET', url, query: { externalId: key, limit: '10' } }),
    );
    const found = orders.find(({ externalId }) => externalId === key);
    // Who answers with other orders has not looked for ours: that is no “none”.
    if (!found && orders.length > 0)
      throw new Unavailable('carrier', 'nonsense: orders that were not asked for');
    return found && placed(found, key);
  }

  /** Sends the order, once, and answers it as it was taken; one with its key already is that one. */
  async function send(consent: Consent, key: string): Promise<PlacedOrder | undefined> {
    try {
      return placed(object(await call({ method: 'POST', url, body: orderOf(consent) })), key);
    } catch (error) {
      const status = statusOf(error) ?? 0;
      if (status === 409) return findOrder(key);
      if (status < 400 || status > 499 || sayNothing.has(status)) throw error;
      // Refused: there is no order, so it has no number either.
      return { key, orderNumber: '', state: 'failed' };
    }
  }

  /** Looks again until the order is finished or the time is up. That it was accepted is known by now. */
  async function settled(order: PlacedOrder): Promise<PlacedOrder> {
    let latest = order;
    let waitedMs = 0;
    while (latest.state === 'open' && waitedMs < settleMs) {
      const waitMs = Math.min(Math.max(firstWaitMs, waitedMs), settleMs - waitedMs);
      await wait(waitMs);
      waitedMs += waitMs;
      try {
        const answer = await call({
          method: 'GET',
          url: `${url}/${encodeURIComponent(order.orderNumber)}`,
        });
        if (answer !== undefined) latest = placed(object(answer), order.key);
      } catch (error) {
        if (error instanceof Unavailable) return latest;
        throw error;
      }
    }
    return latest;
  }

  return {
    findOrder,
    async placeOrder(consent: Consent): Promise<PlacedOrder> {
      if (!isConsent(consent)) throw new Error('an order needs a consent');
      const key = orderKey(consent);
      const order = await send(consent, key);
      if (!order) throw new Unavailable('carrier', 'nonsense: a duplicate of nothing');
      return settled(order);
    },
  };
}

function placed(order: Json, key: string): PlacedOrder {
  const state = orderState(order);
  const completedAt = text(order.completionDate);
  return {
    key,
    orderNumber: needed(order.id, 'order number'),
    state,
    ...(state === 'completed' &&
      completedAt !== undefined && { completedAt: instant(completedAt, 'completion date') }),
  };
}
