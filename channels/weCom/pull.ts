import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../../ports/store.ts';
import { type HearParts, hear } from './hear.ts';

/** What pulling needs. */
export interface PullParts extends HearParts {
  readonly store: Pick<Store, 'weChat' | 'weCom' | 'handoffsOf'>;
}

/** Reads what came to a kf account, now and again until the platform answers. */
export interface Pull {
  ring(openKfId: string, bell: string | undefined): void;
  /** Reads everything that came while nobody listened. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Reads page by page behind the cursor that all processes share. It moves on when a page is recorded: after
 * a crash, or where two read at once, a page is read again, and each message has its own key.
 */
export function createPull(parts: PullParts): Pull {
  const { platform, store, log } = parts;
  const reading = new Map<string, Promise<void>>();
  const closing = new AbortController();

  async function readAll(openKfId: string, bell: string | undefined): Promise<void> {
    for (let isMore = true; isMore && !closing.signal.aborted; ) {
      const cursor = await store.weCom.cursor(openKfId);
      const page = await platform.sync(openKfId, cursor, bell);
      for (const message of page.msg_list) await hear(parts, message);
      await store.weCom.keepCursor(openKfId, page.next_cursor);
      isMore = page.has_more === 1;
    }
  }

  async function untilRead(openKfId: string, bell: string | undefined): Promise<void> {
    for (let waitMs = 1000; !closing.signal.aborted; waitMs = Math.min(60_000, waitMs * 2)) {
      try {
        return await readAll(openKfId, bell);
      } catch (error) {
        log.warn('weCom.notRead', { reason: (error as Error).name });
        await wait(waitMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      }
    }
  }

  /** Behind what is read already: a bell that rings meanwhile may be about something later. */
  function ring(openKfId: string, bell: string | undefined): void {
    const before = reading.get(openKfId) ?? Promise.resolve();
    const mine = before.then(() => untilRead(openKfId, bell));
    reading.set(openKfId, mine);
    void mine.finally(() => {
      if (reading.get(openKfId) === mine) reading.delete(openKfId);
    });
  }

  return {
    ring,
    async resume() {
      for (const openKfId of await store.weCom.accounts()) ring(openKfId, undefined);
    },
    async close() {
      closing.abort();
      await Promise.all(reading.values());
    },
  };
}
