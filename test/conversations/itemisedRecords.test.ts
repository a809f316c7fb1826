import assert from 'node:assert/strict';
import { codeRules, identityIdleMs } from '../../domain/verification.ts';
import type { Store } from '../../ports/store.ts';
import type { View } from '../../ports/view.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { pairingOf, secretOf } from '../support/links.ts';
import { type Conversation, rowsOf, startTalk, type TalkOptions } from '../support/talk.ts';
import { ownSandbox, ownStore, world } from '../support/world.ts';

const [chen, lin, wang, zhao, sun, zhou, zheng] = [1, 2, 3, 4, 5, 6, 8].map(
  (digit) => `1380013800${digit}`,
) as [string, string, string, string, string, string, string];
const feng = '13800138009';
const wu = '13800138007';
const secondary = '13800138014';
const browser = 'the-browser-that-the-chat-was-in';
const masked = (number: string) => `${number.slice(0, 3)}****${number.slice(-4)}`;

let store: Store;
let sandbox: Sandbox;
before(async function () {
  // Everything that is slow to open, before the first test's time runs.
  this.timeout(60_000);
  [store, sandbox] = await Promise.all([ownStore(), ownSandbox(), world()]);
});

const talkAs = (verifiedPhoneNumber: string, options: TalkOptions = {}) =>
  startTalk({ verifiedPhoneNumber, store, sandbox, browser, carrierTimeoutMs, ...options });

/** Asks, and waits at the code. */
async function askedForCode(talk: Conversation, number: string, words: string): Promise<void> {
  await talk.customer.says(words);
  talk.bot.says('stepUp:ask.records', { number: masked(number), minutes: 5 });
}

/** Asks and gives the right code: what the bot shows. */
async function records(talk: Conversation, number: string, words: string): Promise<View> {
  await askedForCode(talk, number, words);
  await talk.customer.says(await talk.phone.code(number));
  return talk.bot.shows();
}

const codeUnlike = (code: string) => (code === '000000' ? '111111' : '000000');
const accesses = async (customer: string) =>
  (await store.evidence(customer)).filter(({ kind }) => kind === 'accessed');

async function breaks(fault: Record<string, unknown> | undefined): Promise<void> {
  await fetch(`${sandbox.url}/sandbox/faults`, {
    method: fault ? 'POST' : 'DELETE',
    ...(fault && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    }),
  });
}

/** These tests are not about how fast a busy machine is. */
const carrierTimeoutMs = 20_000;

