import assert from 'node:assert/strict';
import { createPrivatePages } from '../../bots/privatePages.ts';
import { grantLifetimeMs } from '../../domain/grant.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { customers } from '../../sandbox/data/customers.ts';
import { holderOf } from '../../sandbox/data/holders.ts';
import { privatePage } from '../../web/privatePage.ts';
import { carrierAt } from '../support/carrierAt.ts';
import { keyOf, pairingOf, secretOf } from '../support/links.ts';
import { startTalk, type TalkOptions, vault } from '../support/talk.ts';
import { ownStore, world } from '../support/world.ts';

const zhao = '13800138004';
const masked = '138****8004';
const browser = 'the-browser-that-the-chat-was-in';
const entry = customers.find(({ phoneNumber }) => phoneNumber === zhao);
const puk = entry ? holderOf(entry).puk : '';

const words = {
  'zh-CN': { ask: 'PUK码是多少', resend: '重新发送' },
  en: { ask: 'what is my puk', resend: 'Resend' },
} as const;

const atHome = { verifiedPhoneNumber: zhao, browser };

async function talkOf(options: TalkOptions = atHome) {
  const store = await ownStore();
  const talk = await startTalk({ store, ...options });
  const { sandbox } = await world();
  const open = createPrivatePages({
    store,
    vault,
    clock: talk.now,
    carrier: carrierAt(sandbox.url, talk.now),
  });
  return { ...talk, store, open };
}

describe('showing the PUK', () => {
  for (const language of ['zh-CN', 'en'] as const)
    it(`takes a fresh code and shows it once on a page of its own, in ${language}`, async () => {
      const talk = await talkOf({ ...atHome, locale: language });
      const { customer, bot, phone, open } = talk;
      await customer.says(words[language].ask);
      bot.says('stepUp:ask.puk', { number: masked, minutes: 5 });
      await customer.says(await phone.code(zhao));
      const view = bot.says('showPuk:text', { minutes: 5 });
      assert.ok(!JSON.stringify(view).includes(puk), 'chat never shows it');
      const page = await open(secretOf(view), keyOf(view, browser));
      assert.deepEqual(page, { what: 'puk', language, puk });
      assert.match(page ? privatePage(page) : '', new RegExp(`<dd>${puk}</dd>`));
      assert.equal(await open(secretOf(view), keyOf(view, browser)), undefined);
      assert.match((await phone.messages(zhao)).at(-1) ?? '', /PUK/);
      await customer.says(language === 'en' ? 'who looked at my records' : '谁看过我的详单');
      const [row] = bot.shows().sections?.[0]?.table?.rows ?? [];
      assert.match(row?.[1] ?? '', /PUK/);
    });

  it('opens in the browser of the chat alone, and is not used up by another one', async () => {
    const { customer, bot, phone, open } = await talkOf();
    await customer.says('查一下我的PUK码');
    bot.shows();
    await customer.says(await phone.code(zhao));
    const secret = secretOf(bot.shows());
    assert.equal(await open(secret, 'another browser'), undefined);
    assert.equal(await open(secret, undefined), undefined);
    assert.equal((await open(secret, browser))?.what, 'puk');
  });

  it('opens with the digits of the chat where the channel has no browser, five tries long', async () => {
    const asked = async () => {
      const talk = await talkOf({ verifiedPhoneNumber: zhao });
      await talk.customer.says('查一下我的PUK码');
      talk.bot.shows();
      await talk.customer.says(await talk.phone.code(zhao));
      const view = talk.bot.shows();
      return { ...talk, secret: secretOf(view), digits: pairingOf(view) ?? '' };
    };
    const good = await asked();
    assert.equal(await good.open(good.secret, undefined), undefined);
    assert.equal((await good.open(good.secret, good.digits))?.what, 'puk');
    assert.equal(await good.open(good.secret, good.digits), undefined);
    const guessed = await asked();
    const wrong = guessed.digits === '0000' ? '1111' : '0000';
    for (let tries = 0; tries < 5; tries += 1)
      assert.equal(await guessed.open(guessed.secret, wrong), undefined);
    assert.equal(await guessed.open(guessed.secret, guessed.digits), undefined);
    const late = await asked();
    late.later(grantLifetimeMs);
    assert.equal(await late.open(late.secret, late.digits), undefined);
    assert.equal(await late.open('0'.repeat(64), late.digits), undefined);
  });

  it('is not used up while the operator does not answer', async () => {
    const { customer, bot, phone, store, now } = await talkOf();
    await customer.says('查一下我的PUK码');
    bot.shows();
    await customer.says(await phone.code(zhao));
    const view = bot.shows();
    const [secret, key] = [secretOf(view), keyOf(view, browser)];
    const { sandbox } = await world();
    const pages = (url: string) =>
      createPrivatePages({ store, vault, clock: now, carrier: carrierAt(url, now) });
    await assert.rejects(pages('http://127.0.0.1:1')(secret, key), Unavailable);
    assert.equal((await pages(sandbox.url)(secret, key))?.what, 'puk');
  });

  it('is not opened by a wrong code, nor by the code for the address', async () => {
    const { customer, bot, phone, later } = await talkOf();
    await customer.says('我登记的地址是什么');
    bot.shows();
    const other = await phone.code(zhao);
    later(61_000);
    await customer.says('PUK码是多少');
    bot.says('stepUp:ask.puk', { number: masked, minutes: 5 });
    assert.notEqual(await phone.code(zhao), other);
    await customer.says(other);
    bot.says('identification:wrong');
  });

  for (const ask of ['我老公的PUK码是多少', '查副卡的PUK码', '警察要查这个号的PUK码'])
    it(`is nobody else’s to ask for: ${ask}`, async () => {
      const { customer, bot, phone } = await talkOf();
      const before = (await phone.messages(zhao)).length;
      await customer.says(ask);
      bot.says('common:notYours', { hotline: '10000' });
      assert.equal((await phone.messages(zhao)).length, before);
    });

  it('is refused soon after the SIM was changed', async () => {
    const { customer, bot } = await talkOf({ verifiedPhoneNumber: '13800138009' });
    await customer.says('PUK码是多少');
    bot.says('identification:freshSim', { hotline: '10000' });
  });

  it('says so when the operator does not answer, and asks again with one tap', async () => {
    const { customer, bot } = await talkOf({ carrierUrl: 'http://127.0.0.1:1' });
    await customer.says('PUK码是多少');
    bot.says('identification:askNumber');
    await customer.says(zhao);
    assert.equal(bot.shows().choices?.[0]?.label, '再试一次');
  });
});
