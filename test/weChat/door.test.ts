import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import { createWeChatCrypto } from '../../channels/weChat/crypto.ts';
import { addWeChatDoor } from '../../channels/weChat/door.ts';
import type { Push } from '../../channels/weChat/push.ts';
import { readXml, writeXml } from '../../channels/weChat/xml.ts';
import type { Log } from '../../ports/services.ts';
import { Unavailable } from '../../ports/unavailable.ts';

const account = {
  appId: 'wx5823bf96d3bd56c7',
  appSecret: 'secret',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  apiUrl: 'http://127.0.0.1:9',
};
const now = new Date('2026-11-24T04:00:00Z');
const seconds = Math.floor(now.getTime() / 1000);
const crypto = createWeChatCrypto({ ...account, receiverId: account.appId });
const said = {
  ToUserName: 'gh_1',
  FromUserName: 'oAnna',
  CreateTime: seconds,
  MsgType: 'text',
  Content: '查余额',
  MsgId: '6054768590064713728',
};

/** A door with nobody behind it but the test. */
async function openDoor(encrypted: boolean) {
  const heard: Push[] = [];
  const logged: string[] = [];
  const write = (event: string, facts?: object) =>
    void logged.push(JSON.stringify({ event, ...facts }));
  const log: Log = { info: write, warn: write, error: write };
  const server = createServer({ log, registry: new Registry(), checks: {} });
  const door = { fails: false };
  const { aesKey, ...plain } = account;
  addWeChatDoor(server, {
    account: encrypted ? account : plain,
    async hear(push, answer) {
      if (door.fails) throw new Unavailable('store', 'gone');
      heard.push(push);
      return answer.write(`heard ${push.openId}`);
    },
    clock: () => now,
    log,
  });
  const listening: Listening = await listen(server, 0, '127.0.0.1');
  const base = `http://127.0.0.1:${listening.port}/channels/wechat`;
  return {
    heard,
    logged,
    door,
    close: () => listening.close(),
    async ask(query: Record<string, string>, body?: string | Uint8Array) {
      const response = await fetch(`${base}?${new URLSearchParams(query)}`, {
        ...(body !== undefined && {
          method: 'POST',
          headers: { 'content-type': 'text/xml' },
          body,
        }),
      });
      const { status, headers } = response;
      return { status, text: await response.text(), type: headers.get('content-type') ?? '' };
    },
  };
}

type Door = Awaited<ReturnType<typeof openDoor>>;

/** A push in safe mode, as WeChat sends it. */
function safe(fields: object = said, { at = seconds, nonce = '415670741', by = crypto } = {}) {
  const encrypted = by.encrypt(writeXml(fields as Record<string, string>));
  const query = {
    timestamp: String(at),
    nonce,
    signature: by.sign(String(at), nonce),
    encrypt_type: 'aes',
    msg_signature: by.sign(String(at), nonce, encrypted),
  };
  return { query, encrypted, body: writeXml({ ToUserName: 'gh_1', Encrypt: encrypted }) };
}

