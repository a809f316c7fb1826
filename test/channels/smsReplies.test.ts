import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Registry } from 'prom-client';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import { addSmsReplies } from '../../channels/smsReplies.ts';
import type { SmsReply } from '../../ports/sms.ts';
import { Unavailable } from '../../ports/unavailable.ts';

const secret = 'a secret for tests that is long enough';
const now = new Date('2026-11-24T10:00:00+08:00');
const nowSeconds = now.getTime() / 1000;
const reply: SmsReply = { id: 'gateway-1', from: '13800138001', text: '是4821 明白😀' };
const json = JSON.stringify(reply);
const refused = {
  error: { code: 'Unauthorized', message: 'The signature is missing or not valid.' },
};

function sign(body: string | Buffer, seconds = nowSeconds, key = secret): string {
  const digest = createHmac('sha256', key).update(`${seconds}.`).update(body).digest('hex');
  return `t=${seconds},v1=${digest}`;
}

describe('the door for SMS replies', () => {
  const handedOn: SmsReply[] = [];
  const logged: string[] = [];
  let fault: Error | undefined;
  let listening: Listening;

  async function open(given: string | undefined): Promise<void> {
    const write = (event: string, facts?: unknown) => logged.push(JSON.stringify({ event, facts }));
    const log = { info: write, warn: write, error: write };
    const server = createServer({ log, registry: new Registry(), checks: {} });
    const onReply = async (one: SmsReply) => {
      if (fault) throw fault;
      handedOn.push(one);
    };
    addSmsReplies(server, { secret: given, onReply, clock: () => now, log });
    listening = await listen(server, 0, '127.0.0.1');
  }

  const post = (body: string | Buffer, signature?: string, path = '/sms/replies') =>
    fetch(`http://127.0.0.1:${listening.port}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature !== undefined && { 'x-mingbai-signature': signature }),
      },
      body: body as string,
    });

  beforeEach(async () => {
    handedOn.length = 0;
    logged.length = 0;
    fault = undefined;
    await open(secret);
  });

  afterEach(() => listening.close());

  it('hands on what is signed, whatever content type it says', async () => {
    assert.equal((await post(json, sign(json))).status, 202);
    assert.equal((await post(json, sign(json), '/sms/replies?from=gateway')).status, 202);
    assert.deepEqual(handedOn, [reply, reply]);
  });

  it('hands on the number in its national form', async () => {
    for (const from of [
      '+8613800138001',
      '008613800138001',
      '8613800138001',
      '+86 138-0013-8001',
    ]) {
      const body = JSON.stringify({ ...reply, from });
      assert.equal((await post(body, sign(body))).status, 202);
    }
    for (const { from } of handedOn) assert.equal(from, '13800138001');
    assert.equal(handedOn.length, 4);
  });

  for (const [name, seconds] of [
    ['as old as may be', nowSeconds - 300],
    ['from a clock that is ahead', nowSeconds + 300],
  ] as const) {
    it(`hands on what is ${name}`, async () => {
      assert.equal((await post(json, sign(json, seconds))).status, 202);
    });
  }

  it('checks the bytes as they came, not the text they would be read as', async () => {
    const readAs = json.replace('😀', '�');
    const [before = '', after = ''] = readAs.split('�');
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
    assert.equal(bytes.toString('utf8'), readAs);
    assert.equal((await post(bytes, sign(readAs))).status, 401);
    assert.equal((await post(bytes, sign(bytes))).status, 202);
  });

  const tampered = json.replace('是4821', '是4822');
  for (const [name, body, signature] of [
    ['without a signature', json, undefined],
    ['with an empty signature', json, ''],
    ['with half a signature', json, sign(json).slice(0, -1)],
    ['with a signature in other letters', json, sign(json).toUpperCase()],
    ['with two signatures', json, `${sign(json)}, ${sign(json)}`],
    ['whose text was changed', tampered, sign(json)],
    ['to which a space was added', `${json} `, sign(json)],
    ['whose time was changed', json, sign(json).replace(/t=\d+/, `t=${nowSeconds + 1}`)],
    ['that is too old', json, sign(json, nowSeconds - 301)],
    ['from the future', json, sign(json, nowSeconds + 301)],
    ['signed with another secret', json, sign(json, nowSeconds, `${secret}.`)],
    ['that is no JSON and not signed', '{"id":', undefined],
    ['that is empty and not signed', '', undefined],
  ] as const) {
    it(`refuses a reply ${name}, and says nothing more`, async () => {
      const response = await post(body, signature);
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), refused);
      assert.deepEqual(handedOn, []);
      assert.deepEqual(logged, []);
    });
  }

  for (const [name, body] of [
    ['no JSON', '{"id":'],
    ['null', 'null'],
    ['a list', '[]'],
    ['without an id', JSON.stringify({ ...reply, id: '' })],
    ['without a text', JSON.stringify({ ...reply, text: undefined })],
    ['from no number', JSON.stringify({ ...reply, from: 'MINGBAI' })],
    ['longer than any SMS', JSON.stringify({ ...reply, text: '明'.repeat(2001) })],
  ] as const) {
    it(`tells a gateway that is known what is wrong: ${name}`, async () => {
      const response = await post(body, sign(body));
      assert.equal(response.status, 400);
      assert.doesNotMatch(await response.text(), /13800138001|明/);
      assert.deepEqual(handedOn, []);
    });
  }

  it('reads nothing that is too large, however it is sent', async () => {
    const large = JSON.stringify({ ...reply, text: 'x'.repeat(20_000) });
    assert.equal((await post(large, sign(large))).status, 413);
    const chunked = await fetch(`http://127.0.0.1:${listening.port}/sms/replies`, {
      method: 'POST',
      headers: { 'x-mingbai-signature': sign(large) },
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit);
    assert.equal(chunked.status, 413);
    assert.deepEqual(handedOn, []);
  });

  it('asks the gateway to come again while the reply cannot be taken', async () => {
    fault = new Unavailable('store', 'connection lost');
    const response = await post(json, sign(json));
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), '2');
    fault = undefined;
    assert.equal((await post(json, sign(json))).status, 202);
    assert.deepEqual(handedOn, [reply]);
    assert.doesNotMatch(logged.join(), /13800138001|4821/);
  });

  it('is not there without a secret', async () => {
    await listening.close();
    await open(undefined);
    const response = await post(json, sign(json));
    assert.equal(response.status, 404);
    const elsewhere = await post(json, sign(json), '/nothing');
    assert.equal(await response.text(), await elsewhere.text());
  });
});
