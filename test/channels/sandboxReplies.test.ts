import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import { addSmsReplies } from '../../channels/smsReplies.ts';
import type { SmsReply } from '../../ports/sms.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { readSettings } from '../../sandbox/settings.ts';
import { silentLog } from '../support/world.ts';

const secret = 'a secret for tests that is long enough';
const clock = () => new Date('2026-11-24T10:00:00+08:00');

describe('an SMS that a demo customer writes', () => {
  let bot: Listening;
  let sandbox: Sandbox;
  let faults: Error[];
  const heard: SmsReply[] = [];
  let onHeard = () => {};

  beforeEach(async () => {
    heard.length = 0;
    faults = [];
    const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
    const onReply = async (reply: SmsReply) => {
      const fault = faults.pop();
      if (fault) throw fault;
      heard.push(reply);
      onHeard();
    };
    addSmsReplies(server, { secret, onReply, clock, log: silentLog });
    bot = await listen(server, 0, '127.0.0.1');
    sandbox = await open(secret);
  });

  afterEach(async () => {
    await sandbox.close();
    await bot.close();
  });

  const open = (signedWith: string | undefined) => {
    const url = `http://127.0.0.1:${bot.port}/sms/replies`;
    const replies = signedWith === undefined ? undefined : { url, secret: signedWith };
    return startSandbox({ port: 0, clock, replies });
  };
  const write = (text: unknown, number = '13800138001') =>
    fetch(`${sandbox.url}/phone/${number}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
  const onPhone = async () => {
    const response = await fetch(`${sandbox.url}/phone/13800138001/messages`);
    const messages = (await response.json()) as Array<Record<'text' | 'direction', string>>;
    return messages.map(({ text, direction }) => `${direction} ${text}`);
  };
  const hears = (count: number) =>
    new Promise<void>((resolve) => {
      onHeard = () => heard.length >= count && resolve();
      onHeard();
    });

  it('stands on the phone and reaches the bot, signed, in the order it was written', async () => {
    const first = await write('是4821');
    assert.equal(first.status, 201);
    const { id } = (await first.json()) as { id: string };
    await write('N', '+86 13800138001');
    await hears(2);
    assert.deepEqual(heard[0], { id, from: '13800138001', text: '是4821' });
    assert.deepEqual(
      heard.map(({ from, text }) => `${from} ${text}`),
      ['13800138001 是4821', '13800138001 N'],
    );
    assert.deepEqual(await onPhone(), ['sent 是4821', 'sent N']);
  });

  it('is sent again, under the same id, while the bot cannot take it', async () => {
    faults = [new Unavailable('store', 'away'), new Unavailable('store', 'away')];
    const { id } = (await (await write('是4821')).json()) as { id: string };
    await write('N');
    await hears(2);
    assert.deepEqual(
      heard.map(({ text }) => text),
      ['是4821', 'N'],
    );
    assert.equal(heard[0]?.id, id);
  });

  it('is not pressed on a bot that refuses it: the next one follows at once', async () => {
    const refused: string[] = [];
    await sandbox.close();
    await bot.close();
    const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
    server.post('/sms/replies', async (request, response) => {
      refused.push(request.body.text);
      response.send(401);
    });
    bot = await listen(server, 0, '127.0.0.1');
    sandbox = await open(secret);
    await write('是4821');
    await write('N');
    while (refused.length < 2) await new Promise((next) => setTimeout(next, 5));
    assert.deepEqual(refused, ['是4821', 'N']);
  });

  it('stays on the phone when nobody is there to take it', async () => {
    await sandbox.close();
    sandbox = await open(undefined);
    assert.equal((await write('是4821')).status, 201);
    assert.deepEqual(await onPhone(), ['sent 是4821']);
    assert.deepEqual(heard, []);
  });

  for (const text of [undefined, '', '  ', 7, '明'.repeat(501)])
    it(`is refused when it is none: ${JSON.stringify(text)?.slice(0, 8)}`, async () => {
      assert.equal((await write(text)).status, 400);
      assert.deepEqual(await onPhone(), []);
    });

  it('goes where the settings say, or nowhere', () => {
    const url = 'http://127.0.0.1:3978/sms/replies';
    const both = { SANDBOX_REPLY_URL: url, SANDBOX_REPLY_SECRET: secret };
    assert.deepEqual(readSettings(both).replies, { url, secret });
    assert.equal(readSettings({}).replies, undefined);
    assert.throws(() => readSettings({ SANDBOX_REPLY_URL: url }), /needs SANDBOX_REPLY_SECRET/);
    assert.throws(() => readSettings({ ...both, SANDBOX_REPLY_URL: 'x' }), /must be an http/);
  });
});
