import assert from 'node:assert/strict';
import { createPrivatePages } from '../../bots/privatePages.ts';
import { customers } from '../../sandbox/data/customers.ts';
import { holderOf } from '../../sandbox/data/holders.ts';
import { privatePage } from '../../web/privatePage.ts';
import { carrierAt } from '../support/carrierAt.ts';
import { keyOf, secretOf } from '../support/links.ts';
import { rowsOf, startTalk, type TalkOptions, vault } from '../support/talk.ts';
import { ownSandbox, ownStore, world } from '../support/world.ts';

const zhao = '13800138004';
const masked = '138****8004';
const browser = 'the-browser-that-the-chat-was-in';
const entry = customers.find(({ phoneNumber }) => phoneNumber === zhao);
assert.ok(entry);
const { street, identityNumber } = holderOf(entry);

async function talkOf(options: TalkOptions = {}) {
  const store = await ownStore();
  const talk = await startTalk({ store, verifiedPhoneNumber: zhao, browser, ...options });
  const { url } = options.sandbox ?? (await world()).sandbox;
  const open = createPrivatePages({
    store,
    vault,
    clock: talk.now,
    carrier: carrierAt(url, talk.now),
  });
  return { ...talk, store, open };
}

describe('showing what is registered', () => {
  it('is the holder’s alone: not for the user of a secondary SIM, and no code is sent', async () => {
    const { customer, bot, phone } = await talkOf({ verifiedPhoneNumber: '13800138014' });
    const before = (await phone.messages('13800138014')).length;
    await customer.says('我登记的地址是什么');
    bot.says('showAddress:holderOnly', { hotline: '10000' });
    assert.equal((await phone.messages('13800138014')).length, before);
  });

  it('takes a fresh code; chat has the city, the page the whole address, once', async () => {
    const { customer, bot, phone, open, store, id } = await talkOf();
    await customer.says('我登记的地址是什么');
    bot.says('stepUp:ask.address', { number: masked, minutes: 5 });
    await customer.says(await phone.code(zhao));
    const view = bot.says('showAddress:text', { minutes: 5 });
    assert.deepEqual([...rowsOf(view)].reverse(), [
      ['姓名', '赵**'],
      ['证件', '身份证 已登记'],
      ['地址', '示范省明白市****'],
      ['邮箱', 'z***@example.com'],
    ]);
    const page = await open(secretOf(view), keyOf(view, browser));
    assert.ok(page?.what === 'registeredData');
    assert.deepEqual(page.registered, {
      name: '赵**',
      identityKind: 'residentIdentityCard',
      identityNumber: '9*****',
      address: `示范省明白市${street}`,
      email: 'z***@example.com',
    });
    assert.ok(privatePage(page).includes(street));
    assert.equal(await open(secretOf(view), keyOf(view, browser)), undefined);
    assert.match((await phone.messages(zhao)).at(-1) ?? '', /查看了登记地址和资料.*非本人操作/);
    const kept = JSON.stringify(await store.activities(id, 0, 1000));
    for (const value of [street, identityNumber, identityNumber.slice(-4), '试家'])
      assert.ok(!kept.includes(value), value);
  });

  it('is said in English too, and leads to where it is put right', async () => {
    const { customer, bot, phone } = await talkOf({ locale: 'en' });
    await customer.says('what is my registered address');
    bot.shows();
    await customer.says(await phone.code(zhao));
    bot.says('showAddress:text', { minutes: 5 });
    await customer.taps('Correct my contact data');
    assert.equal(bot.shows().title, 'Correct my contact data');
  });

  it('shows what somebody put into the books as text, whatever it is', async () => {
    const sandbox = await ownSandbox();
    const place = `${sandbox.url}/tmf-api/customerManagement/v4/customer/customer-zhao`;
    const nasty = '<img src=x onerror=alert(1)>示范省明白市"&\'路1号';
    const response = await fetch(place, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        contactMedium: [{ mediumType: 'postalAddress', characteristic: { street1: nasty } }],
      }),
    });
    assert.equal(response.status, 200);
    const { customer, bot, phone, open } = await talkOf({ sandbox });
    await customer.says('我登记的地址是什么');
    bot.shows();
    await customer.says(await phone.code(zhao));
    const view = bot.shows();
    const page = await open(secretOf(view), keyOf(view, browser));
    assert.ok(page);
    const html = privatePage(page);
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /&#60;img src=x/);
  });

  for (const ask of ['我老婆登记的地址是什么', '律师要查他的登记地址'])
    it(`is nobody else’s to ask for: ${ask}`, async () => {
      const { customer, bot } = await talkOf();
      await customer.says(ask);
      bot.says('common:notYours', { hotline: '10000' });
    });
});
