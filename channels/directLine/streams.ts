import type { WebSocket } from 'ws';
import type { Log } from '../../ports/services.ts';
import type { ConversationNews, NumberedActivity, Store } from '../../ports/store.ts';
import { activitySet } from './activities.ts';

/** The sockets on which clients read their conversations. */
export interface Streams {
  /** Sends everything after a place, then what happens, each once and in order. */
  accept(socket: WebSocket, conversationId: string, after: number): void;
  /** Tells a conversation's open sockets that the bot is typing; nothing is kept. */
  typing(conversationId: string): void;
  /** Open sockets. */
  count(): number;
  close(): void;
}

/**
 * The official service keeps one socket a conversation. Customers open several tabs, so ours keeps
 * five; for a sixth the oldest goes, which is most likely the one whose network is gone.
 */
const mostSockets = 5;
/** A client that reads this far behind is cut off and comes back with its watermark. */
const mostBufferedBytes = 1_000_000;
const pageSize = 50;
const goingAway = 1001;
const collision = 1008;
const tryAgainLater = 1013;

/** What streams need. */
export interface StreamParts {
  readonly store: Store;
  readonly log: Log;
  readonly keepAliveMs?: number;
}

/** Keeps the open sockets; one listener of the store serves them all. */
export function createStreams(parts: StreamParts): Streams {
  const readers = new Map<string, Set<Reader>>();
  const readersOf = (conversationId: string) => readers.get(conversationId) ?? new Set<Reader>();
  const all = () => [...readers.values()].flatMap((set) => [...set]);
  const stopListening = parts.store.listen((news) => {
    for (const reader of readersOf(news.conversationId)) reader.hear(news);
  });
  const keepAlive = setInterval(() => {
    for (const reader of all()) reader.keepAlive();
  }, parts.keepAliveMs ?? 30_000);
  keepAlive.unref();

  return {
    accept(socket, conversationId, after) {
      const set = readersOf(conversationId);
      const [oldest] = set;
      if (oldest && set.size >= mostSockets) {
        oldest.close(collision);
        set.delete(oldest);
      }
      const reader = openReader(socket, conversationId, after, parts);
      readers.set(conversationId, set.add(reader));
      socket.on('close', () => {
        set.delete(reader);
        if (set.size === 0 && readers.get(conversationId) === set) readers.delete(conversationId);
      });
    },
    typing(conversationId) {
      const conversation = { id: conversationId };
      const typing = { type: 'typing', from: { id: 'mingbai', role: 'bot' }, conversation };
      const frame = JSON.stringify({ activities: [typing] });
      for (const reader of readersOf(conversationId)) reader.pass(frame);
    },
    count: () => all().length,
    close() {
      stopListening();
      clearInterval(keepAlive);
      for (const reader of all()) reader.close(goingAway);
    },
  };
}

interface Reader {
  hear(news: ConversationNews): void;
  pass(frame: string): void;
  keepAlive(): void;
  close(code: number): void;
}

/**
 * One socket, and how far it was told. A conversation is numbered without gaps: news that follows
 * directly is sent as it comes, anything else is read from the store, where it stands in order.
 */
function openReader(
  socket: WebSocket,
  conversationId: string,
  after: number,
  { store, log }: StreamParts,
): Reader {
  let told = after;
  let isReading = false;
  let readAgain = false;
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  // A broken frame or line: the client comes back with its watermark.
  socket.on('error', () => socket.terminate());

  function tell(numbered: readonly NumberedActivity[]): Promise<void> {
    const set = activitySet(numbered, told);
    told = Number(set.watermark);
    if (set.activities.length === 0) return Promise.resolve();
    return new Promise((sent) => socket.send(JSON.stringify(set), () => sent()));
  }

  function keepsUp(): boolean {
    if (socket.readyState !== socket.OPEN) return false;
    if (socket.bufferedAmount <= mostBufferedBytes) return true;
    socket.terminate();
    return false;
  }

  async function catchUp(): Promise<void> {
    readAgain = true;
    if (isReading) return;
    isReading = true;
    try {
      while (readAgain && socket.readyState === socket.OPEN) {
        readAgain = false;
        const page = await store.activities(conversationId, told, pageSize);
        await tell(page);
        if (page.length === pageSize) readAgain = true;
      }
    } catch {
      log.warn('directLine.streamNotRead', { conversationId });
      socket.close(tryAgainLater);
    } finally {
      isReading = false;
    }
  }

  void catchUp();
  return {
    hear({ activities }) {
      if ((activities.at(-1)?.sequence ?? 0) <= told) return;
      if (isReading || activities[0]?.sequence !== told + 1) void catchUp();
      else if (keepsUp()) void tell(activities);
    },
    pass(frame) {
      if (keepsUp()) socket.send(frame);
    },
    keepAlive() {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
      socket.send('');
      // News of another process may get lost on its way; so it is only late.
      void catchUp();
    },
    close: (code) => socket.close(code),
  };
}
