import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Registry } from 'prom-client';
import type { DeskDoor } from '../../bots/deskDoor.ts';
import { addChatwoot } from '../../channels/chatwoot.ts';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import type { Handoff } from '../../ports/handoffs.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { silentLog, world } from '../support/world.ts';

const secret = 'a secret that Chatwoot shows';
const now = new Date('2026-11-24T10:00:00+08:00');
const nowSeconds = now.getTime() / 1000;
const conversation = { id: 7, custom_attributes: { handoff_id: 'handoff-1' } };
const line = {
  event: 'message_created',
  id: 41,
  content: '您好，我是小王',
  message_type: 'outgoing',
  private: false,
  sender: { id: 3, name: '小王', type: 'user' },
  conversation,
};
const resolved = { event: 'conversation_status_changed', status: 'resolved', ...conversation };

let deliveries = 0;
const newDelivery = () => {
  deliveries += 1;
  return `delivery-${deliveries}`;
};

describe('the webhook of Chatwoot', () => {
  let listening: Listening;
  let state: Handoff['state'];
  let agent: Handoff['agent'];
  let heard: string[];
  let fault: Error | undefined;

  /** What the conversation hears, in words. */
  const door: DeskDoor = {
    async accept(id, who) {
      heard.push(`accept ${id} ${who.name}`);
      [state, agent] = ['accepted', who];
      return true;
    },
    async end(id, by, agentId) {
      heard.push(`end ${id} ${by} ${agentId ?? ''}`.trim());
      state = 'completed';
      return true;
    },
    async move(id, from, to) {
      heard.push(`move ${id} ${from} ${to?.name}`);
      agent = to;
      return true;
    },
    async say(id, who, text, key) {
      if (fault) throw fault;
      if (state !== 'accepted') return false;
      heard.push(`say ${id} ${who.name} ${text} ${key}`);
      return true;
    },
    note: async () => false,
    catchUp: async () => {},
  };

  beforeEach(async function () {
    this.timeout(60_000);
    const { store } = await world();
    [state, agent, heard, fault] = ['waiting', undefined, [], undefined];
    const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
    const handoff = async () => ({ id: 'handoff-1', state, ...(agent && { agent }) }) as Handoff;
    const memory = { handoff, count: store.count, giveBack: store.giveBack };
    addChatwoot(server, { secret, door, store: memory, clock: () => now, log: silentLog });
    listening = await listen(server, 0, '127.0.0.1');
  });

  afterEach(() => listening.close());

  async function post(
    event: unknown,
    { seconds = nowSeconds, key = secret, delivery = newDelivery() } = {},
  ): Promise<number> {
    const body = JSON.stringify(event);
    const digest = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
    const response = await fetch(`http://127.0.0.1:${listening.port}/channels/chatwoot`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-chatwoot-timestamp': String(seconds),
        'x-chatwoot-signature': `sha256=${digest}`,
        'x-chatwoot-delivery': delivery,
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  it('brings an agent’s first line as the take-over, and the end as the end', async () => {
    assert.equal(await post(line), 200);
    assert.equal(await post({ ...line, id: 42, content: '请讲' }), 200);
    assert.equal(await post(resolved), 200);
    assert.deepEqual(heard, [
      'accept handoff-1 小王',
      'say handoff-1 小王 您好，我是小王 41',
      'say handoff-1 小王 请讲 42',
      'end handoff-1 agent chatwoot-3',
    ]);
  });

  it('announces another agent who speaks', async () => {
    await post(line);
    await post({
      ...line,
      id: 43,
      content: '换我来',
      sender: { id: 4, name: '小李', type: 'user' },
    });
    assert.deepEqual(heard.slice(2), [
      'move handoff-1 chatwoot-3 小李',
      'say handoff-1 小李 换我来 43',
    ]);
  });

  for (const [what, event] of [
    ['our own posts', { ...line, content_attributes: { mingbai: true } }],
    ['a note among agents', { ...line, private: true }],
    ['the customer’s own words', { ...line, message_type: 'incoming' }],
    ['a bot', { ...line, sender: { id: 1, name: 'bot', type: 'agent_bot' } }],
    ['what is not of ours', { ...line, conversation: { id: 9 } }],
    ['an event nobody knows', { event: 'contact_created' }],
    ['null', null],
  ] as const)
    it(`is no echo: ${what} reaches nobody`, async () => {
      assert.equal(await post(event), 200);
      assert.deepEqual(heard, []);
    });

  it('hears a delivery once, however often it comes', async () => {
    const delivery = `same-${Date.now()}`;
    for (const _time of [1, 2, 3]) assert.equal(await post(line, { delivery }), 200);
    assert.equal(heard.length, 2);
  });

  it('hears it again when the first time came to nothing', async () => {
    fault = new Unavailable('store', 'gone');
    const delivery = `failed-${Date.now()}`;
    assert.ok((await post(line, { delivery })) >= 500);
    fault = undefined;
    assert.equal(await post(line, { delivery }), 200);
    assert.match(heard.at(-1) ?? '', /^say/);
  });

  it('says nothing after the end, in whatever order they come', async () => {
    await post(resolved);
    await post(line);
    assert.deepEqual(heard, ['end handoff-1 desk']);
  });

  it('refuses what is signed by another, too old or not at all', async () => {
    assert.equal(await post(line, { key: 'another' }), 401);
    assert.equal(await post(line, { seconds: nowSeconds - 301 }), 401);
    assert.equal(await post(line, { seconds: nowSeconds + 301 }), 401);
    const url = `http://127.0.0.1:${listening.port}/channels/chatwoot`;
    const bare = await fetch(url, { method: 'POST', body: JSON.stringify(line) });
    assert.equal(bare.status, 401);
    assert.deepEqual(heard, []);
  });
});