describe('itemised records', function () {
  this.timeout(60_000);
  it('ask for month and kind, say why a code is needed, then show totals and a page', async () => {
    const talk = await talkAs(zhao);
    const { customer, bot, phone } = talk;
    await customer.says('查详单');
    assert.equal(bot.says('itemisedRecords:askMonth').choices?.length, 6);
    await customer.taps('2026年10月');
    bot.says('itemisedRecords:askKind');
    await customer.taps('漫游');
    bot.says('stepUp:ask.records', { number: masked(zhao), minutes: 5 });
    const sms = (await phone.messages(zhao)).at(-1) ?? '';
    assert.match(sms, /是您查询详单的验证码.*不会办理任何业务.*请勿告诉任何人/);
    assert.match(sms, /\n@chat\.example\.com #\d{6}$/);
    await customer.says(await phone.code(zhao));
    const view = bot.shows();
    assert.deepEqual([...rowsOf(view)], [['漫游', '11 条，¥40.03']]);
    assert.match(view.link?.url ?? '', /^https:\/\/chat\.example\.com\/records\/[0-9a-f]{64}$/);
    assert.match((view.notes ?? []).join(), /查详单不收费/);
    assert.doesNotMatch(JSON.stringify(view), /139\d{8}|香港/);
    const alert = (await phone.messages(zhao)).at(-1) ?? '';
    assert.match(
      alert,
      /138\*{4}8004 于 2026-11-24 10:00 通过在线客服查看了2026年10月的详单（漫游）/,
    );
    assert.match(alert, /非本人操作请立即拨打 10000/);
    const [row] = await accesses('customer-zhao');
    assert.deepEqual(row?.data, {
      what: 'records',
      month: '2026-10',
      kind: 'roaming',
      lineId: 'line-zhao',
      purpose: 'records',
      channel: talk.channelId,
      conversationId: talk.id,
      rules: ['R18'],
    });
  });

  it('prove the number first, then go on with the question', async () => {
    const { customer, bot, phone } = await startTalk({ store, sandbox });
    await customer.says('查上个月的短信详单');
    bot.says('identification:askNumber');
    await customer.says(lin);
    bot.shows();
    await customer.says(await phone.code(lin));
    bot.says('identification:done', { number: masked(lin) });
    bot.says('stepUp:ask.records', { number: masked(lin), minutes: 5 });
  });

  for (const [index, [words, kind]] of [
    ['通话', '通话'],
    ['短信', '短信'],
    ['流量', '流量'],
    ['增值业务', '增值/代收'],
    ['国际漫游', '漫游'],
    ['全部', undefined],
  ].entries()) {
    it(`know a kind by its natural name: ${words}`, async () => {
      const number = [chen, lin, wang, sun, zheng, chen][index] ?? chen;
      const talk = await talkAs(number);
      await talk.customer.says('上个月的详单');
      talk.bot.says('itemisedRecords:askKind');
      const view = await records(talk, number, words ?? '');
      const terms = [...rowsOf(view).keys()];
      if (kind === undefined) assert.ok(terms.length >= 3);
      else assert.deepEqual(terms, kind === '漫游' ? [] : [kind]);
    });
  }

  for (const words of ['九月', '三个月前', '上上个月']) {
    it(`know a month by its natural name: ${words}`, async () => {
      const { customer, bot } = await talkAs(sun);
      await customer.says('查通话详单');
      bot.says('itemisedRecords:askMonth');
      await customer.says(words);
      bot.says('stepUp:ask.records', { number: masked(sun), minutes: 5 });
    });
  }

  for (const words of ['去年3月的详单', '查2026年5月的通话详单', '查2019年1月的详单']) {
    it(`of other months are not spoken of: ${words}`, async () => {
      const { customer, bot } = await talkAs(zheng);
      await customer.says(words);
      assert.equal(bot.says('itemisedRecords:monthOutside').choices?.length, 6);
      await customer.taps('2026年9月');
      bot.shows();
    });
  }

  it('ask again for a month that is none', async () => {
    const { customer, bot } = await talkAs(zheng);
    await customer.says('查通话详单');
    bot.shows();
    await customer.says('双十一那阵子');
    bot.shows();
    bot.says('itemisedRecords:askMonth');
  });

  it('that do not exist are said not to, of this month and kind alone', async () => {
    const talk = await talkAs(chen);
    const { customer, bot, phone } = talk;
    await askedForCode(talk, chen, '上个月的漫游详单');
    await customer.says(await phone.code(chen));
    const view = bot.says('itemisedRecords:none', { month: '2026年10月', kind: '漫游' });
    assert.equal(view.link, undefined);
    assert.equal(view.sections, undefined);
  });

  it('of a secondary SIM are its own user’s, who sees that line alone', async () => {
    const talk = await talkAs(secondary);
    await records(talk, secondary, '上个月的通话详单');
    assert.equal(
      (await accesses('customer-zhao-secondary')).at(-1)?.data.lineId,
      'line-zhao-secondary',
    );
    const main = await talkAs(zhao);
    await main.customer.says('查副卡的通话详单');
    main.bot.says('itemisedRecords:whose.secondary', { hotline: '10000' });
  });

  it('can be asked for five times a day', async () => {
    const [ownMemory, number] = [await ownStore(), wang];
    for (let times = 0; times < 5; times += 1) {
      const talk = await talkAs(number, { store: ownMemory });
      assert.ok((await records(talk, number, '上个月的通话详单')).link);
    }
    const sixth = await talkAs(number, { store: ownMemory });
    await sixth.customer.says('上个月的通话详单');
    sixth.bot.says('itemisedRecords:usedUp', { times: 5, hotline: '10000' });
    sixth.bot.saysNothingMore();
  });

  for (const [words, key] of [
    ['查我老公的详单', 'other'],
    ['帮我看看我女儿的通话记录', 'other'],
    ['警察要查详单', 'authority'],
    ['查员工的通话记录', 'employer'],
    ['把我老公的短信内容发给我', 'content'],
    ['查短信内容', 'content'],
    ["my husband's call records", 'other'],
    ['police want my call records', 'authority'],
    ["send me the content of my husband's texts", 'content'],
  ] as const) {
    it(`of others are refused before anything is asked, with the lawful way: ${words}`, async () => {
      const locale = /[a-z]/.test(words) ? 'en' : 'zh-CN';
      const { customer, bot } = await startTalk({ store, sandbox, locale });
      await customer.says(words);
      bot.says(`itemisedRecords:whose.${key}`, { hotline: '10000' });
      bot.saysNothingMore();
    });
  }
});

describe('the code for itemised records', function () {
  this.timeout(60_000);
  it('may be mistyped, and then be right', async () => {
    const talk = await talkAs(zhao);
    const { customer, bot, phone } = talk;
    await askedForCode(talk, zhao, '上个月的通话详单');
    const code = await phone.code(zhao);
    await customer.says(codeUnlike(code));
    bot.says('identification:wrong');
    await customer.says(code);
    assert.ok(bot.shows().link);
  });

  it('is over after five minutes, and another is sent for the word', async () => {
    const talk = await talkAs(zheng);
    const { customer, bot, phone, later } = talk;
    await askedForCode(talk, zheng, '上个月的通话详单');
    const code = await phone.code(zheng);
    later(codeRules.lifetimeMs);
    await customer.says(code);
    bot.says('identification:expired');
    await customer.says('重新发送');
    bot.says('stepUp:ask.records', { number: masked(zheng), minutes: 5 });
    assert.notEqual(await phone.code(zheng), code);
  });

  it('opens nothing else than what it was sent for', async () => {
    const talk = await talkAs(lin);
    const { customer, bot, phone } = talk;
    await customer.says('我的电子协议');
    bot.says('stepUp:ask.agreement', { number: masked(lin), minutes: 5 });
    const code = await phone.code(lin);
    await askedForCode(talk, lin, '上个月的通话详单');
    await customer.says(code);
    bot.says('identification:wrong');
  });

  it('opens nothing in another conversation', async () => {
    const one = await talkAs(sun);
    await askedForCode(one, sun, '上个月的通话详单');
    const code = await one.phone.code(sun);
    const two = await talkAs(sun, { store: await ownStore() });
    await askedForCode(two, sun, '上个月的通话详单');
    await two.customer.says(code);
    two.bot.says('identification:wrong');
  });

  it('works once', async () => {
    const memory = await ownStore();
    const talk = await talkAs(chen, { store: memory });
    const { customer, bot, phone } = talk;
    await askedForCode(talk, chen, '上个月的通话详单');
    const code = await phone.code(chen);
    await customer.says(code);
    assert.ok(bot.shows().link);
    await askedForCode(talk, chen, '上个月的通话详单');
    await customer.says(code);
    bot.says('identification:wrong');
  });

  it('locks the number for a day after five wrong ones, resends, conversations and restarts included', async () => {
    const memory = await ownStore();
    const first = await talkAs(zhou, { store: memory });
    await askedForCode(first, zhou, '上个月的通话详单');
    for (let tries = 0; tries < 3; tries += 1) {
      await first.customer.says(codeUnlike(await first.phone.code(zhou)));
      first.bot.says('identification:wrong');
    }
    first.later(codeRules.resendAfterMs);
    await first.customer.says('重新发送');
    first.bot.shows();
    await first.customer.says(codeUnlike(await first.phone.code(zhou)));
    first.bot.says('identification:wrong');
    // A server started anew over the same memory.
    const second = await talkAs(zhou, { store: memory });
    await askedForCode(second, zhou, '上个月的通话详单');
    const right = await second.phone.code(zhou);
    await second.customer.says(codeUnlike(right));
    second.bot.says('identification:locked', { hotline: '10000' });
    assert.deepEqual(second.alerts, ['code.locked']);
    assert.match((await second.phone.messages(zhou)).at(-1) ?? '', /138\*{4}8006 连续输错验证码/);
    const kinds = (await memory.evidence('customer-zhou')).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['codeLocked']);
    const third = await talkAs(zhou, { store: memory });
    await third.customer.says('上个月的通话详单');
    third.bot.says('identification:locked', { hotline: '10000' });
    third.bot.saysNothingMore();
  });

  for (const [what, number] of [
    ['the SIM was changed', feng],
    ['the number was ported in', wu],
  ] as const) {
    it(`is not sent for a while after ${what}, and a lawful way is named`, async () => {
      const { customer, bot, phone } = await talkAs(number);
      const before = await phone.messages(number);
      await customer.says('上个月的通话详单');
      const view = bot.says('identification:freshSim', { hotline: '10000' });
      assert.match(view.text ?? '', /营业厅/);
      assert.deepEqual(await phone.messages(number), before);
    });
  }

  it('waits while something else is asked', async () => {
    const talk = await talkAs(wang);
    const { customer, bot, phone } = talk;
    await askedForCode(talk, wang, '上个月的通话详单');
    await customer.says('有什么公告');
    assert.equal(bot.shows().title, '公告');
    bot.says('identification:askCodeAgain');
    await customer.says(await phone.code(wang));
    assert.ok(bot.shows().link);
  });

  it('does not keep the customer from a person', async () => {
    const talk = await talkAs(wang);
    await askedForCode(talk, wang, '上个月的通话详单');
    await talk.customer.says('转人工');
    assert.match(talk.bot.shows().text ?? '', /10000|人工/);
  });

  it('is worth nothing when the proof of the number is over: that comes first again', async () => {
    const talk = await talkAs(secondary);
    const { customer, bot, phone, later } = talk;
    await askedForCode(talk, secondary, '上个月的通话详单');
    const code = await phone.code(secondary);
    later(identityIdleMs + 1);
    await customer.says(code);
    bot.says('identification:idle');
  });
});

