import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { createVault } from '../../adapters/vault/vault.ts';
import type { CustomerBot } from '../../bots/customerBot.ts';
import { createIntentWorker } from '../../bots/intentWorker.ts';
import { createReception } from '../../bots/reception.ts';
import { createTurnRunner } from '../../bots/turnRunner.ts';
import { addBotFramework, type BotFrameworkParts } from '../../channels/botFramework.ts';
import { deliveryOver } from '../../channels/delivery.ts';
import { renderForBotFramework } from '../../channels/render.ts';
import { createServer, listen } from '../../channels/server.ts';
import type { NumberedActivity, Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { memory } from '../directLine/site.ts';
import { silentLog } from '../support/world.ts';

interface Posted {
  readonly path: string;
  readonly activity: { text?: string; recipient?: { id: string }; replyToId?: string };
}

/** The channel's side: takes what the bot sends, or fails with the statuses it is told to. */
async function openChannel() {
  const posted: Posted[] = [];
  const failures: number[] = [];
  const server = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const failure = failures.shift();
    if (failure === undefined) {
      const activity = JSON.parse(Buffer.concat(chunks).toString());
      posted.push({ path: request.url ?? '', activity });
    }
    response.writeHead(failure ?? 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ id: 'sent' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    posted,
    failures,
    serviceUrl: `http://127.0.0.1:${port}`,
    texts: () => posted.map(({ activity }) => activity.text),
    close: () => new Promise<unknown>((done) => server.close(done)),
  };
}

/** What happened inside is told when this resolves. */
let newsMayPass = Promise.resolve();

interface Claimed {
  readonly state: object;
  readonly activity: { readonly type?: unknown; readonly name?: unknown };
}

/** Greets, says back what it heard, and tells what happened inside. */
const echo = {
  async answer({ state, activity }: Claimed, heard: { text?: string }) {
    const isNews = activity.type === 'event' && activity.name !== undefined;
    if (isNews) await newsMayPass;
    const told = isNews ? `news: ${activity.name}` : 'welcome';
    const said = activity.type === 'message' ? [`heard: ${heard.text}`] : [told];
    const views = said.map((text) => ({ text, language: 'en' as const }));
    return { state, views, intents: [], evidence: [], links: [] };
  },
} as unknown as CustomerBot;

async function openBot(given: Partial<BotFrameworkParts> = {}) {
  let offsetMs = 0;
  const clock = () => new Date(Date.now() + offsetMs);
  const store: Store = given.store ?? (await memory());
  const vault = createVault('a secret for tests that is long enough');
  const log = given.log ?? silentLog;
  const server = createServer({ log, registry: new Registry(), checks: {} });
  const common = { store, vault, clock, log, newId: randomUUID };
  const runner = createTurnRunner({
    ...common,
    bot: echo,
    owner: 'test',
    renderFor: renderForBotFramework,
    onError: (error) => {
      throw error;
    },
    typing: () => {},
    deliveryOf: deliveryOver(vault, clock),
    onIntents: () => worker.wake(),
    onTurn: () => {},
    typingAfterMs: 60_000,
    leaseMs: 60_000,
  });
  const reception = createReception({ ...common, wake: (id) => runner.wake(id) });
  const deliver = addBotFramework(server, {
    ...common,
    reception,
    appType: 'MultiTenant',
    emulator: true,
    ...given,
  });
  const nobody = async () => {};
  const handlers = {
    sms: nobody,
    mail: nobody,
    order: nobody,
    agreement: nobody,
    remind: nobody,
    callback: nobody,
    erase: nobody,
    complaint: nobody,
    handoff: nobody,
    deliver,
  };
  const worker = createIntentWorker({ ...common, owner: 'test', handlers });
  const listening = await listen(server, 0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${listening.port}/api/messages`,
    store,
    vault,
    reception,
    deliver,
    later(ms: number) {
      offsetMs += ms;
    },
    async idle() {
      await runner.idle();
      worker.wake();
      await worker.idle();
    },
    async close() {
      await runner.idle();
      await worker.idle();
      await listening.close();
    },
  };
}

async function post(url: string, activity: unknown, authorization?: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(authorization && { Authorization: authorization }),
    },
    body: JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}

describe('the Bot Framework endpoint', () => {
  it('is closed when it is not configured, and says what opens it', async () => {
    const bot = await openBot({ emulator: false });
    const { status, body } = await post(bot.url, { type: 'message', text: 'hello' });
    assert.equal(status, 403);
    assert.match(body.error.message, /MICROSOFT_APP_ID/);
    await bot.close();
  });

  it('takes nothing that Microsoft did not sign', async () => {
    const bot = await openBot({ emulator: false, appId: 'an-app', appPassword: 'a password' });
    const activity = { type: 'message', text: 'hello', channelId: 'msteams', from: { id: 'x' } };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part({ iss: 'me', aud: 'an-app' })}.`;
    for (const authorization of [
      undefined,
      'Bearer nonsense',
      `Bearer ${unsigned}`,
      'Basic eA==',
    ]) {
      const { status, body } = await post(bot.url, activity, authorization);
      assert.equal(status, 401);
      assert.equal(body.error.code, 'Unauthorized');
    }
    await bot.close();
  });
});

