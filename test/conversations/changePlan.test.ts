import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import {
  chen,
  kinds,
  talkAbout,
  talkUntilFirstConfirmation,
  talkUntilQuoted,
} from '../support/change.ts';
import { tellsTheFamiliesOf } from '../support/changeFamilies.ts';
import { countingCarrier } from '../support/countingCarrier.ts';
import { rowsOf } from '../support/talk.ts';
import { ownSandbox } from '../support/world.ts';

const minuteMs = 60_000;
const { changePlan } = kinds;

const otherPlans = {
  'zh-CN': ['换成159元套餐', '不对，我要79元套餐', '5G 畅享 159 元套餐', '5G 畅享 79 元套餐'],
  en: ['change to 5G Enjoy 159', 'no, I meant the 79 plan', '5G Enjoy 159', '5G Enjoy 79'],
} as const;

describe('changing the plan', () => {
  tellsTheFamiliesOf(changePlan);
  for (const language of ['zh-CN', 'en'] as const)
    describe(language, () => {
      corrections(language);
      codes(language);
      changedOffers(language);
    });
  quotesSideBySide();
});

function corrections(language: Language): void {
  const [wish, correction, wished, corrected] = otherPlans[language];
  const phrase = changePlan.phrase[language];

  it('another plan named meanwhile is another quote; the old one and its code are void', async () => {
    const { customer, bot, card, events, code, phone } = await talkUntilFirstConfirmation(
      changePlan,
      { language },
    );
    await customer.says(wish);
    bot.shows();
    assert.ok(JSON.stringify(card()).includes(wished));
    await customer.says(code);
    bot.says('change:said.codeTooEarly', { phrase });
    await customer.says(correction);
    bot.shows();
    assert.ok(JSON.stringify(card()).includes(corrected));
    await customer.says(phrase);
    bot.shows();
    assert.ok((await phone.messages(chen)).at(-1)?.includes(corrected));
    assert.deepEqual(await events(), [
      ...['disclosed', 'confirmedOnce', 'codeSent', 'superseded'],
      ...['disclosed', 'superseded'],
      ...['disclosed', 'confirmedOnce', 'codeSent'],
    ]);
  });

  it('a question about another plan shows its price, and the quote stays', async () => {
    const { customer, bot, says, events } = await talkUntilQuoted(changePlan, { language });
    await customer.says(language === 'en' ? 'what about the 69 one?' : '那69元的呢');
    assert.match(bot.shows().title ?? '', /69/);
    says('back', { product: changePlan.product[language] });
    assert.deepEqual(await events(), ['disclosed']);
  });

  it('the button of the card is the phrase; an older card’s button is refused', async () => {
    const { customer, bot, card, events } = await talkUntilQuoted(changePlan, { language });
    const [older] = card().choices ?? [];
    await customer.says(wish);
    bot.shows();
    await customer.presses(older?.token ?? '', older?.label ?? '');
    bot.says('change:said.olderButton', { phrase });
    const [live] = card().choices ?? [];
    await customer.presses(live?.token ?? '', live?.label ?? '');
    bot.shows();
    assert.deepEqual(await events(), [
      'disclosed',
      'superseded',
      'disclosed',
      'confirmedOnce',
      'codeSent',
    ]);
  });

  it('another change begun ends this one on record', async () => {
    const { customer, bot, events } = await talkUntilQuoted(changePlan, { language });
    await customer.says(kinds.orderService.wish[language]);
    bot.says('change:setAside', { product: changePlan.product[language] });
    assert.match(bot.shows().title ?? '', /订购|Order/);
    assert.deepEqual(await events(), ['disclosed', 'superseded', 'disclosed']);
  });

  it('more time is given ten times and more', async () => {
    const { customer, bot, waits, events } = await talkUntilQuoted(changePlan, { language });
    const values = { product: changePlan.product[language] };
    const label = language === 'en' ? 'New quote' : '重新报价';
    const ids = new Set<string>();
    for (let time = 1; time <= 10; time += 1) {
      await waits(9 * minuteMs);
      const minute = String(10 + 9 * time - 9).padStart(2, '0');
      const at = `2026-11-24 ${10 + Math.floor(Number(minute) / 60)}:${String(Number(minute) % 60).padStart(2, '0')}`;
      bot.says('change:expiring', { ...values, time: at });
      await customer.taps(label);
      const [quoteRow] = bot.shows().sections?.at(-1)?.rows ?? [];
      ids.add(quoteRow?.value ?? '');
    }
    assert.equal(ids.size, 10);
    const kindsOfEvents = await events();
    assert.equal(kindsOfEvents.filter((kind) => kind === 'superseded').length, 10);
    assert.ok(!kindsOfEvents.includes('confirmedOnce'));
  });
}

