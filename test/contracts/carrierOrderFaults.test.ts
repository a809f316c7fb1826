import assert from 'node:assert/strict';
import nock from 'nock';
import { carrierUrls, createCarrier } from '../../adapters/carrier/carrier.ts';
import { type Consent, orderKey } from '../../domain/consent.ts';
import { money } from '../../domain/money.ts';
import type { LineRef } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { consentTo } from '../support/orderConsent.ts';

const root = 'http://carrier.test';
const orders = '/tmf-api/productOrderingManagement/v4/productOrder';
const agreements = '/tmf-api/agreementManagement/v4/agreement';
const clock = () => new Date('2026-11-24T10:00:00+08:00');
const line: LineRef = { id: 'l', customerId: 'c', billingAccountId: 'a', payment: 'postpaid' };
const html = { 'content-type': 'text/html' };

/** A carrier that is never really waited for; the waits it asked for are counted. */
function carrierWith(timeoutMs = 4000) {
  const waits: number[] = [];
  const carrier = createCarrier({
    urls: carrierUrls(root),
    timeoutMs,
    clock,
    timeZone: 'Asia/Shanghai',
    token: 'the secret token',
    wait: async (ms) => void waits.push(ms),
  });
  return { carrier, waits };
}

const consent = () => consentTo(line, { action: 'order', offerId: 'add-01' }, clock());

/** Not known: an `Unavailable` that says why and gives nothing away. */
const notKnown = (reason: RegExp, key: string) => (error: Error) => {
  assert.ok(error instanceof Unavailable, String(error));
  assert.match(error.reason, reason);
  for (const each of [error.message, error.stack ?? '', String(error.cause)])
    assert.ok(!each.includes(key) && !each.includes('secret token'), each);
  return true;
};

describe('an order when the operator misbehaves', () => {
  before(() => nock.disableNetConnect());
  after(() => nock.enableNetConnect());
  afterEach(() => {
    const left = nock.pendingMocks();
    nock.cleanAll();
    assert.deepEqual(left, []);
  });

  for (const [what, reason, answer] of [
    ['answers 500', /500/, (post: nock.Interceptor) => post.reply(500)],
    ['answers 503', /503/, (post: nock.Interceptor) => post.reply(503)],
    ['sends us elsewhere', /302/, (post: nock.Interceptor) => post.reply(302)],
    ['is busy', /429/, (post: nock.Interceptor) => post.reply(429)],
    ['has no such address', /404/, (post: nock.Interceptor) => post.reply(404)],
    ['answers a web page', /not JSON/, (post: nock.Interceptor) => post.reply(200, '<p>', html)],
    [
      'answers half a body',
      /broken JSON/,
      (post: nock.Interceptor) =>
        post.reply(201, '{"id":"O1","state":"ack', { 'content-type': 'application/json' }),
    ],
    ['answers no order', /order number/, (post: nock.Interceptor) => post.reply(201, {})],
    [
      'breaks the connection',
      /ECONNRESET/,
      (post: nock.Interceptor) =>
        post.replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' })),
    ],
  ] as const) {
    it(`is not known, and not sent again, when it ${what}`, async () => {
      const given = consent();
      const sent = answer(nock(root).post(orders));
      await assert.rejects(
        carrierWith().carrier.placeOrder(given),
        notKnown(reason, orderKey(given)),
      );
      assert.ok(sent.isDone());
    });
  }

  it('is not known when the answer does not come in time, and found afterwards by its key', async () => {
    const given = consent();
    const key = orderKey(given);
    nock(root).post(orders).delay(400).reply(201, { id: 'O1', externalId: key });
    await assert.rejects(carrierWith(100).carrier.placeOrder(given), notKnown(/timeout/, key));
    nock.abortPendingRequests();
    nock(root)
      .get(orders)
      .query({ externalId: key, limit: '10' })
      .reply(200, [{ id: 'O1', externalId: key, state: 'inProgress' }]);
    assert.deepEqual(await carrierWith().carrier.findOrder(key), {
      key,
      orderNumber: 'O1',
      state: 'open',
    });
  });

  it('is the one that is there already when the operator knows its key', async () => {
    const given = consent();
    const key = orderKey(given);
    const first = {
      id: 'O1',
      externalId: key,
      state: 'completed',
      completionDate: '2026-11-24T02:00:00Z',
    };
    nock(root).post(orders).reply(409).get(orders).query(true).reply(200, [first]);
    assert.deepEqual(await carrierWith().carrier.placeOrder(given), {
      key,
      orderNumber: 'O1',
      state: 'completed',
      completedAt: '2026-11-24T02:00:00Z',
    });
  });

  it('is not known when the operator knows its key but not the order', async () => {
    const given = consent();
    nock(root).post(orders).reply(409).get(orders).query(true).reply(200, []);
    await assert.rejects(
      carrierWith().carrier.placeOrder(given),
      notKnown(/duplicate/, orderKey(given)),
    );
  });

  for (const status of [400, 401, 403, 422]) {
    it(`failed, without a number, when it is refused with ${status}`, async () => {
      const given = consent();
      nock(root).post(orders).reply(status, { code: 'x', reason: 'x' });
      assert.deepEqual(await carrierWith().carrier.placeOrder(given), {
        key: orderKey(given),
        orderNumber: '',
        state: 'failed',
      });
    });
  }

  const endsAs = async (state: string) => {
    nock(root).post(orders).reply(201, { id: 'O1', state: 'acknowledged' });
    nock(root).get(`${orders}/O1`).reply(200, { id: 'O1', state });
    return (await carrierWith().carrier.placeOrder(consent())).state;
  };
  for (const state of ['failed', 'cancelled', 'rejected'])
    it(`failed when it ends as ${state}`, async () => {
      assert.equal(await endsAs(state), 'failed');
    });

  it('neither failed nor was done when only a part of it was', async () => {
    assert.equal(await endsAs('partial'), 'partial');
  });

  it('is open, and no longer waited for than was asked, while it does not end', async () => {
    nock(root).post(orders).reply(201, { id: 'O1', state: 'acknowledged' });
    const looks = nock(root).get(`${orders}/O1`).reply(200, { id: 'O1', state: 'held' }).persist();
    const { carrier, waits } = carrierWith();
    const { state, orderNumber } = await carrier.placeOrder(consent());
    assert.deepEqual([state, orderNumber], ['open', 'O1']);
    assert.equal(
      waits.reduce((all, ms) => all + ms, 0),
      3000,
    );
    assert.ok(waits.length > 3 && waits.length < 12);
    looks.persist(false);
    nock.cleanAll();
  });

  it('is open when it was accepted and nothing is heard of it then', async () => {
    nock(root).post(orders).reply(201, { id: 'O1', state: 'acknowledged' });
    nock(root).get(`${orders}/O1`).times(2).reply(503);
    assert.equal((await carrierWith().carrier.placeOrder(consent())).state, 'open');
  });

  it('is never placed with something that only looks like a consent', async () => {
    const { quote, first, second } = consent();
    const forged = { quote, first, second } as unknown as Consent;
    await assert.rejects(carrierWith().carrier.placeOrder(forged), /needs a consent/);
    await assert.rejects(carrierWith().carrier.placeOrder({ ...consent() }), /needs a consent/);
  });

  it('is never placed when it does not say what it is about', async () => {
    const unclear = consentTo(line, { action: 'cancel' }, clock());
    await assert.rejects(carrierWith().carrier.placeOrder(unclear), /does not say/);
  });

  it('carries what was confirmed and nothing of the customer but ids', async () => {
    let body: Record<string, unknown> = {};
    const given = consentTo(
      line,
      {
        action: 'changePlan',
        offerId: 'plan-159',
        replacesSubscriptionId: 's',
        effectiveAt: '2026-11-30T16:00:00.000Z',
        summary: { monthlyFee: money(15_900), earlyTerminationFeeToday: money(38_700) },
      },
      clock(),
    );
    nock(root)
      .post(orders, (sent) => {
        body = sent;
        return true;
      })
      .reply(201, { id: 'O1', state: 'completed' });
    await carrierWith().carrier.placeOrder(given);
    const prices = [
      {
        name: 'monthlyFee',
        priceType: 'recurring',
        recurringChargePeriod: 'month',
        price: { taxIncludedAmount: { unit: 'CNY', value: 159 } },
      },
      {
        name: 'earlyTerminationFee',
        priceType: 'oneTime',
        price: { taxIncludedAmount: { unit: 'CNY', value: 387 } },
      },
    ];
    assert.deepEqual(body, {
      externalId: given.quote.id,
      channel: [{ id: 'directline', name: 'chat' }],
      note: [
        { id: 'disclosureHash', text: given.quote.hash },
        { id: 'policy', text: 'cn-2026-11' },
        { id: 'notAfter', text: '2026-11-24T02:10:00.000Z' },
      ],
      relatedParty: [{ id: 'c', role: 'customer', '@referredType': 'Customer' }],
      billingAccount: { id: 'a' },
      requestedStartDate: '2026-11-30T16:00:00.000Z',
      productOrderItem: [
        {
          id: '1',
          quantity: 1,
          action: 'modify',
          productOffering: { id: 'plan-159' },
          product: {
            id: 's',
            productRelationship: [{ relationshipType: 'onLine', product: { id: 'l' } }],
          },
          itemPrice: prices,
          itemTotalPrice: prices,
        },
      ],
      orderTotalPrice: prices,
      '@type': 'ProductOrder',
    });
  });
});

