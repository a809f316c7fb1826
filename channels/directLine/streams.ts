import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ConversationNews, NumberedActivity, Store } from '../../ports/store.ts';
import { activitySet, sequenceOf } from './activities.ts';
import type { Tokens } from './tokens.ts';

/** The sockets on which clients read their conversations. */
export interface Streams {
  /** Tells a conversation's open sockets that the bot is typing; nothing is kept. */
  typing(conversationId: string): void;
  close(): void;
}

const keepAliveMs = 30_000;
/** The official service keeps one socket a conversation; customers open several tabs. */
const mostSockets = 5;
/** A client that reads this far behind is cut off and comes back with its watermark. */
const mostBufferedBytes = 1_000_000;
const pageSize = 200;

/** One reader: what is new waits until what was before has been sent. */
interface Reader {
  readonly socket: WebSocket;
  sent: number;
  /** News that came in while the past was being read; undefined once it is. */
  waiting: NumberedActivity[] | undefined;
}

/** Serves `streamUrl`: everything after the watermark, then what happens, no gap and nothing twice. */
export function addStreams(server: Server, store: Store, tokens: Tokens): Streams {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  const readers = new Map<string, Set<Reader>>();
  const stopListening = store.listen(({ conversationId, activities }: ConversationNews) => {
    for (const reader of readers.get(conversationId) ?? []) pass(reader, activities);
  });
  const keepAlive = setInterval(() => {
    for (const reader of [...readers.values()].flatMap((set) => [...set])) write(reader.socket, '');
  }, keepAliveMs);
  keepAlive.unref();

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? '', 'http://localhost');
    const [, id] = /^\/v3\/directline\/conversations\/([\w-]+)\/stream$/.exec(url.pathname) ?? [];
    const pass = await tokens.check('stream', url.searchParams.get('t') ?? '');
    if (typeof pass === 'string' || pass.conversationId !== id) return refuse(socket, 403);
    const { origin } = request.headers;
    if (pass.origins.length > 0 && origin && !pass.origins.includes(origin)) return refuse(socket, 403);
    if ((readers.get(id)?.size ?? 0) >= mostSockets) return refuse(socket, 429);
    const after = sequenceOf(url.searchParams.get('watermark'));
    sockets.handleUpgrade(request, socket, head, (open) => void read(open, id, after));
  }

  async function read(socket: WebSocket, conversationId: string, after: number): Promise<void> {
    const reader: Reader = { socket, sent: after, waiting: [] };
    const set = readers.get(conversationId) ?? new Set();
    readers.set(conversationId, set.add(reader));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      set.delete(reader);
      if (set.size === 0) readers.delete(conversationId);
    });
    try {
      let page: readonly NumberedActivity[];
      do {
        page = await store.activities(conversationId, reader.sent, pageSize);
        send(reader, page);
      } while (page.length === pageSize);
      const { waiting = [] } = reader;
      reader.waiting = undefined;
      pass(reader, waiting);
    } catch {
      // The store does not answer: the client comes back with its watermark.
      socket.close(1011);
    }
  }

  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrade(request, socket, head).catch(() => refuse(socket, 400));
  });

  return {
    typing(conversationId) {
      const activities = [{ type: 'typing', from: { id: 'mingbai', role: 'bot' }, conversation: { id: conversationId } }];
      for (const { socket } of readers.get(conversationId) ?? []) write(socket, JSON.stringify({ activities }));
    },
    close() {
      stopListening();
      clearInterval(keepAlive);
      for (const socket of sockets.clients) socket.close(1001);
      sockets.close();
    },
  };
}

function pass(reader: Reader, activities: readonly NumberedActivity[]): void {
  if (reader.waiting) reader.waiting.push(...activities);
  else send(reader, activities);
}

/** Sends what is newer than what was sent, in order. */
function send(reader: Reader, activities: readonly NumberedActivity[]): void {
  const fresh = activities.filter(({ sequence }) => sequence > reader.sent);
  if (fresh.length === 0) return;
  const before = reader.sent;
  reader.sent = fresh.at(-1)?.sequence ?? before;
  const set = activitySet(fresh, before);
  if (set.activities.length > 0) write(reader.socket, JSON.stringify(set));
}

function write(socket: WebSocket, frame: string): void {
  if (socket.bufferedAmount > mostBufferedBytes) socket.terminate();
  else if (socket.readyState === socket.OPEN) socket.send(frame);
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
