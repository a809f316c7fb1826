import { setTimeout as wait } from 'node:timers/promises';
import type { ApiDefinition } from './apis.ts';
import type { Resource } from './query.ts';
import type { Resources } from './resources.ts';

interface OrderItem {
  id: string;
  action: string;
  product?: Resource & { id?: string };
  productOffering?: { id?: string; name?: unknown };
}

/** Carries accepted orders out and tells subscribers. */
export interface Orders {
  /** Goes on with an order: acknowledged → inProgress → completed. */
  proceed(order: Resource): void;
  announce(api: ApiDefinition, eventType: string, event: Resource): void;
  /** Takes up what was open when the sandbox last stopped. */
  resume(): void;
  idle(): Promise<void>;
}

/** Makes the worker. `stepMs` is how long each state lasts, so that a reader can see it. */
export function createOrders(resources: Resources, clock: () => Date, stepMs: number): Orders {
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  async function carryOut(order: Resource): Promise<void> {
    let current = order;
    for (const state of ['inProgress', 'completed']) {
      await wait(stepMs);
      current = {
        ...current,
        state,
        ...(state === 'completed' && { completionDate: clock().toISOString() }),
      };
      if (state === 'completed') await applyItems(current, resources, clock());
      await resources.put('productOrder', current);
    }
  }

  return {
    proceed: (order) => track(carryOut(order).catch(() => {})),
    announce(api, eventType, event) {
      for (const hub of resources.list('hub')) {
        if (hub.api === api.id) track(deliver(String(hub.callback), eventType, event, clock()));
      }
    },
    resume() {
      for (const order of resources.list('productOrder')) {
        if (order.state === 'acknowledged' || order.state === 'inProgress')
          track(carryOut(order).catch(() => {}));
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

async function applyItems(order: Resource, resources: Resources, now: Date): Promise<void> {
  for (const { action, product, productOffering, id } of (order.productOrderItem ??
    []) as OrderItem[]) {
    const existing = product?.id ? resources.get('product', product.id) : undefined;
    if (action === 'add') {
      const productId = `${String(order.id)}-${id}`;
      await resources.put('product', {
        ...product,
        id: productId,
        href: `/tmf-api/productInventory/v4/product/${productId}`,
        name: productOffering?.name ?? productOffering?.id,
        productOffering,
        status: 'active',
        orderDate: order.orderDate,
        startDate: order.requestedStartDate ?? now.toISOString(),
      });
    } else if (existing && action === 'delete') {
      await resources.put('product', {
        ...existing,
        status: 'terminated',
        terminationDate: now.toISOString(),
      });
    } else if (existing && action === 'modify') {
      await resources.put('product', { ...existing, ...product });
    }
  }
}

/** Three tries with growing waits; a subscriber that stays away misses the event. */
async function deliver(
  callback: string,
  eventType: string,
  event: Resource,
  now: Date,
): Promise<void> {
  const body = JSON.stringify({
    eventId: `${String(event.id)}-${eventType}`,
    eventTime: now.toISOString(),
    eventType,
    event,
  });
  for (const waitMs of [0, 500, 2000]) {
    await wait(waitMs);
    const sent = await fetch(`${callback}/listener/${eventType}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(3000),
    }).catch(() => undefined);
    if (sent?.ok) return;
  }
}
