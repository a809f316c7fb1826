import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Steps } from './watch.ts';

/** What stands between the bot and the operator, and can keep a request or its answer back. */
export interface Gate {
  /** The settings that lead orders, agreements and SMS through it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Counts the requests that name this. Replaces an earlier one under the same name. */
  watch(names: readonly string[], steps: Steps): void;
  close(): Promise<void>;
}

const apis = {
  TMF622: '/tmf-api/productOrderingManagement/v4',
  TMF651: '/tmf-api/agreementManagement/v4',
  TMF681: '/tmf-api/communicationManagement/v4',
};

/**
 * Opens the gate before the operator. A held request stays open until the bot is killed: before, it
 * never arrived; after, the operator did it and the bot never heard of it.
 */
export async function openGate(operatorUrl: string): Promise<Gate> {
  const watched = new Map<string, Steps>();
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '', headers } = request;
    const body = await bodyOf(request);
    const steps = method === 'POST' ? stepsOf(body) : undefined;
    const name = `POST ${url.split('/').at(-1)}`;
    await steps?.at(name, 'before');
    const { 'content-type': type = 'application/json', 'accept-language': language = 'zh-CN' } =
      headers;
    const answer = await fetch(`${operatorUrl}${url}`, {
      method,
      headers: { 'content-type': type, 'accept-language': language },
      ...(method === 'POST' && { body }),
    });
    const text = await answer.text();
    await steps?.at(name, 'after');
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? type,
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const own = Object.entries(apis).map(([api, path]) => [api, `http://127.0.0.1:${port}${path}`]);

  function stepsOf(body: string): Steps | undefined {
    for (const [name, steps] of watched) if (body.includes(name)) return steps;
    return undefined;
  }

  return {
    settings: { CARRIER_API_URLS: JSON.stringify(Object.fromEntries(own)) },
    watch(names, steps) {
      for (const name of names) watched.set(name, steps);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