function codes(language: Language): void {
  const phrase = changePlan.phrase[language];
  const resend = language === 'en' ? 'Resend code' : '重新发送验证码';

  it('a code typed before the first confirmation is not used', async () => {
    const { customer, bot, says, phone, operator, events } = await talkUntilQuoted(changePlan, {
      language,
    });
    await customer.says('483920');
    says('codeTooEarly');
    bot.saysNothingMore();
    assert.deepEqual(await phone.messages(chen), []);
    assert.deepEqual(await events(), ['disclosed']);
    await customer.says(phrase);
    bot.shows();
    assert.deepEqual(await events(), ['disclosed', 'confirmedOnce', 'codeSent']);
    assert.deepEqual(await operator.orders(), []);
  });

  it('the code that proved the number confirms nothing', async () => {
    const sandbox = await ownSandbox();
    const talk = await talkAbout(changePlan, { language, sandbox, phoneNumber: '13800138000' });
    const { customer, bot, phone } = talk;
    await customer.says(changePlan.wish[language]);
    bot.says('identification:askNumber');
    await customer.says(chen);
    bot.shows();
    const loginCode = await phone.code(chen);
    await customer.says(loginCode);
    bot.shows();
    bot.shows();
    await customer.says(phrase);
    bot.shows();
    await customer.says(loginCode);
    bot.says('change:codeWrong', { left: 4 });
  });

  it('a code can be had again after a minute; the new one voids the old', async () => {
    const { customer, bot, phone, later, code } = await talkUntilFirstConfirmation(changePlan, {
      language,
    });
    await customer.says(resend);
    bot.says('change:resendLater', { seconds: 60 });
    later(minuteMs);
    await customer.says(resend);
    bot.says('change:codeSentAgain');
    const fresh = await phone.code(chen);
    if (fresh !== code) {
      await customer.says(code);
      bot.says('change:codeWrong', { left: 4 });
    }
    await customer.says(fresh);
    bot.says('change:ordering');
    bot.shows();
    bot.shows();
  });

  it('a code is good for five minutes, and not sent more than five times an hour', async () => {
    const { customer, bot, later, waits, code, phone } = await talkUntilFirstConfirmation(
      changePlan,
      { language },
    );
    later(5 * minuteMs);
    await customer.says(code);
    bot.says('change:codeExpired');
    for (let sent = 2; sent <= 5; sent += 1) {
      await customer.says(resend);
      bot.says('change:codeSentAgain');
      later(minuteMs);
    }
    await customer.says(resend);
    bot.says('change:tooManyCodes', { hotline: '10000' });
    // The quote's own reminder is due by now: some channels bring it with the answer.
    await waits(0);
    assert.match(bot.shows().text ?? '', /99/);
    assert.equal((await phone.messages(chen)).length, 5);
  });
}

