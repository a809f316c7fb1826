import assert from 'node:assert/strict';
import nock from 'nock';
import type { Language } from '../../domain/language.ts';
import { startSandbox } from '../../sandbox/server.ts';
import {
  chen,
  kinds,
  type Operator,
  talkAbout,
  talkUntilFirstConfirmation,
  talkUntilQuoted,
} from '../support/change.ts';
import { closeAfterTest } from '../support/closing.ts';
import { world } from '../support/world.ts';

const { orderService } = kinds;
const languages: readonly Language[] = ['zh-CN', 'en'];
const hotline = '10000';
const minuteMs = 60_000;
const inventory = '/tmf-api/productInventory';
const ordering = '/tmf-api/productOrderingManagement';
const orderPath = `${ordering}/v4/productOrder`;
const raiseVideoRingback = (operator: Operator) =>
  operator.offering('vas-02', ({ productOfferingPrice }) => ({
    productOfferingPrice: (productOfferingPrice as object[]).map((price) => ({
      ...price,
      price: { taxIncludedAmount: { unit: 'CNY', value: 9 } },
    })),
  }));
const said = {
  done: ['outcome', 'notified', 'notified', 'agreement'],
  told: ['outcome', 'notified', 'notified'],
  handedOver: ['outcome', 'handedOver', 'notified', 'notified'],
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
    bot.saysNothingMore();
    await waits(24 * 60 * minuteMs);
    bot.says('change:outcomeText.notPlaced');
    bot.saysNothingMore();
    assert.deepEqual(await operator.orders(), []);
    assert.deepEqual(await events(), [...said.ordered, ...said.told, ...said.told]);
    assert.match((await phone.messages(chen)).at(-1) ?? '', /没有办成|Not done/);
  });

  it('held by the operator and taken after the consent has run out: never said not to be done', async () => {
    const { customer, bot, operator, code, waits, events } = await talkUntilFirstConfirmation(
      orderService,
      { language },
    );
    await operator.misbehaves({ kind: 'acceptedLate', path: ordering, method: 'POST' });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.unknown');
    await waits(10 * minuteMs);
    bot.saysNothingMore();
    await operator.recovers();
    await operator.finishes();
    await waits(minuteMs);
    bot.says('change:outcomeText.committed');
    bot.shows();
    assert.equal((await operator.orders()).length, 1);
    assert.deepEqual(await events(), [...said.ordered, ...said.told, ...said.done]);
  });

  it('the price raised while the operator holds it: never said not to be done', async () => {
    const { customer, bot, operator, code, waits } = await talkUntilFirstConfirmation(
      orderService,
      { language },
    );
    await operator.misbehaves({ kind: 'acceptedLate', path: ordering, method: 'POST', times: 1 });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.unknown');
    await raiseVideoRingback(operator);
    await waits(minuteMs);
    bot.saysNothingMore();
    await operator.recovers();
    await operator.finishes();
    await waits(minuteMs);
    bot.says('change:outcomeText.committed');
    bot.shows();
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
    await raiseVideoRingback(operator);
    await waits(minuteMs);
    bot.saysNothingMore();
    await waits(24 * 60 * minuteMs);
    bot.says('change:outcomeText.notPlaced');
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
    const { customer, bot, operator, code, waits, events, alerts, phone } =
      await talkUntilFirstConfirmation(orderService, { language });
    await operator.misbehaves({ kind: 'acceptedAnswerLost', path: ordering, method: 'POST' });
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.unknown');
    await operator.misbehaves({ kind: 'error500', path: ordering });
    await waits(minuteMs);
    bot.saysNothingMore();
    await waits(24 * 60 * minuteMs);
    bot.says('change:outcomeText.givenUp', { hotline });
    assert.deepEqual(await events(), [...said.ordered, ...said.told, ...said.handedOver]);
    assert.deepEqual(alerts, ['order.unknown']);
    assert.match((await phone.messages(chen)).at(-1) ?? '', /已转人工核实|our staff are looking/);
    await waits(24 * 60 * minuteMs);
    bot.saysNothingMore();
    await operator.recovers();
    const [order, ...others] = await operator.orders();
    const tickets = await operator.get<object[]>('/tmf-api/troubleTicket/v4/troubleTicket');
    const ours = tickets.filter(
      (ticket) => 'externalId' in ticket && ticket.externalId === order?.externalId,
    );
    assert.equal(ours.length, 1, 'nobody was told');
    assert.deepEqual(others, []);
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

  it('an order done in part is not called free of charge: people look into it', async () => {
    const { customer, bot, operator, code, alerts, phone } =
      await talkUntilFirstConfirmation(orderService);
    const partly = nock(operator.url, { allowUnmocked: true })
      .post(orderPath)
      .reply(201, { id: 'O-7', state: 'partial' });
    try {
      await customer.says(code);
    } finally {
      nock.cleanAll();
    }
    assert.ok(partly.isDone());
    bot.says('change:ordering');
    const { sections } = bot.says('change:outcomeText.unclear', { hotline });
    assert.equal(sections?.[0]?.rows?.[0]?.value, 'O-7');
    assert.deepEqual(alerts, ['order.unknown']);
    assert.match((await phone.messages(chen)).at(-1) ?? '', /办没办成还不能确定，已转人工核实/);
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

  it('maintenance begins between the last word and the order: nothing is sent, and it is said why', async () => {
    const { customer, bot, operator, code, events } =
      await talkUntilFirstConfirmation(orderService);
    const characteristic = [
      { name: 'affectsOrdering', value: true },
      { name: 'windowStart', value: '2026-11-24T00:00:00+08:00' },
      { name: 'windowEnd', value: '2026-11-25T05:00:00+08:00' },
    ];
    const looks = nock(operator.url, { allowUnmocked: true })
      .get(/communicationMessage/)
      .query({ messageType: 'Announcement', sort: '-sendTime', limit: '100' })
      .reply(200, [])
      .get(/communicationMessage/)
      .query({ messageType: 'Announcement', sort: '-sendTime', limit: '100' })
      .reply(200, [{ characteristic }]);
    try {
      await customer.says(code);
      assert.ok(looks.isDone());
    } finally {
      nock.cleanAll();
    }
    bot.says('change:ordering');
    const { notes } = bot.says('change:outcomeText.notNow');
    assert.deepEqual(notes, [
      '系统正在升级，2026-11-25 05:00 前暂停办理，免得办到一半出错。查询不受影响，请到时再来。',
    ]);
    assert.deepEqual(await operator.orders(), []);
    assert.deepEqual(await events(), [...said.ordered, ...said.told]);
  });

  it('two changes of one number confirmed at once: one is placed, the other is not', async () => {
    const { startedAt } = await world();
    const sandbox = await startSandbox({ port: 0, clock: () => startedAt, orderStepMs: 2000 });
    closeAfterTest(() => sandbox.close());
    const options = { sandbox, waitsForOrders: false };
    const first = await talkUntilFirstConfirmation(orderService, options);
    const second = await talkUntilFirstConfirmation(kinds.cancelService, options);
    await Promise.all([first.customer.says(first.code), second.customer.says(second.code)]);
    assert.equal((await first.operator.orders()).length, 1);
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
