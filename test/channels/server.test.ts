import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { Registry } from 'prom-client';
import type { Server } from 'restify';
import { createServer, type Listening, listen, type ServerParts } from '../../channels/server.ts';

interface Running {
  readonly url: string;
  readonly server: Server;
  readonly listening: Listening;
  readonly logged: string[];
}

async function run(given: Partial<ServerParts> = {}): Promise<Running> {
  const logged: string[] = [];
  const write = (event: string, facts?: unknown) => logged.push(JSON.stringify({ event, facts }));
  const log = { info: write, warn: write, error: write };
  const server = createServer({ log, registry: new Registry(), checks: {}, ...given });
  server.get('/customers/:number/bug', async () => {
    throw new Error('13800138001 is not a function');
  });
  server.post('/echo', async (request, response) => response.json(200, request.body));
  const listening = await listen(server, 0, '127.0.0.1');
  return { url: `http://127.0.0.1:${listening.port}`, server, listening, logged };
}

async function withServer(
  given: Partial<ServerParts>,
  test: (running: Running) => Promise<void>,
): Promise<void> {
  const running = await run(given);
  try {
    await test(running);
  } finally {
    await running.listening.close();
  }
}

describe('the server', () => {
  it('says that it lives, and that it is ready when its parts are', () =>
    withServer({ checks: { store: async () => {}, carrier: async () => {} } }, async ({ url }) => {
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
      const ready = await fetch(`${url}/readyz`);
      assert.equal(ready.status, 200);
      assert.deepEqual(await ready.json(), {
        ready: true,
        parts: { store: 'ready', carrier: 'ready' },
      });
    }));

  it('names the part that is not ready, or does not say in time, and nothing of why', async () => {
    const checks = {
      store: async () => {
        throw new Error('password authentication failed for user admin');
      },
      carrier: () => new Promise<void>(() => {}),
      sms: async () => {},
    };
    await withServer({ checks, checkTimeoutMs: 20 }, async ({ url }) => {
      const response = await fetch(`${url}/readyz`);
      assert.equal(response.status, 503);
      assert.deepEqual(await response.json(), {
        ready: false,
        parts: { store: 'not ready', carrier: 'not ready', sms: 'ready' },
      });
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
    });
  });

  it('asks its parts once, however many want to know at once', async () => {
    let asked = 0;
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const carrier = () => {
      asked += 1;
      return answered;
    };
    await withServer({ checks: { carrier }, checkTimeoutMs: 10_000 }, async ({ url }) => {
      const many = Array.from({ length: 20 }, () => fetch(`${url}/readyz`));
      // Some of the others have come by the time that this one is answered.
      while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      for (let round = 0; round < 5; round += 1) await (await fetch(`${url}/healthz`)).text();
      answer();
      for (const { status } of await Promise.all(many)) assert.equal(status, 200);
      assert.ok(asked < 20, `${asked} times`);
    });
  });

  it('measures requests by route, never by address', () =>
    withServer({}, async ({ url }) => {
      await (await fetch(`${url}/customers/13800138001/bug`)).text();
      await (await fetch(`${url}/13800138001`)).text();
      const metrics = await (await fetch(`${url}/metrics`)).text();
      assert.match(metrics, /route="\/customers\/:number\/bug",status="500"/);
      assert.match(metrics, /route="none",status="404"/);
      assert.ok(!metrics.includes('13800138001'));
    }));

  it('answers a bug with the request’s id, and logs where it was but not what it said', () =>
    withServer({}, async ({ url, logged }) => {
      const response = await fetch(`${url}/customers/13800138001/bug`);
      assert.equal(response.status, 500);
      const id = response.headers.get('x-request-id') ?? '';
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      assert.equal(error.code, 'ServiceError');
      assert.ok(error.message.includes(id));
      assert.equal(logged.length, 1);
      assert.ok(logged[0]?.includes(id));
      assert.ok(logged[0]?.includes('server.test.ts'));
      assert.ok(!logged[0]?.includes('13800138001'));
    }));

  it('answers what is not there, or not that way, as JSON', () =>
    withServer({}, async ({ url, logged }) => {
      const missing = await fetch(`${url}/nothing`);
      assert.equal(missing.status, 404);
      assert.deepEqual(await missing.json(), {
        error: { code: 'NotFound', message: 'There is nothing at this address.' },
      });
      assert.equal((await fetch(`${url}/echo`)).status, 405);
      assert.deepEqual(logged, []);
    }));

  it('reads no body that is too large, however it is sent', () =>
    withServer({}, async ({ url }) => {
      const body = JSON.stringify({ text: 'x'.repeat(300_000) });
      const headers = { 'Content-Type': 'application/json' };
      const said = await fetch(`${url}/echo`, { method: 'POST', headers, body });
      assert.equal(said.status, 413);
      const stream = new Blob([body]).stream();
      const chunked = await fetch(`${url}/echo`, {
        method: 'POST',
        headers,
        body: stream,
        duplex: 'half',
      } as RequestInit);
      assert.equal(chunked.status, 413);
    }));

  it('unpacks nothing: a small body could become any size', () =>
    withServer({}, async ({ url }) => {
      const response = await fetch(`${url}/echo`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
        body: 'x',
      });
      assert.equal(response.status, 415);
    }));

  it('sends headers that keep browsers careful', async () => {
    await withServer({ publicUrl: 'https://chat.example.com' }, async ({ url }) => {
      const { headers } = await fetch(`${url}/healthz`);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.match(headers.get('strict-transport-security') ?? '', /max-age=\d+/);
      assert.equal(headers.get('server'), null);
    });
    await withServer({}, async ({ url }) => {
      const { headers } = await fetch(`${url}/healthz`);
      assert.equal(headers.get('strict-transport-security'), null, 'plain http stays possible');
    });
  });

  it('survives a Host header that is none', () =>
    withServer({}, async ({ url, listening }) => {
      const socket = connect(listening.port, '127.0.0.1');
      socket.write('GET /healthz HTTP/1.1\r\nHost: ][\r\n\r\n');
      const [answer] = (await new Promise((resolve) => {
        socket.once('data', (data) => resolve([data.toString()]));
      })) as [string];
      assert.match(answer, /^HTTP\/1\.1 400/);
      socket.destroy();
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
    }));

  it('rejects with the system’s code when the port is taken', () =>
    withServer({}, async ({ listening }) => {
      const log = { info() {}, warn() {}, error() {} };
      const second = createServer({ log, registry: new Registry(), checks: {} });
      await assert.rejects(listen(second, listening.port, '127.0.0.1'), { code: 'EADDRINUSE' });
    }));

  it('finishes what is under way before it closes', async () => {
    const { url, server, listening } = await run();
    let finish = () => {};
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    server.get('/slow', async (_request, response) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
        begun();
      });
      response.json(200, { done: true });
    });
    const slow = fetch(`${url}/slow`);
    await isBegun;
    const closed = listening.close();
    finish();
    assert.deepEqual(await (await slow).json(), { done: true });
    await closed;
    await assert.rejects(fetch(`${url}/healthz`));
  });
});
