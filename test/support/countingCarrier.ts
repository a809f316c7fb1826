import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeAtEnd } from './closing.ts';

/** An operator that is asked through a door where every call is written down. */
export interface CountingCarrier {
  readonly url: string;
  /** The calls since the last time, as `GET /path` without what was asked for. */
  calls(): string[];
}

/** Opens the door in front of a sandbox; closed at the end. */
export async function countingCarrier(sandboxUrl: string): Promise<CountingCarrier> {
  let calls: string[] = [];
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/[^/]*$/, '').split('?')[0];
    calls.push(`${request.method} ${path}`);
    const accept = String(request.headers['accept-language'] ?? 'zh-CN');
    const answer = await fetch(sandboxUrl + request.url, {
      headers: { 'accept-language': accept },
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAtEnd(() => void server.close().closeAllConnections());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls() {
      const seen = calls;
      calls = [];
      return seen;
    },
  };
}
