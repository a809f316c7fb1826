import { setTimeout as wait } from 'node:timers/promises';
import { withAddresses } from '../addresses.ts';
import { definitionOf } from '../apis.ts';
import { localise } from '../language.ts';
import { filterOf, type Resource } from '../query.ts';
import type { Change, Collections } from '../store/collections.ts';

/** Tells subscribers of the hubs what changed. */
export interface Events {
  /** Goes on with the events that were not delivered when the sandbox last stopped. */
  resume(): void;
  close(): Promise<void>;
}

/** After the last of these waits a subscriber that stays away misses the event. */
const retryWaitsMs = [0, 200, 1000, 5000, 30_000, 120_000];
const patienceMs = 3000;

const stateOf = ({ state, status, lifecycleStatus }: Resource) =>
  state ?? status ?? lifecycleStatus;

/** TM Forum's name for a change, e.g. `productOrderStateChangeEvent`. */
function eventName({ collection, kind, resource, before }: Change): string {
  if (kind === 'created') return `${collection}CreateEvent`;
  if (kind === 'removed') return `${collection}DeleteEvent`;
  if (before && stateOf(before) === stateOf(resource))
    return `${collection}AttributeValueChangeEvent`;
  return `${collection}${collection === 'troubleTicket' ? 'Status' : 'State'}ChangeEvent`;
}

/**
 * Starts the delivery. An event is kept until its subscriber took it or left, each subscriber's in
 * order; a callback gets it as `POST {callback}/listener/{eventName}`.
 */
export function createEvents(
  collections: Collections,
  clock: () => Date,
  newId: () => string,
): Events {
  const closing = new AbortController();
  const queues = new Map<string, Promise<void>>();

  function enqueue(event: Resource): void {
    const hubId = String(event.hubId);
    const before = queues.get(hubId) ?? Promise.resolve();
    const work = before.then(() => deliver(event)).catch(() => {});
    queues.set(hubId, work);
    void work.finally(() => {
      if (queues.get(hubId) === work) queues.delete(hubId);
    });
  }

  async function deliver(event: Resource): Promise<void> {
    for (const waitMs of retryWaitsMs) {
      await wait(waitMs, undefined, { signal: closing.signal });
      const hub = collections.get('hub', String(event.hubId));
      if (!hub || (await isTaken(hub, event))) break;
    }
    closing.signal.throwIfAborted();
    await collections.remove('event', String(event.id));
  }

  async function isTaken(hub: Resource, event: Resource): Promise<boolean> {
    try {
      const callback = String(hub.callback).replace(/\/+$/, '');
      const response = await fetch(`${callback}/listener/${event.name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: withAddresses(JSON.stringify(event.body), String(hub.root ?? '')),
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(patienceMs)]),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  collections.watch((change) => {
    const api = definitionOf(change.collection)?.api;
    if (!api) return;
    for (const hub of collections.list('hub')) {
      if (hub.apiId !== api.id) continue;
      const name = eventName(change);
      const id = newId();
      const body = {
        eventId: id,
        eventTime: clock().toISOString(),
        eventType: name.charAt(0).toUpperCase() + name.slice(1),
        event: { [change.collection]: localise(change.resource, 'zh-CN') },
      };
      if (!filterOf(new URLSearchParams(String(hub.query ?? '')))(body)) continue;
      const event = { id, hubId: hub.id, name, body };
      // A write that fails loses at most the retry after a restart.
      void collections.put('event', event).catch(() => {});
      enqueue(event);
    }
  });

  return {
    resume() {
      for (const event of collections.list('event')) enqueue(event);
    },
    async close() {
      closing.abort();
      while (queues.size > 0) await Promise.all(queues.values());
    },
  };
}
