import assert from 'node:assert/strict';
import type { PushResult } from '../../sandbox/weChat/pushes.ts';
import { until } from '../attacks/site.ts';
import { askPlatform } from '../support/weChatPhone.ts';
import { openWeChatSite, t, type WeChatSite } from './site.ts';

const bodies = ({ tries }: PushResult) => tries.map(({ body }) => body);
const greeting = { operator: '明白通信', hotline: '10000' };

describe('a talk on WeChat', () => {
  let site: WeChatSite;
  before(async function () {
    this.timeout(120_000);
    site = await openWeChatSite();
  });
  after(() => site.close());
  afterEach(async () => {
    await site.set({
      mode: 'safe',
      loseAnswers: 0,
      allowsMenuMessages: true,
      aheadMs: 0,
      patienceMs: 5000,
      tries: 3,
    });
    await askPlatform(site.sandbox.url, 'DELETE', '/faults');
  });

  it('begins with the greeting, in the very answer to the follow', async () => {
    const phone = await site.phone();
    const { answer, tries } = await phone.does({ type: 'follow' });
    assert.equal(tries.length, 1);
    assert.equal(answer?.kind, 'replied');
    const [shown, ...more] = await phone.news();
    assert.equal(shown?.text.split('\n')[0], t('greet:text', greeting));
    assert.equal(shown?.via, 'passiveReply');
    assert.deepEqual(more, []);
  });

  it('greets whoever wrote first, and answers in the same message', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    const other = await site.phone();
    await askPlatform(site.sandbox.url, 'PUT', `/users/${other.openId}`);
    assert.match(await phone.says('有什么套餐'), /套餐/);
    assert.equal((await phone.screen()).at(-1)?.via, 'passiveReply');
  });

  it('answers a push that comes again with the same bytes, and does nothing twice', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    await site.set({ loseAnswers: 2 });
    const lost = await phone.does({ type: 'text', text: '人工' });
    assert.equal(lost.tries.length, 3);
    const [first, ...others] = bodies(lost);
    for (const other of others) assert.equal(other, first);
    await phone.news();
    await site.set({ loseAnswers: 1 });
    const followed = await (await site.phone()).does({ type: 'follow' });
    assert.equal(new Set(bodies(followed)).size, 1);
    const parallel = await phone.does({ type: 'text', text: '查资费' }, 3);
    assert.equal(new Set(bodies(parallel)).size, 1);
  });

  it('reads a number as a choice, also where nothing can be tapped', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    const asked = await phone.says('今天天气真不错呀');
    const place = /(\d)\. 转人工/.exec(asked)?.[1];
    assert.ok(place, asked);
    assert.match(await phone.says(place), /10000/);
  });

  it('hears what is spoken when WeChat puts it into words, and asks to type when not', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    await phone.news();
    await phone.does({ type: 'voice', spoken: '有什么公告。' });
    assert.match(await phone.shows(), /公告/);
    for (const deed of [{ type: 'voice' }, { type: 'image' }, { type: 'location' }] as const) {
      await phone.does(deed);
      assert.equal((await phone.shows()).split('\n')[0], t('common:attachmentsNotRead'));
    }
  });

  it('hears a menu button as the words on it, and nothing in an unknown one', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    await phone.news();
    await phone.does({ type: 'menuClick', key: 'say:查资费' });
    assert.match(await phone.shows(), /资费|套餐/);
    const { answer } = await phone.does({ type: 'menuClick', key: 'of another program' });
    assert.equal(answer?.kind, 'accepted');
    assert.deepEqual(await phone.news(), []);
  });

  it('greets again whoever comes back', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    await phone.does({ type: 'unfollow' });
    await phone.news();
    site.later(120_000);
    await phone.does({ type: 'follow' });
    assert.match(await phone.shows(), /自动客服助手/);
  });

  it('sends what is too long for an answer as messages, the choices to tap', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    const shown = await phone.says('有哪些套餐');
    const screen = (await phone.screen()).filter(({ from }) => from === 'account').slice(1);
    for (const { text } of screen) assert.ok(Buffer.byteLength(text) <= 2048);
    assert.ok(shown.length > 0);
  });

  it('answers late what the operator answers late, by a message of its own', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    await phone.binds('13800138001');
    await fetch(`${site.sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'delay', delayMs: 6000, times: 1 }),
    });
    const pushed = phone.does({ type: 'text', text: '查余额' });
    await until('the sign that somebody types', async () => {
      const user = await askPlatform<{ isTypedTo: boolean }>(
        site.sandbox.url,
        'GET',
        `/users/${phone.openId}`,
      );
      return user.isTypedTo || undefined;
    });
    const { answer, tries } = await pushed;
    assert.equal(tries.length, 1);
    assert.equal(answer?.kind, 'accepted');
    assert.match(await phone.shows(/余额/), /余额/);
    assert.equal((await phone.screen()).at(-1)?.via, 'customerService');
  }).timeout(30_000);

  it('sends a message where nobody waits for the answer any more', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    await phone.binds('13800138002');
    const fault = { kind: 'delay', delayMs: 1500, times: 1 };
    await fetch(`${site.sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    await site.set({ patienceMs: 300, tries: 1 });
    const { answer } = await phone.does({ type: 'text', text: '查余额' });
    assert.equal(answer, undefined);
    assert.match(await phone.shows(/¥/), /余额/);
    assert.equal((await phone.screen()).at(-1)?.via, 'customerService');
  }).timeout(30_000);

  it('takes another access token, once, when the platform refuses the one it has', async () => {
    const phone = await site.phone();
    await phone.does({ type: 'follow' });
    await askPlatform(site.sandbox.url, 'DELETE', '/tokens');
    await phone.does({ type: 'unfollow' });
    site.later(120_000);
    await phone.news();
    await phone.does({ type: 'follow' });
    assert.match(await phone.shows(), /自动客服助手/);
    assert.ok(!site.logged.some((line) => line.includes('weChat.account')), site.logged.join('\n'));
  });

  it('has every mode of the console that its key allows, and no other', async () => {
    for (const mode of ['safe', 'compatible'] as const) {
      await site.set({ mode });
      assert.equal((await (await site.phone()).does({ type: 'follow' })).answer?.kind, 'replied');
    }
    await site.set({ mode: 'plain' });
    const { tries } = await (await site.phone()).does({ type: 'follow' });
    assert.deepEqual([...new Set(tries.map(({ status, body }) => `${status} ${body}`))], ['403 ']);
  });
});
