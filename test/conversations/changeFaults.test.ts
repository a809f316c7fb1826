import assert from 'node:assert/strict';
import nock from 'nock';
import type { Language } from '../../domain/language.ts';
import {
  chen,
  kinds,
  talkAbout,
  talkUntilFirstConfirmation,
  talkUntilQuoted,
} from '../support/change.ts';

const { orderService } = kinds;
const languages: readonly Language[] = ['zh-CN', 'en'];
const hotline = '10000';
const minuteMs = 60_000;
const inventory = '/tmf-api/productInventory';
const ordering = '/tmf-api/productOrderingManagement';
const orderPath = `${ordering}/v4/productOrder`;
const said = {
  done: ['outcome', 'notified', 'notified', 'agreement'],
  told: ['outcome', 'notified', 'notified'],
  ordered: ['disclosed', 'confirmedOnce', 'codeSent', 'confirmedTwice', 'ordered'],
} as const;

describe('when the operator’s system fails during a change', () => {
  for (const language of languages)
    describe(language, () => {
      stepByStep(language);
      orders(language);
    });
  theRest();
});

function stepByStep(language: Language): void {
  const phrase = orderService.phrase[language];
  const down = { kind: 'error500', path: inventory } as const;

  it('before the card: nothing is shown half, and one tap asks again', async () => {
    const { customer, bot, operator, events } = await talkAbout(orderService, { language });
    await operator.misbehaves(down);
    await customer.says(orderService.wish[language]);
    bot.says('common:unavailable', { hotline });
    assert.deepEqual(await events(), []);
    await operator.recovers();
    await customer.taps(language === 'en' ? 'Try again' : '再试一次');
    bot.says('change:readFirst');
    assert.deepEqual(await events(), ['disclosed']);
  });

  it('while it asks what it is about: nothing is asked half', async () => {
    const { customer, bot, operator } = await talkAbout(orderService, { language });
    await operator.misbehaves({ kind: 'error500', path: '/tmf-api/productCatalogManagement' });
    await customer.says(orderService.wish[language]);
    bot.says('common:unavailable', { hotline });
  });

  for (const kind of ['error500', 'html', 'halfAnswer', 'hang'] as const)
    it(`at the first confirmation (${kind}): nothing is confirmed, the quote stays`, async () => {
      const { customer, bot, operator, events } = await talkUntilQuoted(orderService, {
        language,
        // A hanging request is given up, but not so soon that a busy machine looks like one.
        ...(kind === 'hang' && { carrierTimeoutMs: 2000 }),
      });
      await operator.misbehaves({ kind, path: inventory });
      await customer.says(phrase);
      bot.says('change:notReached', { hotline });
      assert.deepEqual(await events(), ['disclosed']);
      await operator.recovers();
      await customer.says(phrase);
      assert.match(bot.shows().text ?? '', /第二次确认|Second:/);
    });

  it('at the second: nothing is ordered, and the same code is good when the system is back', async () => {
    const { customer, bot, operator, events, code } = await talkUntilFirstConfirmation(
      orderService,
      { language },
    );
    await operator.misbehaves(down);
    await customer.says(code);
    bot.says('change:notReached', { hotline });
    assert.deepEqual(await events(), ['disclosed', 'confirmedOnce', 'codeSent']);
    await operator.recovers();
    await customer.says(code);
    bot.says('change:ordering');
    bot.shows();
    bot.shows();
    assert.deepEqual(await events(), [...said.ordered, ...said.done]);
  });

  it('at an SMS reply: said in the chat, and a second reply is good', async () => {
    const { phone, bot, operator, shortCode } = await talkUntilFirstConfirmation(orderService, {
      language,
    });
    await operator.misbehaves(down);
    assert.equal(await phone.replies(chen, `Y${shortCode}`), true);
    bot.says('change:notReached', { hotline });
    await operator.recovers();
    assert.equal(await phone.replies(chen, `Y${shortCode}`), true);
    bot.says('change:ordering');
    bot.shows();
    bot.shows();
  });
}