describe('finding an order', () => {
  afterEach(() => nock.cleanAll());
  const find = () => carrierWith().carrier.findOrder('K1');

  it('finds none when the operator has none', async () => {
    nock(root).get(orders).query(true).reply(200, []);
    assert.equal(await find(), undefined);
  });
  it('does not take for none an answer about other orders', async () => {
    nock(root)
      .get(orders)
      .query(true)
      .reply(200, [{ id: 'O9', externalId: 'K9' }]);
    await assert.rejects(find(), notKnown(/not asked for/, 'K1'));
  });
  it('does not take for none that there is no such address', async () => {
    nock(root).get(orders).query(true).reply(404);
    await assert.rejects(find(), notKnown(/not a list/, 'K1'));
  });
});

describe('registering an agreement', () => {
  afterEach(() => nock.cleanAll());
  const agreement = {
    number: 'MB1',
    name: '电子协议',
    customerId: 'c',
    lineId: 'l',
    orderNumber: 'O1',
    startsAt: '2026-11-24T02:00:00.000Z',
    documentHash: 'd'.repeat(64),
    disclosureHash: 'e'.repeat(64),
  };
  const register = () => carrierWith().carrier.registerAgreement(agreement);

  it('is done when it is there already', async () => {
    const asked = nock(root)
      .get(agreements)
      .query(true)
      .reply(200, [{ externalId: 'MB1' }]);
    await register();
    assert.ok(asked.isDone());
  });
  it('is done when another was faster', async () => {
    const sent = nock(root).get(agreements).query(true).reply(200, []).post(agreements).reply(409);
    await register();
    assert.ok(sent.isDone());
  });
  it('is not known after a 500', async () => {
    nock(root).get(agreements).query(true).reply(200, []).post(agreements).reply(500);
    await assert.rejects(register(), notKnown(/500/, 'MB1'));
  });
});
