import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Channel, Subscriber } from './engine.ts';

const channelName = 'mingbai_news';
const heartbeatEveryMs = 10_000;
const connectAgainAfterMs = 1000;

const publishAll = `select pg_notify('${channelName}', payload)
  from json_array_elements_text($1::json) as payload`;

/** Five seconds back: a statement may have begun before the loss and committed after it. */
const serverTime = `select now() - interval '5 seconds' as "heardUntil"`;

/**
 * LISTEN on a connection of its own. A heartbeat notices a connection that only looks open; a lost
 * one is opened again, and the subscriber is told from when on it heard nothing.
 */
export function postgresChannel(pool: pg.Pool, newClient: () => pg.Client): Channel {
  return {
    async publish(payloads) {
      const values = [JSON.stringify(payloads)];
      await pool.query({ name: 'publish', text: publishAll, values });
    },
    async subscribe(subscriber) {
      const stop = new AbortController();
      let running: Promise<void> = Promise.resolve();
      await new Promise<void>((onHeard, onFailure) => {
        running = keepHearing(newClient, subscriber, stop.signal, onHeard, onFailure);
      });
      return async () => {
        stop.abort();
        await running;
      };
    },
  };
}

async function keepHearing(
  newClient: () => pg.Client,
  subscriber: Subscriber,
  stop: AbortSignal,
  onHeard: () => void,
  onFailure: (error: Error) => void,
): Promise<void> {
  let heardUntil: Date | undefined;
  const onBeat = (now: Date, isNew: boolean) => {
    const since = heardUntil;
    heardUntil = now;
    if (since === undefined) onHeard();
    else if (isNew) subscriber.onReturn(since.toISOString());
  };
  while (!stop.aborted) {
    try {
      await hear(newClient(), subscriber, stop, onBeat);
    } catch (error) {
      if (stop.aborted) return;
      if (heardUntil === undefined) return onFailure(error as Error);
      subscriber.onLoss(error as Error);
      await wait(connectAgainAfterMs, undefined, { signal: stop }).catch(() => {});
    }
  }
}

/** Hears until the connection is lost or nobody wants to hear any more. */
async function hear(
  client: pg.Client,
  subscriber: Subscriber,
  stop: AbortSignal,
  onBeat: (now: Date, isNew: boolean) => void,
): Promise<void> {
  const lost = new AbortController();
  client.on('error', (error) => lost.abort(error));
  client.on('end', () => lost.abort(new Error('connection ended')));
  client.on('notification', ({ payload }) => payload && subscriber.onMessage(payload));
  const until = AbortSignal.any([stop, lost.signal]);
  try {
    await client.connect();
    await client.query(`listen ${channelName}`);
    for (let beat = 0; ; beat += 1) {
      const { rows } = await client.query<{ heardUntil: Date }>(serverTime);
      if (rows[0]) onBeat(rows[0].heardUntil, beat === 0);
      await wait(heartbeatEveryMs, undefined, { signal: until });
    }
  } finally {
    const ended = client.end().catch(() => {});
    // Where the network swallows everything, the goodbye would never be answered.
    if (stop.aborted) await ended;
  }
}