function orders(language: Language): void {
  it('accepted, the answer lost: said to be unknown, then resolved by itself, one order', async () => {
    const talk = await talkUntilFirstConfirmation(orderService, { language });
    const { customer, bot, operator, events, code, waits, phone } = talk;
    await operator.misbehaves({
      kind: 'acceptedAnswerLost',
      path: ordering,
      method: 'POST',
      times: 1,
    });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.unknown');
    await customer.says(code);
    bot.says('change:already.unknown');
    await operator.finishes();
    await waits(minuteMs);
    bot.says('change:outcomeText.committed');
    bot.shows();
    assert.deepEqual(await events(), [...said.ordered, ...said.told, ...said.done]);
    assert.equal((await operator.orders()).length, 1);
    const [, pending = '', done = ''] = await phone.messages(chen);
    assert.match(pending, /处理中|Under way/);
    assert.match(done, /办理成功|Done/);
  });

  it('not accepted at first: sent again while the consent lasts, one order', async () => {
    const { customer, bot, operator, code, waits, events } = await talkUntilFirstConfirmation(
      orderService,
      { language },
    );
    await operator.misbehaves({ kind: 'error500', path: ordering, method: 'POST', times: 1 });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.unknown');
    await waits(minuteMs);
    bot.says('change:outcomeText.committed');
    bot.shows();
    assert.equal((await operator.orders()).length, 1);
    assert.deepEqual(await events(), [...said.ordered, ...said.told, ...said.done]);
  });

  it('not accepted until the consent has run out: not placed, and said so', async () => {
    const { customer, bot, operator, code, waits, events, phone } =
      await talkUntilFirstConfirmation(orderService, { language });
    await operator.misbehaves({ kind: 'error500', path: ordering, method: 'POST' });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.unknown');
    await operator.recovers();
    await waits(10 * minuteMs);
    bot.says('change:outcomeText.notPlaced');
    bot.saysNothingMore();
    assert.deepEqual(await operator.orders(), []);
    assert.deepEqual(await events(), [...said.ordered, ...said.told, ...said.told]);
    assert.match((await phone.messages(chen)).at(-1) ?? '', /没有办成|Not done/);
  });

  it('the price raised before it could be sent again: not placed, and said so', async () => {
    const { customer, bot, operator, code, waits } = await talkUntilFirstConfirmation(
      orderService,
      { language },
    );
    await operator.misbehaves({ kind: 'error500', path: ordering, method: 'POST', times: 1 });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.unknown');
    await operator.offering('vas-02', ({ productOfferingPrice }) => ({
      productOfferingPrice: (productOfferingPrice as object[]).map((price) => ({
        ...price,
        price: { taxIncludedAmount: { unit: 'CNY', value: 9 } },
      })),
    }));
    await waits(minuteMs);
    bot.says('change:outcomeText.changed');
    assert.deepEqual(await operator.orders(), []);
  });

  it('failed: said with what to do, nothing was charged, and it may be tried again', async () => {
    const { customer, bot, operator, code, events, phone } = await talkUntilFirstConfirmation(
      orderService,
      { language },
    );
    await operator.misbehaves({ kind: 'orderFails', times: 1 });
    await customer.says(code);
    bot.says('change:ordering');
    const { choices } = bot.says('change:outcomeText.refused', { hotline });
    assert.equal(choices?.length, 2);
    assert.deepEqual(await events(), [...said.ordered, ...said.told]);
    assert.match((await phone.messages(chen)).at(-1) ?? '', /没有收费|Nothing was charged/);
    await customer.says(code);
    bot.says('change:already.failed', { hotline });
    await customer.says(orderService.wish[language]);
    bot.says('change:readFirst');
  });

  it('not finished after a minute: said to be under way (N7), and done when it is done (N5)', async () => {
    const { customer, bot, operator, code, waits, events } = await talkUntilFirstConfirmation(
      orderService,
      { language, waitsForOrders: false },
    );
    await operator.misbehaves({ kind: 'orderStalls', delayMs: 1200, times: 1 });
    await customer.says(code);
    bot.says('change:ordering');
    bot.saysNothingMore();
    await waits(30_000);
    bot.saysNothingMore();
    await waits(30_000);
    bot.says('change:outcomeText.unknown');
    await operator.finishes();
    await waits(minuteMs);
    bot.says('change:outcomeText.committed');
    bot.shows();
    assert.deepEqual(await events(), [...said.ordered, ...said.told, ...said.done]);
  });

  it('not a word for a day: given up, and a person takes over', async () => {
    const { customer, bot, operator, code, waits, events } = await talkUntilFirstConfirmation(
      orderService,
      { language },
    );
    await operator.misbehaves({ kind: 'acceptedAnswerLost', path: ordering, method: 'POST' });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.unknown');
    await operator.misbehaves({ kind: 'error500', path: ordering });
    await waits(minuteMs);
    bot.saysNothingMore();
    await waits(24 * 60 * minuteMs);
    bot.says('change:outcomeText.givenUp', { hotline });
    assert.deepEqual(await events(), [...said.ordered, ...said.told, ...said.told]);
    await waits(24 * 60 * minuteMs);
    bot.saysNothingMore();
  });
}