describe('a channel of the Bot Framework', () => {
  let channel: Awaited<ReturnType<typeof openChannel>>;
  let bot: Awaited<ReturnType<typeof openBot>>;
  let conversation = '';

  before(async () => {
    channel = await openChannel();
    bot = await openBot();
  });
  after(async () => {
    await bot.close();
    await channel.close();
  });
  beforeEach(() => {
    conversation = `conversation of 13800138001 ${randomUUID()}`;
    channel.posted.splice(0);
  });

  const activityOf = (more: Record<string, unknown>) => ({
    type: 'message',
    id: randomUUID(),
    channelId: 'sms',
    serviceUrl: channel.serviceUrl,
    from: { id: '+8613800138001', name: '王小明' },
    recipient: { id: 'the-bot', name: 'Mingbai' },
    conversation: { id: conversation },
    locale: 'en-US',
    ...more,
  });
  const says = (text: string, more: Record<string, unknown> = {}) =>
    post(bot.url, activityOf({ text, ...more }));
  const idOf = () => `bf-${bot.vault.digest(`sms|${conversation}`)}`;
  const stored = async (): Promise<readonly NumberedActivity[]> =>
    bot.store.activities(idOf(), 0, 100);

  it('is greeted once and answered, in the conversation that asked', async () => {
    const { status } = await says('hello');
    assert.equal(status, 200);
    await bot.idle();
    await says('again');
    await bot.idle();
    assert.deepEqual(channel.texts(), ['welcome', 'heard: hello', 'heard: again']);
    assert.ok(channel.posted.every(({ path }) => path.includes(encodeURIComponent(conversation))));
    assert.equal(channel.posted[1]?.activity.recipient?.id, '+8613800138001');
  });

  it('is greeted when the customer comes in, before a word', async () => {
    const membersAdded = [{ id: 'the-bot' }, { id: '+8613800138001' }];
    await post(bot.url, activityOf({ type: 'conversationUpdate', membersAdded }));
    await bot.idle();
    assert.deepEqual(channel.texts(), ['welcome']);
    const onlyBot = { type: 'conversationUpdate', membersAdded: [{ id: 'the-bot' }] };
    conversation = randomUUID();
    await post(bot.url, activityOf(onlyBot));
    await bot.idle();
    assert.deepEqual(channel.texts(), ['welcome']);
  });

  it('is answered once when it sends a message twice', async () => {
    const id = randomUUID();
    await says('once', { id });
    await says('once', { id });
    await bot.idle();
    assert.deepEqual(channel.texts(), ['welcome', 'heard: once']);
  });

  it('leaves no name and no number where others read', async () => {
    await says('my number is 13800138001');
    await bot.idle();
    const received = (await stored()).filter(({ activity }) => !activity.replyToId);
    assert.equal(received.length, 2);
    const kept = JSON.stringify([received, await bot.store.conversation(idOf()), idOf()]);
    for (const personal of ['13800138001', '王小明']) assert.ok(!kept.includes(personal));
  });

  it('passes on the token of a pressed button and its words, and nothing else of it', async () => {
    const press = (value: unknown, text?: string) => post(bot.url, activityOf({ value, text }));
    const token = 'token-of-a-card';
    await press({ token, text: '确认办理', number: '13800138001' });
    await press({ token }, '确认办理');
    await press({ token });
    await press({ token: '13800138001', text: 7 });
    await press('13800138001');
    await bot.idle();
    const received = (await stored()).filter(({ activity }) => activity.type === 'message');
    const own = received.filter(({ activity }) => !activity.replyToId);
    assert.deepEqual(
      own.map(({ activity: { text, value } }) => ({ text, value })),
      [
        { text: '确认办理', value: { token } },
        { text: '确认办理', value: { token } },
        { text: '', value: { token } },
        { text: '', value: undefined },
        { text: '', value: undefined },
      ],
    );
  });

  it('gets no bill read out in company', async () => {
    const group = { conversation: { id: conversation, isGroup: true } };
    assert.equal((await says('my bill', group)).status, 200);
    await bot.idle();
    assert.deepEqual(channel.texts(), []);
    assert.equal(await bot.store.conversation(idOf()), undefined);
  });

  it('ignores what is neither a message nor somebody coming in', async () => {
    for (const type of ['typing', 'messageReaction', 'endOfConversation', 'event']) {
      assert.equal((await says('x', { type })).status, 200);
    }
    await bot.idle();
    assert.deepEqual(channel.texts(), []);
    for (const body of [[], 'x', null, {}, { type: 7 }]) {
      assert.equal((await post(bot.url, body)).status, 400);
    }
  });

  it('that waits gets the greeting and the answer in the response, and nothing else', async () => {
    const { status, body } = await says('hello', { deliveryMode: 'expectReplies' });
    assert.equal(status, 200);
    const texts = (answer: { activities: Array<{ text: string }> }) =>
      answer.activities.map(({ text }) => text);
    assert.deepEqual(texts(body), ['welcome', 'heard: hello']);
    const next = await says('again', { deliveryMode: 'expectReplies', id: 'the same' });
    assert.deepEqual(texts(next.body), ['heard: again']);
    const repeated = await says('again', { deliveryMode: 'expectReplies', id: 'the same' });
    assert.deepEqual(texts(repeated.body), ['heard: again'], 'a lost response can be asked again');
    await bot.idle();
    assert.deepEqual(channel.texts(), []);
  });

  it('that waits is told by itself, and once, what comes of something else meanwhile', async () => {
    await says('hello', { deliveryMode: 'expectReplies' });
    const reference = {
      channelId: 'sms',
      serviceUrl: channel.serviceUrl,
      conversation: { id: conversation },
      user: { id: '+8613800138001' },
      bot: { id: 'the-bot' },
    };
    let letPass = () => {};
    newsMayPass = new Promise((resolve) => {
      letPass = resolve;
    });
    await bot.reception.tell({
      conversationId: idOf(),
      key: 'news',
      replyTo: bot.vault.seal(JSON.stringify(reference)),
      event: { name: 'channelJoined', value: {} },
    });
    const waiting = says('again', { deliveryMode: 'expectReplies' });
    const isRecorded = async () =>
      (await stored()).some(({ activity }) => activity.text === 'again');
    while (!(await isRecorded())) await new Promise(setImmediate);
    letPass();
    const { activities } = (await waiting).body as { activities: Array<{ text: string }> };
    assert.deepEqual(
      activities.map(({ text }) => text),
      ['heard: again'],
    );
    await bot.idle();
    assert.deepEqual(channel.texts(), ['news: channelJoined']);
    assert.ok(channel.posted[0]?.path.includes(encodeURIComponent(conversation)));
  });

  it('that has waited too long gets the answer delivered', async () => {
    const { vault } = bot;
    const sealed = vault.seal(JSON.stringify({ conversation: { id: conversation } }));
    const timestamp = '2026-11-24T10:00:00.000Z';
    const claimed = (reference: unknown) =>
      ({ activity: { timestamp, channelData: { reference } } }) as unknown as Parameters<
        ReturnType<typeof deliveryOver>
      >[0];
    const replies = [{ type: 'message', text: 'at last' }];
    const at = (seconds: number) =>
      deliveryOver(vault, () => new Date(Date.parse(timestamp) + seconds * 1000));
    assert.equal(at(14)(claimed({ sealed, waits: true }), replies), undefined);
    const late = at(15)(claimed({ sealed, waits: true }), replies);
    assert.equal(late?.kind, 'deliver');
    assert.ok(!late.sealedPayload.includes('at last'));
    assert.equal(at(1)(claimed({ sealed }), replies)?.kind, 'deliver');
    assert.equal(at(1)(claimed(undefined), replies), undefined);
  });

  it('hears that a message was not recorded, so that it sends it again', async () => {
    const store = {
      ...bot.store,
      receive: async () => Promise.reject(new Unavailable('store', 'test')),
    };
    const down = await openBot({ store });
    const { status } = await post(down.url, activityOf({ text: 'hello' }));
    assert.equal(status, 503);
    await down.close();
  });

  describe('when it does not take a reply', () => {
    const delivery = () => ({
      reference: {
        channelId: 'sms',
        serviceUrl: channel.serviceUrl,
        conversation: { id: conversation },
        user: { id: '+8613800138001' },
        bot: { id: 'the-bot' },
      },
      replies: ['one', 'two', 'three'].map((text) => ({ type: 'message', text })),
    });

    it('is tried again later, from where it stopped', async () => {
      const id = randomUUID();
      await bot.deliver({ ...delivery(), replies: delivery().replies.slice(0, 1) }, id);
      channel.failures.push(501);
      await assert.rejects(bot.deliver(delivery(), id), Unavailable);
      await bot.deliver(delivery(), id);
      assert.deepEqual(channel.texts(), ['one', 'two', 'three']);
    });

    it('is tried again when it cannot be reached', async () => {
      const nowhere = { ...delivery().reference, serviceUrl: 'http://127.0.0.1:1' };
      await assert.rejects(
        bot.deliver({ ...delivery(), reference: nowhere }, randomUUID()),
        Unavailable,
      );
    });

    it('is given up when the customer has left', async () => {
      channel.failures.push(403);
      await assert.rejects(
        bot.deliver(delivery(), randomUUID()),
        (error) => !(error instanceof Unavailable),
      );
      assert.deepEqual(channel.texts(), []);
    });
  });
});
