import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Gateway, overHttp, overSmpp, overTmf681, phone } from '../support/smsGateways.ts';

const patientMs = 5000;
const impatientMs = 150;
const code =
  '【明白通信】您正在办理：10GB 流量包（新办）。费用：¥20.00/月，立即生效。验证码482913，5分钟内有效，仅用于本次办理。非本人操作请回复N，切勿告知他人。😀';
const long = Array.from({ length: 12 }, (_, line) => `${line}。${code}`).join('\n');

const gateways: Readonly<Record<string, (timeoutMs: number) => Promise<Gateway>>> = {
  'TMF681 of the operator': overTmf681,
  'a plain HTTP gateway': overHttp,
  'a message centre over SMPP': overSmpp,
};

for (const [name, open] of Object.entries(gateways)) {
  describe(`SMS through ${name}`, () => {
    let gateway: Gateway | undefined;

    afterEach(async () => {
      await gateway?.close();
      gateway = undefined;
    });

    const start = async (timeoutMs: number) => {
      gateway = await open(timeoutMs);
      const { sms } = gateway;
      const send = (text: string, idempotencyKey: string) =>
        sms.send({ to: phone, text, idempotencyKey });
      return { ...gateway, send };
    };

    for (const [kind, text] of [
      ['a short Chinese text', '验证码 482913【明白通信】'],
      ['a text of exactly one SMS', '明'.repeat(70)],
      ['a text that needs two SMS', '明'.repeat(71)],
      ['a text with an emoji where it would be cut', `${'明'.repeat(65)}😀${'白'.repeat(70)}`],
      ['a long text', long],
      ['places of a template', '{to} {key} $& ¥9.90'],
    ] as const) {
      it(`delivers ${kind} whole`, async () => {
        const { send, texts } = await start(patientMs);
        await send(text, 'key-1');
        assert.deepEqual(await texts(), [text]);
      });
    }

    it('delivers a key once, however often and however fast it is sent', async () => {
      const { send, texts } = await start(patientMs);
      await Promise.all([send(long, 'key-1'), send(long, 'key-1')]);
      await send(long, 'key-1');
      await send(code, 'key-2');
      assert.deepEqual(await texts(), [long, code]);
    });

    for (const how of ['down', 'refuses', 'hangs'] as const) {
      it(`says Unavailable, and nothing of the message, when the other side ${how === 'down' ? 'is down' : how}`, async () => {
        const { send, breakDown } = await start(impatientMs);
        await breakDown(how);
        await assert.rejects(send(code, 'key-1'), (error: Error) => {
          assert.ok(error instanceof Unavailable);
          assert.equal(error.port, 'sms');
          assert.doesNotMatch(`${error.message} ${error.stack}`, /482913|13800138001|key-1/);
          return true;
        });
      });
    }

    it('delivers what was refused when it is sent again with the same key', async () => {
      const { send, texts, breakDown, repair } = await start(patientMs);
      await breakDown('refuses');
      await assert.rejects(send(long, 'key-1'), Unavailable);
      await repair();
      await send(long, 'key-1');
      assert.deepEqual(await texts(), [long]);
    });
  });
}

describe('what the HTTP gateway gets', () => {
  it('is the operator’s own JSON, with nothing filled in twice', async () => {
    const body = { message: { msisdn: '{to}', parts: ['{text}'] }, priority: 1, ref: 'm-{key}' };
    const { sms, requests, close } = await overHttp(patientMs, { body, token: 'bearer token' });
    await sms.send({ to: phone, text: '{key} "明白"', idempotencyKey: 'key-1' });
    await close();
    const [request] = requests;
    assert.deepEqual(JSON.parse(request?.body ?? ''), {
      message: { msisdn: phone, parts: ['{key} "明白"'] },
      priority: 1,
      ref: 'm-key-1',
    });
    assert.equal(request?.headers.authorization, 'Bearer bearer token');
    assert.equal(request?.headers['idempotency-key'], 'key-1');
  });

  it('is signed over the bytes of the body and the second it was sent', async () => {
    const secret = 'a secret for tests that is long enough';
    const { sms, requests, close } = await overHttp(patientMs, { secret });
    await sms.send({ to: phone, text: code, idempotencyKey: 'key-1' });
    await close();
    const [request] = requests;
    const seconds = Date.parse('2026-11-24T10:00:00+08:00') / 1000;
    const digest = createHmac('sha256', secret).update(`${seconds}.${request?.body}`).digest('hex');
    assert.equal(request?.headers['x-mingbai-signature'], `t=${seconds},v1=${digest}`);
    assert.equal(request?.headers.authorization, undefined);
  });
});
