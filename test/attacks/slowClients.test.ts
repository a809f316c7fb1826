import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Registry } from 'prom-client';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import { silentLog } from '../support/world.ts';

/** As in production, but for tests. */
const patience = { headMs: 100, requestMs: 300, silenceMs: 1200, lookMs: 20 };

/** Sends this and no more; resolves with what came once the server hangs up. */
function hangsUpOn(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      heard += String(chunk);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
  });
}

describe('a client that takes its time', () => {
  let server: Listening;
  let noticed: () => void = () => {};
  before(async () => {
    const http = createServer({ log: silentLog, registry: new Registry(), checks: {}, patience });
    http.post('/whole', async (request, response) => {
      response.end(JSON.stringify(request.body ?? {}));
    });
    http.get('/endless', async (_request, response) => {
      const endless = async function* () {
        for (;;) yield Buffer.alloc(64 * 1024);
      };
      await pipeline(Readable.from(endless()), response).catch(noticed);
    });
    server = await listen(http, 0, '127.0.0.1');
  });
  after(() => server.close());

  for (const [what, bytes, answer] of [
    ['says nothing at all', '', /^$|408/],
    ['never ends the head of its request', 'GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n', /408/],
    [
      'never ends its request',
      'POST /whole HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
      /408/,
    ],
    ['sends nonsense', 'NONSENSE\r\n\r\n', /400/],
    [
      'sends two lengths',
      'POST /whole HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /400/,
    ],
    ['sends a head without end', `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}`, /431/],
  ] as const) {
    it(`is hung up on when it ${what}`, async () => {
      assert.match(await hangsUpOn(server.port, bytes), answer);
    });
  }

  it('is hung up on when it asks for much and reads nothing', async () => {
    const isOver = new Promise<void>((resolve) => {
      noticed = resolve;
    });
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write('GET /endless HTTP/1.1\r\nHost: a\r\n\r\n');
    }).pause();
    socket.on('error', () => {});
    await isOver;
    socket.destroy();
  });

  it('keeps nobody waiting: others are answered meanwhile', async () => {
    const slow = Array.from({ length: 200 }, () =>
      hangsUpOn(server.port, 'GET /healthz HTTP/1.1\r\nHost: a\r\n'),
    );
    const answer = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    assert.equal(answer.status, 200);
    for (const heard of await Promise.all(slow)) assert.match(heard, /408/);
  });
});
