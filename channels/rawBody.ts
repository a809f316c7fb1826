import type { Request, Server } from 'restify';
import { HttpRefusal } from './http.ts';

/** Keeps restify from reading what comes to `path`: a signature is over the bytes as they were sent. */
export function leaveUnread(server: Server, path: string): void {
  // restify leaves a stream of octets unread.
  server.pre((request, _response, next) => {
    if (request.path().replace(/\/$/, '') === path) {
      request.headers['content-type'] = 'application/octet-stream';
    }
    next();
  });
}

/** The body as it came over the wire. Refuses more than `largestBytes` with 413, without reading on. */
export async function bytesOf(request: Request, largestBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBytes) {
      const headers = { Connection: 'close' };
      throw new HttpRefusal(413, 'MessageSizeTooBig', 'The request is too large.', headers);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
