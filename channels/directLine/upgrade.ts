import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { WebSocketServer } from 'ws';
import type { Store } from '../../ports/store.ts';
import { HttpRefusal } from '../http.ts';
import { originRefused } from '../origins.ts';
import { sequenceOf } from './activities.ts';
import { type DoorParts, mayUse } from './door.ts';
import type { Streams } from './streams.ts';

/** Clients send empty frames to see whether the line still stands, and nothing else. */
const largestFrameBytes = 1024;

/** Takes up the sockets of `streamUrl`, whose address carries a token of its own for a minute. */
export function addStreamRoute(
  server: Server,
  parts: DoorParts & { readonly store: Store },
  streams: Streams,
): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrameBytes,
    clientTracking: false,
  });
  server.on('upgrade', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // The desk's sockets have a door of their own.
    if (request.url?.startsWith('/desk/stream')) return;
    // Until ws takes over, a line that breaks must not end the process.
    const ignore = () => {};
    socket.on('error', ignore);
    try {
      const { conversationId, after } = await admit(request, parts);
      sockets.handleUpgrade(request, socket, head, (open) => {
        socket.off('error', ignore);
        streams.accept(open, conversationId, after);
      });
    } catch (error) {
      const status = error instanceof HttpRefusal ? error.status : 503;
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  });
}

async function admit(request: IncomingMessage, parts: DoorParts & { readonly store: Store }) {
  const url = new URL(request.url ?? '', 'http://localhost');
  const [, id] = /^\/v3\/directline\/conversations\/([\w-]+)\/stream$/.exec(url.pathname) ?? [];
  if (id === undefined) throw new HttpRefusal(404, 'NotFound', 'There is no stream here.');
  const pass = await parts.tokens.check('stream', url.searchParams.get('t') ?? '');
  if (typeof pass === 'string' || pass.conversationId !== id) {
    throw new HttpRefusal(403, 'BadArgument', 'The address of the stream is not valid any more.');
  }
  if (!mayUse(pass, request, parts.judge)) throw originRefused();
  const after = sequenceOf(url.searchParams.get('watermark'));
  const conversation = await parts.store.conversation(id);
  if (!conversation) throw new HttpRefusal(404, 'NotFound', 'There is no such conversation.');
  return { conversationId: id, after };
}