describe('when the operator’s system fails itemised records', function () {
  this.timeout(60_000);
  afterEach(() => breaks(undefined));
  for (const path of ['/tmf-api/usageManagement', '/tmf-api/productInventory']) {
    it(`nothing is shown, nothing counts as seen, and one tap asks again (${path})`, async () => {
      const memory = await ownStore();
      const talk = await talkAs(zhao, { store: memory });
      const { customer, bot, phone } = talk;
      await askedForCode(talk, zhao, '上个月的通话详单');
      const code = await phone.code(zhao);
      await breaks({ kind: 'error500', path });
      await customer.says(code);
      const view = bot.says('common:unavailable', { hotline: '10000' });
      assert.equal(view.link, undefined);
      const kinds = (await memory.evidence('customer-zhao')).map(({ kind }) => kind);
      assert.deepEqual(kinds, ['steppedUp']);
      await breaks(undefined);
      await customer.taps('再试一次');
      bot.says('stepUp:ask.records', { number: masked(zhao), minutes: 5 });
    });
  }
});

describe('the link to the records', function () {
  this.timeout(60_000);
  it('opens once, and only in the browser of the chat', async () => {
    const memory = await ownStore();
    const talk = await talkAs(zheng, { store: memory });
    const secret = secretOf(await records(talk, zheng, '上个月的通话详单'));
    assert.equal(await talk.panel.open(secret, undefined), 'otherBrowser');
    assert.equal(await talk.panel.open(secret, 'another browser'), 'otherBrowser');
    const opened = await talk.panel.open(secret, browser);
    assert.equal(typeof opened, 'object');
    assert.equal(await talk.panel.open(secret, browser), 'closed');
    assert.equal(await talk.panel.open('0'.repeat(64), browser), 'closed');
  });

  it('takes the digits shown in chat where there is no browser, five tries long', async () => {
    const memory = await ownStore();
    const unbound = async () => {
      const talk = await startTalk({
        verifiedPhoneNumber: zheng,
        store: memory,
        sandbox,
        carrierTimeoutMs,
      });
      const view = await records(talk, zheng, '上个月的通话详单');
      const digits = pairingOf(view) ?? '';
      assert.match(digits, /^\d{4}$/);
      return { talk, digits, secret: secretOf(view) };
    };
    const good = await unbound();
    assert.equal(await good.talk.panel.open(good.secret, undefined), 'otherBrowser');
    assert.equal(typeof (await good.talk.panel.open(good.secret, good.digits)), 'object');
    const guessed = await unbound();
    const wrong = guessed.digits === '0000' ? '1111' : '0000';
    for (let tries = 0; tries < 5; tries += 1)
      assert.equal(await guessed.talk.panel.open(guessed.secret, wrong), 'otherBrowser');
    assert.equal(await guessed.talk.panel.open(guessed.secret, guessed.digits), 'tooMany');
    assert.equal(await guessed.talk.panel.open(guessed.secret, guessed.digits), 'closed');
  });

  it('is dead after five minutes', async () => {
    const talk = await talkAs(zheng, { store: await ownStore() });
    const secret = secretOf(await records(talk, zheng, '上个月的通话详单'));
    talk.later(5 * 60_000);
    assert.equal(await talk.panel.open(secret, browser), 'closed');
  });
});
