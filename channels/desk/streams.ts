import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { DeskRoom } from '../../bots/deskRoom.ts';
import type { StaffMember } from '../../ports/staff.ts';
import type { Store } from '../../ports/store.ts';
import { HttpRefusal } from '../http.ts';
import type { DeskSessions } from './session.ts';

/** What the sockets need. */
export interface DeskStreamParts {
  readonly room: DeskRoom;
  readonly store: Store;
  readonly sessions: DeskSessions;
}

/** Agents' open pages. */
export interface DeskStreams {
  close(): void;
}

/** Where the desk's pages listen. */
export const deskStreamPath = '/desk/stream';
const signOfLifeMs = 15_000;
const mostSockets = 500;

/**
 * Tells agents' pages that something is new, not what: they read it where it stands in order, so
 * nothing is lost, doubled or crossed, whatever becomes of a socket. A page that listens is an agent at
 * the desk; one whose line breaks is not, after a minute.
 */
export function addDeskStreams(server: Server, parts: DeskStreamParts): DeskStreams {
  const { room, store, sessions } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024, clientTracking: false });
  const open = new Map<WebSocket, { staff: StaffMember; isReady: boolean; isAlive: boolean }>();
  let isTelling = false;

  function tell(news: object): void {
    const frame = JSON.stringify(news);
    for (const socket of open.keys()) if (socket.readyState === socket.OPEN) socket.send(frame);
  }

  /** Conversations somebody asked a person in; undefined until it is known: then all count. */
  let handedOver: ReadonlySet<string> | undefined;

  async function readQueue(): Promise<void> {
    const open = await store.openHandoffs('builtIn').catch(() => undefined);
    handedOver = open && new Set(open.map(({ conversationId }) => conversationId));
    tell({ news: 'queue' });
  }

  /** Many customers ask at once: one word for all of them. */
  function tellQueue(): void {
    if (isTelling) return;
    isTelling = true;
    setTimeout(() => {
      isTelling = false;
      void readQueue();
    }, 100).unref();
  }

  const stopListening = store.listen(({ conversationId, activities }) => {
    if (open.size === 0) return;
    const isHandoff = activities.some(({ activity }) =>
      String(activity.name).startsWith('handoff.'),
    );
    if (isHandoff) tellQueue();
    if (isHandoff || !handedOver || handedOver.has(conversationId))
      tell({ news: 'chat', conversationId });
  });

  const see = (staff: StaffMember, isReady: boolean) =>
    void room.see(staff, isReady).catch(() => {});
  const signs = setInterval(() => {
    for (const [socket, page] of open) {
      if (!page.isAlive) {
        socket.terminate();
        continue;
      }
      page.isAlive = false;
      socket.ping();
      see(page.staff, page.isReady);
    }
  }, signOfLifeMs);
  signs.unref();

  function accept(socket: WebSocket, staff: StaffMember): void {
    const others = [...open.values()].filter((each) => each.staff.id === staff.id);
    const page = { staff, isReady: others.every(({ isReady }) => isReady), isAlive: true };
    open.set(socket, page);
    see(staff, page.isReady);
    tellQueue();
    socket.on('pong', () => {
      page.isAlive = true;
    });
    socket.on('message', (data) => {
      const isReady = String(data) !== 'pause';
      // Who has two pages open and pauses in one has paused.
      for (const each of open.values()) if (each.staff.id === staff.id) each.isReady = isReady;
      see(staff, isReady);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => open.delete(socket));
  }

  server.on('upgrade', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== deskStreamPath) return;
    const ignore = () => {};
    socket.on('error', ignore);
    try {
      sessions.checkSender(request, true);
      const staff = await sessions.staffOf(request);
      if (open.size >= mostSockets)
        throw new HttpRefusal(503, 'TooMany', 'Too many pages are open.');
      sockets.handleUpgrade(request, socket, head, (opened) => {
        socket.off('error', ignore);
        accept(opened, staff);
      });
    } catch (error) {
      const status = error instanceof HttpRefusal ? error.status : 503;
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  });

  return {
    close() {
      stopListening();
      clearInterval(signs);
      for (const socket of open.keys()) socket.close(1001);
    },
  };
}
