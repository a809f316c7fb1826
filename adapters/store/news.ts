import type { Log } from '../../ports/services.ts';
import type { ConversationNews, NumberedActivity } from '../../ports/store.ts';
import type { Channel } from './engine.ts';

/** A stretch of a conversation, both ends included. */
export interface Stretch {
  readonly id: string;
  readonly first: number;
  readonly last: number;
}

/** What the news is made from. */
export interface NewsParts {
  /** This process, in what it tells the others. */
  readonly origin: string;
  readonly channel: Channel | undefined;
  readonly log: Log;
  read(stretches: readonly Stretch[]): Promise<readonly ConversationNews[]>;
  recordedSince(moment: string): Promise<readonly Stretch[]>;
}

/** Passes on what is new in conversations. */
export interface News {
  tell(conversationId: string, activities: readonly NumberedActivity[]): void;
  listen(listener: (news: ConversationNews) => void): () => void;
  stop(): Promise<void>;
}

const mostStretchesAtOnce = 100;

/**
 * Own news is passed on as it is committed. Other processes are told where it stands, since a
 * notification holds 8000 bytes, and read it there. That is told after the commit: commits that
 * notify wait for each other's flush to disk. News that a crash keeps from others is only late.
 */
export async function createNews(parts: NewsParts): Promise<News> {
  const { origin, channel, log, read, recordedSince } = parts;
  const listeners = new Set<(news: ConversationNews) => void>();
  const unannounced: string[] = [];
  let announcing: Promise<void> | undefined;
  const announced: Stretch[] = [];
  let reading: Promise<void> | undefined;

  function pass(news: ConversationNews): void {
    if (news.activities.length === 0) return;
    for (const listener of listeners) {
      try {
        listener(news);
      } catch (error) {
        // What is committed stays committed, whatever a listener makes of it.
        log.error('store.listenerFailed', { reason: (error as Error).name });
      }
    }
  }

  async function publishUnannounced(): Promise<void> {
    while (unannounced.length > 0) await channel?.publish(unannounced.splice(0));
  }

  function announce(id: string, activities: readonly NumberedActivity[]): void {
    if (!channel || activities.length === 0) return;
    unannounced.push(
      JSON.stringify([origin, id, activities[0]?.sequence, activities.at(-1)?.sequence]),
    );
    announcing ??= publishUnannounced()
      .catch((error: Error) => log.warn('store.newsNotAnnounced', { reason: error.name }))
      .finally(() => {
        announcing = undefined;
      });
  }

  async function readAnnounced(): Promise<void> {
    while (announced.length > 0) {
      const stretches = announced.splice(0, mostStretchesAtOnce);
      if (listeners.size > 0) for (const news of await read(stretches)) pass(news);
    }
  }

  /** One reader at a time, so that a conversation is told in order. */
  function follow(stretches: readonly Stretch[]): void {
    announced.push(...stretches);
    reading ??= readAnnounced()
      .catch((error: Error) => log.warn('store.newsNotRead', { reason: error.message }))
      .finally(() => {
        reading = undefined;
      });
  }

  const stop = await channel?.subscribe({
    onMessage(payload) {
      const [from, id, first, last] = JSON.parse(payload) as [string, string, number, number];
      if (from !== origin) follow([{ id, first, last }]);
    },
    onLoss: (error) => log.warn('store.newsLost', { reason: error.name }),
    onReturn(since) {
      recordedSince(since).then(follow, () => log.warn('store.newsNotRead'));
    },
  });

  return {
    tell(conversationId, activities) {
      pass({ conversationId, activities });
      announce(conversationId, activities);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      await announcing;
      await stop?.();
      await reading;
    },
  };
}
