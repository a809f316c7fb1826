import assert from 'node:assert/strict';
import { partsOf } from '../../adapters/sms/longMessages.ts';
import { createSmppSms, type SmppOptions } from '../../adapters/sms/smpp.ts';
import type { Sms, SmsReply } from '../../ports/sms.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type MessageCentre, startMessageCentre } from '../support/messageCentre.ts';
import { silentLog } from '../support/world.ts';

const phone = '13800138001';
const long = '明白'.repeat(100);
const notNow = 0x64;
const ucs2 = (text: string) => ({
  data_coding: 8,
  short_message: Buffer.from(text, 'utf16le').swap16(),
});

describe('a message centre over SMPP', () => {
  let centre: MessageCentre;
  const opened: Sms[] = [];

  function open(options: Partial<SmppOptions> = {}): Sms {
    const ids = ['reply-4', 'reply-3', 'reply-2', 'reply-1'];
    const sms = createSmppSms({
      url: centre.url,
      sender: '10000',
      timeoutMs: 5000,
      firstWaitMs: 5,
      newId: () => ids.pop() ?? 'one too many',
      log: silentLog,
      ...options,
    });
    opened.push(sms);
    return sms;
  }

  const send = (sms: Sms, text: string, idempotencyKey = 'key-1') =>
    sms.send({ to: phone, text, idempotencyKey });

  beforeEach(async () => {
    centre = await startMessageCentre();
  });

  afterEach(async () => {
    for (const sms of opened.splice(0)) await sms.close?.();
    await centre.close();
  });

  it('gets each part with the service number, the alphabet and a header', async () => {
    await send(open(), long);
    assert.equal(centre.submitted.length, 4);
    for (const pdu of centre.submitted) {
      assert.equal(pdu.source_addr, '10000');
      assert.equal(pdu.destination_addr, phone);
      assert.equal(pdu.data_coding, 8);
      assert.equal(pdu.esm_class, 0x40);
    }
  });

  it('gets only the missing parts when a long message is sent again', async () => {
    const sms = open();
    await send(sms, '先连上');
    centre.behave('refuseThird');
    await assert.rejects(send(sms, long, 'key-2'), Unavailable);
    centre.behave('accept');
    await send(sms, long, 'key-2');
    assert.deepEqual(centre.texts(), ['先连上', long]);
    assert.equal(centre.submitted.length, 1 + 3 + 2);
  });

  it('gives a part the same reference whoever sends it again', () => {
    assert.deepEqual(partsOf(long, 'key-1'), partsOf(long, 'key-1'));
    assert.notDeepEqual(partsOf(long, 'key-1'), partsOf(long, 'key-2'));
    assert.throws(() => partsOf('明'.repeat(66 * 255 + 1), 'key-1'), RangeError);
  });

  it('is connected to again after it broke off', async () => {
    const sms = open();
    await send(sms, '第一条', 'key-1');
    centre.breakConnections();
    await send(sms, '第二条', 'key-2').catch(() => send(sms, '第二条', 'key-2'));
    assert.deepEqual(centre.texts(), ['第一条', '第二条']);
    assert.equal(centre.binds(), 2);
  });

  it('is left when it no longer answers, and connected to again', async () => {
    const sms = open({ enquireEveryMs: 10, timeoutMs: 60 });
    await send(sms, '第一条');
    centre.behave('hang');
    while (centre.binds() < 2) await new Promise((next) => setTimeout(next, 5));
    assert.ok(centre.binds() >= 2);
  });

  it('never sends with a wrong password', async () => {
    const url = centre.url.replace('p%40ss', 'guess');
    const sms = open({ url, timeoutMs: 100 });
    await assert.rejects(send(sms, '你好'), Unavailable);
    assert.equal(centre.submitted.length, 0);
  });

  describe('hands over what phones send', () => {
    const heard: SmsReply[] = [];
    let sms: Sms;

    beforeEach(async () => {
      heard.length = 0;
      sms = open();
      await send(sms, '请回复');
    });

    const listen = () => sms.listen?.(async (reply) => void heard.push(reply));

    it('with the number in its national form, acknowledged', async () => {
      listen();
      for (const source of [phone, `86${phone}`, `+86${phone}`]) {
        assert.equal(await centre.deliver({ source_addr: source, ...ucs2('是4821') }), 0);
      }
      assert.equal(await centre.deliver({ source_addr: phone, short_message: 'N' }), 0);
      assert.deepEqual(
        heard.map(({ from, text }) => `${from} ${text}`),
        [`${phone} 是4821`, `${phone} 是4821`, `${phone} 是4821`, `${phone} N`],
      );
      assert.deepEqual(
        heard.map(({ id }) => id),
        ['reply-1', 'reply-2', 'reply-3', 'reply-4'],
      );
    });

    it('and asks for it again when nobody has taken it', async () => {
      const reply = { source_addr: phone, ...ucs2('是4821') };
      assert.equal(await centre.deliver(reply), notNow, 'nobody listens yet');
      sms.listen?.(async () => {
        throw new Error('the database is away');
      });
      assert.equal(await centre.deliver(reply), notNow);
      listen();
      assert.equal(await centre.deliver(reply), 0);
      assert.equal(heard.length, 1);
    });

    it('as one text when it came in parts, in whatever order', async () => {
      listen();
      const parts = partsOf(long, 'of the phone').map(({ content }) => content);
      for (const part of parts.reverse()) {
        const fields = { source_addr: phone, esm_class: 0x40, data_coding: 8, short_message: part };
        assert.equal(await centre.deliver(fields), 0);
      }
      assert.deepEqual(
        heard.map(({ text }) => text),
        [long],
      );
    });

    it('but no delivery receipt, which no customer wrote', async () => {
      listen();
      const receipt = { source_addr: phone, esm_class: 0x04, short_message: 'id:1 stat:DELIVRD' };
      assert.equal(await centre.deliver(receipt), 0);
      assert.deepEqual(heard, []);
    });
  });
});
