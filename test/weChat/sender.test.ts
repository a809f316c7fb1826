import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createVault } from '../../adapters/vault/vault.ts';
import { createWeChatPlatform, type Notice } from '../../channels/weChat/platform.ts';
import { createWeChatSender } from '../../channels/weChat/sender.ts';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { demoAccount } from '../../sandbox/weChat/addWeChat.ts';
import { memory } from '../directLine/site.ts';
import { askPlatform, setPlatform, type WeChatPhone, weChatPhone } from '../support/weChatPhone.ts';

const vault = createVault('a secret for tests that is long enough');
const line = (place: number) => `${place} 套餐月费：¥129.00，含国内流量 30 GB，语音 500 分钟`;
const long = (lines: number) =>
  Array.from({ length: lines }, (_unused, place) => line(place)).join('\n');
const moreToCome = '（还有）';

describe('messages of our own to WeChat', () => {
  let sandbox: Sandbox;
  let store: Store;
  let offsetMs = 0;
  let users = 0;
  const logged: string[] = [];
  const clock = () => new Date(Date.now() + offsetMs);
  const write = (event: string, facts?: object) =>
    void logged.push(JSON.stringify({ event, ...facts }));
  const log: Log = { info: write, warn: write, error: write };

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox({ port: 0, clock });
    // Nobody is there to hear the followers: the platform need not wait for that.
    await setPlatform(sandbox.url, { patienceMs: 50, tries: 1 });
    store = await memory();
  });
  after(() => sandbox.close());
  afterEach(async () => {
    logged.splice(0);
    await askPlatform(sandbox.url, 'DELETE', '/faults');
    await setPlatform(sandbox.url, { allowsMenuMessages: true, aheadMs: 0 });
  });

  const account = () => ({
    appId: demoAccount.appId,
    appSecret: demoAccount.secret,
    token: demoAccount.token,
    apiUrl: sandbox.url,
  });
  /** A process of its own, as far as the channel goes. */
  const process = (notice?: Notice) =>
    createWeChatSender({
      platform: createWeChatPlatform({ account: account(), store, vault, clock, log }),
      store,
      clock,
      log,
      moreToCome: () => moreToCome,
      notice: notice && (() => notice),
    });
  const fault = (errcode: number, times = 1, path = '/cgi-bin/message/custom/send') =>
    askPlatform(sandbox.url, 'POST', '/faults', { errcode, times, path });

  /** A follower who just wrote, and what is sent to them. */
  async function follower() {
    users += 1;
    const phone: WeChatPhone = await weChatPhone(sandbox.url, `oSender${users}`);
    await phone.does({ type: 'follow' });
    const conversationId = `wc-${randomUUID()}`;
    const writes = async () => {
      await phone.does({ type: 'text', text: '你好' });
      const until = new Date(clock().getTime() + 48 * 3_600_000).toISOString();
      await store.weChat.allow({ conversationId, kind: 'message', count: 5, until });
      await store.weChat.release(conversationId, clock().toISOString());
      await phone.news();
    };
    // The minute after the follow is over: five messages are left, and no more.
    offsetMs += 61_000;
    await writes();
    const parcel = (text: string, choices: object[] = []) => ({
      weChat: { openId: phone.openId },
      conversationId,
      activityId: `${conversationId}|${randomUUID()}`,
      replies: [{ type: 'message', text, locale: 'zh-CN', channelData: { choices } }],
    });
    const texts = async () => (await phone.news()).map(({ text }) => text);
    return { phone, parcel, writes, texts };
  }

  const choices = [
    { label: '查账单', message: '查账单', number: 1 },
    { label: '转人工', message: '转人工', number: 2 },
    { label: '确认办理', message: '确认办理', token: 't-1' },
  ];

  it('are as few as there can be: text, and the choices to tap at its end', async () => {
    const { phone, parcel } = await follower();
    await process()(parcel(long(40), choices), 'a');
    const news = await phone.news();
    assert.deepEqual(
      news.map(({ kind }) => kind),
      ['text', 'msgmenu'],
    );
    assert.equal(news.map(({ text }) => text).join('\n'), long(40));
    assert.deepEqual(news.at(-1)?.items, [
      { id: '1', content: '查账单' },
      { id: '2', content: '转人工' },
      { id: 'confirm:t-1', content: '确认办理' },
    ]);
  });

  it('have numbers where the account has no lists to tap, and what confirms has none', async () => {
    await setPlatform(sandbox.url, { allowsMenuMessages: false });
    const { parcel, texts } = await follower();
    const send = process();
    await send(parcel('您想查什么？', choices), 'a');
    assert.deepEqual(await texts(), ['您想查什么？\n1. 查账单\n2. 转人工']);
    await setPlatform(sandbox.url, { allowsMenuMessages: true });
    await send(parcel('还查什么？', choices), 'b');
    assert.deepEqual(await texts(), ['还查什么？\n1. 查账单\n2. 转人工'], 'it is remembered');
  });

  it('stop at the fifth, say that there is more, and go on when the customer writes', async () => {
    const { parcel, texts, writes } = await follower();
    const whole = long(200);
    const given = parcel(whole);
    const send = process();
    const late = await send(given, 'a').catch((error: Unavailable) => error);
    assert.ok(late instanceof Unavailable && late.retryAt, 'it waits for the customer');
    const first = await texts();
    assert.equal(first.length, 5);
    assert.ok(first.at(-1)?.endsWith(moreToCome));
    await assert.rejects(send(given, 'a'), Unavailable);
    assert.deepEqual(await texts(), []);
    await writes();
    await process()(given, 'a');
    const all = [...first.map((text) => text.replace(`\n\n${moreToCome}`, '')), ...(await texts())];
    assert.equal(all.join('\n'), whole);
  });

  it('go on where another process stopped, and are not sent again', async () => {
    const { parcel, texts } = await follower();
    const given = parcel(long(60));
    await fault(0, 0).catch(() => {});
    await process()(given, 'a');
    const sent = await texts();
    await process()(given, 'a');
    assert.deepEqual(await texts(), []);
    assert.ok(sent.length > 1);
  });

  it('are not sent when the push was answered', async () => {
    const { parcel, texts } = await follower();
    const given = parcel('你好');
    await store.weChat.decide({
      conversationId: given.conversationId,
      activityIds: [given.activityId],
      sealedAnswer: 'x',
      at: clock().toISOString(),
    });
    await process()(given, 'a');
    assert.deepEqual(await texts(), []);
  });

  for (const errcode of [-1, 45009, 45011, 40164, 48001])
    it(`are tried again after ${errcode}`, async () => {
      const { parcel, texts } = await follower();
      const given = parcel('你好');
      await fault(errcode);
      await assert.rejects(process()(given, 'a'), Unavailable);
      await process()(given, 'a');
      assert.deepEqual(await texts(), ['你好']);
      const alarms = logged.filter((each) => each.includes('weChat.account'));
      assert.equal(alarms.length, [40164, 48001].includes(errcode) ? 1 : 0);
    });

  for (const errcode of [40003, 43004, 48002, 50002])
    it(`are given up after ${errcode}`, async () => {
      const { parcel, texts } = await follower();
      await fault(errcode);
      await process()(parcel('你好'), 'a');
      assert.deepEqual(await texts(), []);
      assert.match(logged.join(), /weChat.notDelivered/);
    });

  for (const errcode of [40001, 40014, 42001])
    it(`are sent with another token after ${errcode}, in the same go`, async () => {
      const { parcel, texts } = await follower();
      offsetMs += 31_000;
      await fault(errcode);
      await process()(parcel('你好'), 'a');
      assert.deepEqual(await texts(), ['你好']);
    });

  it('wait when no other token helps', async () => {
    const { parcel } = await follower();
    offsetMs += 31_000;
    await fault(40001, 5);
    await assert.rejects(process()(parcel('你好'), 'a'), Unavailable);
  });

  it('are halved where the account takes less', async () => {
    const { parcel, texts } = await follower();
    await fault(45002);
    const words = long(15);
    await process()(parcel(words), 'a');
    const sent = await texts();
    assert.equal(sent.length, 2);
    assert.equal(sent.join('\n'), words);
  });

  it('wait for the customer when the platform has counted more than we did', async () => {
    const { parcel, texts, writes } = await follower();
    await fault(45047);
    const given = parcel('你好');
    const late = await process()(given, 'a').catch((error: Unavailable) => error);
    assert.ok(late instanceof Unavailable && late.retryAt);
    await writes();
    await process()(given, 'a');
    assert.deepEqual(await texts(), ['你好']);
  });

  it('are a notice after 48 hours, where the customer agreed to one, else nothing', async () => {
    const notice = { templateId: 'demo-notice', data: { thing1: { value: '您有新的办理结果' } } };
    const { phone, parcel } = await follower();
    await phone.does({ type: 'acceptNotice', template: 'demo-notice' });
    offsetMs += 49 * 3_600_000;
    await process(notice)(parcel('办理成功'), 'a');
    const news = await phone.news();
    assert.deepEqual(
      news.filter(({ from }) => from === 'account').map(({ via }) => via),
      ['notice'],
    );
    assert.doesNotMatch(news.map(({ text }) => text).join(), /办理成功/);
    await process()(parcel('办理成功'), 'b');
    assert.deepEqual(await phone.news(), []);
  });

  it('share one access token between processes, and ask for it once', async () => {
    const { parcel } = await follower();
    const before = await store.weChat.token(demoAccount.appId, clock().toISOString());
    assert.ok(before && !before.includes('sandbox_'), 'it is sealed');
    await Promise.all([process()(parcel('一'), 'a'), process()(parcel('二'), 'b')]);
    assert.equal(await store.weChat.token(demoAccount.appId, clock().toISOString()), before);
  });
});