describe('the door for WeChat', () => {
  let door: Door;
  before(async () => {
    door = await openDoor(true);
  });
  after(() => door.close());
  beforeEach(() => void door.heard.splice(0));

  it('gives back what proves its address, as it came, to nobody but WeChat', async () => {
    const query = {
      timestamp: String(seconds),
      nonce: '1514711492',
      echostr: '4375120948345356249',
    };
    const signature = crypto.sign(query.timestamp, query.nonce);
    assert.deepEqual(await door.ask({ ...query, signature }), {
      status: 200,
      text: query.echostr,
      type: 'text/plain; charset=utf-8',
    });
    for (const wrong of [
      query,
      { ...query, signature: signature.toUpperCase() },
      { ...query, signature: crypto.sign(query.timestamp, '1') },
      { ...query, signature, echostr: '<script>alert(1)</script>' },
      { ...query, signature, timestamp: String(seconds - 301) },
    ])
      assert.deepEqual(await door.ask(wrong), {
        status: 403,
        text: '',
        type: 'text/plain; charset=utf-8',
      });
  });

  it('hears a push in safe mode and answers encrypted, signed, in seconds', async () => {
    const { query, body } = safe();
    const { status, text, type } = await door.ask(query, body);
    assert.deepEqual([status, type], [200, 'application/xml; charset=utf-8']);
    assert.equal(door.heard[0]?.key, 'wx:6054768590064713728');
    const { Encrypt = '', MsgSignature = '', TimeStamp = '', Nonce = '' } = readXml(text) ?? {};
    assert.equal(TimeStamp, String(seconds));
    assert.ok(crypto.isSigned(MsgSignature, TimeStamp, Nonce, Encrypt));
    assert.deepEqual(readXml(crypto.decrypt(Encrypt) ?? ''), {
      ToUserName: 'oAnna',
      FromUserName: 'gh_1',
      CreateTime: String(seconds),
      MsgType: 'text',
      Content: 'heard oAnna',
    });
  });

  it('hears what is encrypted in compatible mode, never the copy in the open beside it', async () => {
    const { query, encrypted } = safe();
    const body = writeXml({
      ...said,
      FromUserName: 'oMallory',
      Content: '退订',
      Encrypt: encrypted,
    });
    assert.equal((await door.ask(query, body)).status, 200);
    assert.equal(door.heard[0]?.openId, 'oAnna');
  });

  const another = createWeChatCrypto({ ...account, receiverId: 'wx0000000000000001' });
  const stranger = createWeChatCrypto({ ...account, token: 'guessed', receiverId: account.appId });
  const good = safe();
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><xml><Encrypt>&a;</Encrypt></xml>';
  const inside = (message: string) => {
    const encrypted = crypto.encrypt(message);
    return {
      query: {
        ...good.query,
        msg_signature: crypto.sign(String(seconds), good.query.nonce, encrypted),
      },
      body: writeXml({ Encrypt: encrypted }),
    };
  };
  const refused: ReadonlyArray<
    readonly [string, { query: Record<string, string>; body: string | Uint8Array }]
  > = [
    ['a signature of another token', safe(said, { by: stranger })],
    ['a message for another account', safe(said, { by: another })],
    ['a push of six minutes ago', safe(said, { at: seconds - 360 })],
    ['a push of the future', safe(said, { at: seconds + 360 })],
    [
      'another message under the signature',
      { ...good, body: safe({ ...said, Content: '退订' }).body },
    ],
    [
      'a changed letter',
      { ...good, body: good.body.replace(good.encrypted, `A${good.encrypted.slice(1)}`) },
    ],
    ['another nonce', { ...good, query: { ...good.query, nonce: '1' } }],
    ['no signature', { ...good, query: { timestamp: String(seconds), nonce: '1' } }],
    [
      'the signature that does not cover the message',
      { ...good, query: { ...good.query, msg_signature: good.query.signature } },
    ],
    ['a plain push with a right plain signature', { ...good, body: writeXml(said) }],
    ['an XML bomb', { ...good, body: bomb }],
    ['a bomb that is encrypted', inside('<!DOCTYPE x [<!ENTITY a "a">]><xml><A>&a;</A></xml>')],
    ['JSON that is encrypted', inside('{"FromUserName":"oAnna"}')],
    ['nobody’s message', inside(writeXml({ MsgType: 'text', Content: '1' }))],
    ['no XML', { ...good, body: 'Encrypt' }],
    ['an open tag', { ...good, body: '<xml><Encrypt>' }],
    ['bytes that are no text', { ...good, body: new Uint8Array([0, 255, 254, 60]) }],
    ['nothing', { ...good, body: '' }],
  ];
  for (const [name, { query, body }] of refused)
    it(`refuses ${name}, without a word`, async () => {
      assert.deepEqual(await door.ask(query, body), {
        status: 403,
        text: '',
        type: 'text/plain; charset=utf-8',
      });
      assert.deepEqual(door.heard, []);
      assert.ok(!/oAnna|查余额|Encrypt/.test(door.logged.join()), door.logged.join());
    });

  it('refuses whatever else it is sent', async () => {
    const names = fc.constantFrom(
      'signature',
      'msg_signature',
      'timestamp',
      'nonce',
      'echostr',
      'x',
    );
    const query = fc.dictionary(names, fc.string({ unit: 'binary' }));
    const body = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 300 }));
    const both = fc.asyncProperty(query, fc.option(body, { nil: undefined }), async (...given) => {
      const { status, text } = await door.ask(...given);
      assert.deepEqual([status, text], [403, '']);
    });
    await fc.assert(both, { numRuns: 200 });
    assert.deepEqual(door.heard, []);
  });

  it('hears a push that was tampered with as it was, or not at all', async () => {
    const { query: signed, body: whole } = safe();
    const change = fc.asyncProperty(
      fc.nat({ max: whole.length - 1 }),
      fc.string({ minLength: 1, maxLength: 3 }),
      async (place, letters) => {
        door.heard.splice(0);
        const body = whole.slice(0, place) + letters + whole.slice(place + letters.length);
        const { status } = await door.ask(signed, body);
        if (status === 403) return assert.deepEqual(door.heard, []);
        assert.deepEqual(door.heard[0]?.deed, { kind: 'say', text: '查余额', isScene: false });
        assert.equal(door.heard[0]?.openId, 'oAnna');
      },
    );
    await fc.assert(change, { numRuns: 200 });
  });

  it('refuses what is too large, before it is read to its end', async () => {
    const { query } = safe();
    const { status, text } = await door.ask(query, `<xml><A>${'x'.repeat(200_000)}</A></xml>`);
    assert.deepEqual([status, text], [413, '']);
  });

  it('says that it cannot hear now when nothing can be recorded: WeChat sends it again', async () => {
    door.door.fails = true;
    const { query, body } = safe();
    const answer = await door.ask(query, body);
    door.door.fails = false;
    assert.deepEqual([answer.status, answer.text], [503, '']);
  });

  it('takes plain pushes where there is no key, and answers plain', async () => {
    const open = await openDoor(false);
    const timestamp = String(seconds);
    const query = { timestamp, nonce: '2', signature: crypto.sign(timestamp, '2') };
    const { status, text } = await open.ask(query, writeXml(said));
    assert.equal(status, 200);
    assert.equal(readXml(text)?.Content, 'heard oAnna');
    assert.equal((await open.ask({ ...query, nonce: '3' }, writeXml(said))).status, 403);
    assert.equal((await open.ask(query, safe().body)).status, 403);
    await open.close();
  });
});