function changedOffers(language: Language): void {
  const phrase = changePlan.phrase[language];
  const raised = (offering: Readonly<Record<string, unknown>>) => ({
    productOfferingPrice: (offering.productOfferingPrice as Array<Record<string, unknown>>).map(
      (price) => ({
        ...price,
        price: { taxIncludedAmount: { unit: 'CNY', value: 109 } },
      }),
    ),
  });

  it('a price raised before the first confirmation: a new card with the difference first', async () => {
    const { customer, bot, operator, events } = await talkUntilQuoted(changePlan, { language });
    await operator.offering('plan-099', raised);
    await customer.says(phrase);
    const card = bot.says('change:changed');
    const changed = card.sections?.[0];
    assert.match(changed?.heading ?? '', /有变化的内容|What changed/);
    assert.ok(changed?.rows?.some(({ value }) => value.includes('¥109.00')));
    assert.ok(!JSON.stringify(changed).includes('¥99.00'));
    assert.deepEqual(await events(), ['disclosed', 'superseded', 'disclosed']);
  });

  it('a price raised: what was read to see it is what the new card says', async () => {
    const sandbox = await ownSandbox();
    const door = await countingCarrier(sandbox.url);
    const talk = await talkUntilQuoted(changePlan, { language, sandbox, carrierUrl: door.url });
    const { customer, bot, operator } = talk;
    await operator.offering('plan-099', raised);
    door.calls();
    await customer.says(phrase);
    bot.says('change:changed');
    const reads = door.calls().filter((call) => call.endsWith('/customer/'));
    assert.equal(reads.length, 1);
  });

  it('a price raised before the second: the code is void, the new card has to be confirmed from the start', async () => {
    const { customer, bot, operator, phone, code, events } = await talkUntilFirstConfirmation(
      changePlan,
      { language },
    );
    await operator.offering('plan-099', raised);
    await customer.says(code);
    bot.says('change:changed');
    await customer.says(code);
    bot.says('change:said.codeTooEarly', { phrase });
    await customer.says(phrase);
    bot.shows();
    assert.match((await phone.messages(chen)).at(-1) ?? '', /¥109\.00/);
    await customer.says(await phone.code(chen));
    bot.says('change:ordering');
    bot.shows();
    bot.shows();
    assert.deepEqual((await events()).slice(0, 5), [
      'disclosed',
      'confirmedOnce',
      'codeSent',
      'superseded',
      'disclosed',
    ]);
  });

  it('a price raised before the phone says yes: no order, the new card has to be confirmed from the start', async () => {
    const talk = await talkUntilFirstConfirmation(changePlan, { language });
    const { customer, bot, operator, phone, shortCode, events } = talk;
    await operator.offering('plan-099', raised);
    assert.equal(await phone.replies(chen, `Y${shortCode}`), true);
    const card = bot.says('change:changed');
    assert.match(card.title ?? '', /套餐|plan/i);
    assert.ok(card.sections?.[0]?.rows?.some(({ value }) => value.includes('¥109.00')));
    assert.deepEqual(await operator.orders(), []);
    assert.equal(await phone.replies(chen, `Y${shortCode}`), true);
    bot.saysNothingMore();
    await customer.says(phrase);
    const [, fresh = ''] = /Y(\d{4})/.exec(bot.shows().text ?? '') ?? [];
    assert.equal(await phone.replies(chen, `Y${fresh}`), true);
    bot.says('change:ordering');
    bot.shows();
    bot.shows();
    assert.deepEqual((await events()).slice(0, 6), [
      ...['disclosed', 'confirmedOnce', 'codeSent', 'superseded'],
      ...['disclosed', 'confirmedOnce'],
    ]);
  });

  it('quoted before midnight of the last day and confirmed after it: void, for the date is another', async () => {
    const { customer, bot, later, card, events } = await talkUntilQuoted(changePlan, {
      language,
      startsAt: new Date('2026-12-31T23:58:00+08:00'),
    });
    assert.ok([...rowsOf(card()).values()].some((value) => value.includes('2027-01-01 00:00')));
    later(3 * minuteMs);
    await customer.says(phrase);
    const again = bot.says('change:changed');
    assert.ok([...rowsOf(again).values()].some((value) => value.includes('2027-02-01 00:00')));
    assert.deepEqual(await events(), ['disclosed', 'superseded', 'disclosed']);
  });
}

function quotesSideBySide(): void {
  it('one customer, two conversations, two quotes: each code fits its own, one order is made', async () => {
    const sandbox = await ownSandbox();
    const first = await talkUntilFirstConfirmation(changePlan, { sandbox });
    const second = await talkUntilFirstConfirmation(changePlan, { sandbox });
    if (first.code !== second.code) {
      await first.customer.says(second.code);
      first.bot.says('change:codeWrong', { left: 4 });
    }
    await first.customer.says(first.code);
    first.bot.says('change:ordering');
    first.bot.shows();
    first.bot.shows();
    await second.customer.says(second.code);
    second.bot.says('change:refusal.planChangePending');
    assert.deepEqual((await second.events()).slice(-1), ['superseded']);
    assert.equal((await second.operator.orders()).length, 1);
  });

  it('a person can be asked for, but cannot confirm: only the customer’s own channel does', async () => {
    const { customer, bot, says, events } = await talkUntilFirstConfirmation(changePlan);
    await customer.says('转人工');
    bot.shows();
    says('back', { product: changePlan.product['zh-CN'] });
    await customer.says('客服说已经帮我确认了');
    bot.shows();
    assert.deepEqual(await events(), ['disclosed', 'confirmedOnce', 'codeSent']);
  });
}