function theRest(): void {
  it('a refused order has failed and has no number (422)', async () => {
    const { customer, bot, operator, code } = await talkUntilFirstConfirmation(orderService);
    const refused = nock(operator.url, { allowUnmocked: true }).post(orderPath).reply(422, {});
    try {
      await customer.says(code);
      bot.says('change:ordering');
      const outcome = bot.says('change:outcomeText.refused', { hotline });
      assert.equal(outcome.sections, undefined);
      assert.ok(refused.isDone());
    } finally {
      nock.cleanAll();
    }
  });

  it('facts that make no sense are no facts: the quote stays', async () => {
    const { customer, bot, operator, phone, events } = await talkUntilQuoted(orderService);
    const nonsense = nock(operator.url, { allowUnmocked: true })
      .get(/customerBill/)
      .query(true)
      .reply(200, [{ id: 'bill', amountDue: { unit: 'CNY', value: 'many' }, state: 'sent' }]);
    try {
      await customer.says('确认办理');
      bot.says('change:notReached', { hotline });
      assert.ok(nonsense.isDone());
    } finally {
      nock.cleanAll();
    }
    assert.deepEqual(await events(), ['disclosed']);
    assert.deepEqual(await phone.messages(chen), []);
  });

  it('the SMS gateway down: the code arrives when it is back', async () => {
    const { customer, bot, operator, phone, waits, events } = await talkUntilQuoted(orderService);
    await operator.misbehaves({
      kind: 'error500',
      path: '/tmf-api/communicationManagement',
      method: 'POST',
    });
    await customer.says('确认办理');
    bot.shows();
    assert.deepEqual(await phone.messages(chen), []);
    await operator.recovers();
    await waits(5000);
    await customer.says(await phone.code(chen));
    bot.says('change:ordering');
    bot.shows();
    bot.shows();
    assert.equal((await events()).filter((kind) => kind === 'codeSent').length, 1);
  });

  it('the agreement cannot be registered: the order is done all the same, the agreement follows', async () => {
    const { customer, bot, operator, code, waits, events } =
      await talkUntilFirstConfirmation(orderService);
    await operator.misbehaves({ kind: 'error500', path: '/tmf-api/agreementManagement' });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.committed');
    bot.saysNothingMore();
    await operator.recovers();
    await waits(minuteMs);
    assert.match(bot.shows().text ?? '', /^电子协议 AG-/);
    assert.deepEqual(await events(), [...said.ordered, ...said.done]);
  });
}
