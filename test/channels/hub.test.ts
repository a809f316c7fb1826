import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { createHubDesk } from '../../adapters/agentDesk/hub.ts';
import type { DeskDoor } from '../../bots/deskDoor.ts';
import { addHub } from '../../channels/hub.ts';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import type { HandoffContext } from '../../ports/agentDesk.ts';
import type { Handoff } from '../../ports/handoffs.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { closeAfterTest } from '../support/closing.ts';
import { silentLog } from '../support/world.ts';

const secret = 'a secret of hub and bot that is long enough';
const now = new Date('2026-11-24T10:00:00+08:00');
const signed = (body: string, key = secret, seconds = now.getTime() / 1000) =>
  `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;

describe('the desk behind a handoff hub', () => {
  /** A hub that writes down what it gets. */
  async function hub(status = 200) {
    const got: Array<{ body: string; signature: string }> = [];
    const server = createHttpServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const signature = String(request.headers['x-mingbai-signature']);
        got.push({ body: Buffer.concat(chunks).toString(), signature });
        response.statusCode = status;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closeAfterTest(() => void server.close().closeAllConnections());
    const desk = createHubDesk({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      secret,
      timeoutMs: 5000,
      handoffs: { queueBefore: async () => ({ ahead: 1, waiting: 1 }) },
      clock: () => now,
      timeZone: 'Asia/Shanghai',
      hours: ['00:00', '00:00'],
      queueLimit: 10,
    });
    return { desk, got };
  }

  it('gets handoff.initiate, lines and the end, each signed', async () => {
    const { desk, got } = await hub();
    const context = { handoffId: 'h1' } as HandoffContext;
    await desk.initiate(context, {
      type: 'event',
      name: 'handoff.initiate',
      value: context,
    } as never);
    const at = now.toISOString();
    await desk.forward({
      handoffId: 'h1',
      conversationId: 'c',
      activityId: 'a1',
      text: '在吗',
      at,
    });
    await desk.end('h1', 'c');
    const sent = got.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    assert.deepEqual(
      sent.map(({ type, id, conversation }) => [type, id, conversation]),
      [
        ['event', 'h1:initiate', { id: 'h1' }],
        ['message', 'a1', { id: 'h1' }],
        ['endOfConversation', 'h1:end', { id: 'h1' }],
      ],
    );
    for (const { body, signature } of got) assert.equal(signature, signed(body));
  });

  it('is unavailable when it refuses, so that the outbox tries again', async () => {
    const { desk } = await hub(503);
    await assert.rejects(desk.end('h1', 'c'), Unavailable);
  });
});

describe('what a handoff hub sends', () => {
  let listening: Listening;
  let heard: string[];
  const note = (line: string) => {
    heard.push(line);
    return true;
  };
  const door: DeskDoor = {
    accept: async (id, { name }) => note(`accept ${id} ${name}`),
    end: async (id, by, agentId, message) =>
      note(`end ${id} ${by} ${agentId ?? '-'} ${message ?? ''}`),
    say: async (id, { id: who }, text, key) => note(`say ${id} ${who} ${text} ${key}`),
    move: async () => false,
    note: async () => false,
    catchUp: async () => {},
  };

  beforeEach(async () => {
    heard = [];
    const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
    const handoff = async () => ({ agent: { id: 'hub-7', name: '小王' } }) as Handoff;
    addHub(server, { secret, door, store: { handoff }, clock: () => now, log: silentLog });
    listening = await listen(server, 0, '127.0.0.1');
  });

  afterEach(() => listening.close());

  async function post(activity: unknown, sign = (body: string) => signed(body)): Promise<number> {
    const body = JSON.stringify(activity);
    const url = `http://127.0.0.1:${listening.port}/channels/hub`;
    const headers = { 'x-mingbai-signature': sign(body) };
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  }

  const common = { conversation: { id: 'h1' }, from: { id: '7', name: '小王' } };
  const status = (state: string, message?: string) => ({
    ...common,
    type: 'event',
    name: 'handoff.status',
    value: { state, ...(message && { message }) },
  });

  it('moves the handoff and brings the agent’s lines', async () => {
    await post(status('accepted'));
    await post({ ...common, type: 'message', id: 'm1', text: '您好' });
    await post(status('completed', '已解决'));
    await post(status('failed'));
    assert.deepEqual(heard, [
      'accept h1 小王',
      'say h1 hub-7 您好 m1',
      'end h1 agent hub-7 已解决',
      'end h1 desk - ',
    ]);
  });

  it('is nothing when it is not of the protocol', async () => {
    for (const other of [
      null,
      {},
      status('dancing'),
      { ...common, type: 'typing' },
      { type: 'message', text: 'x' },
    ])
      assert.equal(await post(other), 200);
    assert.deepEqual(heard, []);
  });

  it('refuses what is signed by another, too old or not at all', async () => {
    const event = status('accepted');
    assert.equal(await post(event, (body) => signed(body, 'another')), 401);
    assert.equal(
      await post(event, (body) => signed(body, secret, now.getTime() / 1000 - 301)),
      401,
    );
    assert.equal(await post(event, () => ''), 401);
    assert.deepEqual(heard, []);
  });
});
