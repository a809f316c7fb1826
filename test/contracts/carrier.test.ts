import assert from 'node:assert/strict';
import nock from 'nock';
import { carrierUrls, createCarrier } from '../../adapters/carrier/carrier.ts';
import { sum } from '../../domain/money.ts';
import type { Carrier, LineRef } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { demoPersonas } from '../../sandbox/data/index.ts';
import { world } from '../support/world.ts';

const root = 'http://carrier.test';
const clock = () => new Date('2026-11-24T10:00:00+08:00');
const timeZone = 'Asia/Shanghai';
const at = (url: string, timeoutMs = 4000) =>
  createCarrier({ urls: carrierUrls(url), timeoutMs, clock, timeZone });
const line: LineRef = { id: 'l', customerId: 'c', billingAccountId: 'a', payment: 'postpaid' };

describe('the carrier, asked over TM Forum APIs', () => {
  let carrier: Carrier;
  before(async () => {
    carrier = at((await world()).sandbox.url);
  });

  for (const { phoneNumber, description } of demoPersonas) {
    it(`answers everything about ${description.en}`, async () => {
      const found = await carrier.findLine(phoneNumber);
      assert.ok(found);
      assert.equal(found.phoneNumber, phoneNumber);
      const { data: subscriptions } = await carrier.subscriptions(found, 'zh-CN');
      assert.equal(subscriptions[0]?.kind, 'plan');
      const { data: bills } = await carrier.bills(found, 'en');
      for (const { month } of bills) {
        const { data: bill } = await carrier.bill(found, month, 'zh-CN');
        assert.ok(bill);
        assert.deepEqual(sum(bill.items.map(({ amount }) => amount)), bill.total);
      }
      const { data: usage } = await carrier.usage(found, 'zh-CN');
      assert.ok(usage.length > 0);
      const { data: balance } = await carrier.balance(found, 'zh-CN');
      assert.deepEqual(
        balance.arrears,
        sum(bills.filter(({ state }) => state !== 'notYetIssued').map(({ unpaid }) => unpaid)),
      );
    });
  }

  it('knows nobody by a number that is not its own', async () => {
    assert.equal(await carrier.findLine('13912345678'), undefined);
  });

  it('shows as on sale only what is published and fully described', async () => {
    const { data: offers } = await carrier.offers('zh-CN');
    assert.ok(offers.filter(({ kind }) => kind === 'plan').length >= 12);
    assert.ok(offers.filter(({ kind }) => kind !== 'plan').length >= 20);
    assert.deepEqual(
      offers.filter(({ id }) => id === 'plan-888' || id === 'plan-109'),
      [],
    );
  });

  it('answers in the language it is asked in', async () => {
    const chen = await carrier.findLine('13800138001');
    assert.ok(chen);
    assert.equal((await carrier.subscriptions(chen, 'zh-CN')).data[0]?.name, '5G 畅享 129 元套餐');
    assert.equal((await carrier.subscriptions(chen, 'en')).data[0]?.name, '5G Enjoy 129');
  });
});

describe('a carrier that misbehaves', () => {
  const bills = '/tmf-api/customerBillManagement/v4/customerBill';
  afterEach(() => nock.cleanAll());
  const unavailable = (reason: RegExp) => (error: Error) => {
    assert.ok(error instanceof Unavailable, String(error));
    assert.match(error.reason, reason);
    return true;
  };
  const good = {
    id: 'b',
    billingPeriod: {
      startDateTime: '2026-10-01T00:00:00+08:00',
      endDateTime: '2026-11-01T00:00:00+08:00',
    },
    taxIncludedAmount: { unit: 'CNY', value: 12.3 },
    remainingAmount: { unit: 'CNY', value: 0 },
    state: 'settled',
  };

  it('is unavailable when it is too slow', async () => {
    nock(root).get(bills).query(true).delay(400).reply(200, []);
    await assert.rejects(at(root, 100).bills(line, 'zh-CN'), unavailable(/timeout/));
  });
  it('is asked once more after a 500, and believed then', async () => {
    nock(root).get(bills).query(true).reply(500).get(bills).query(true).reply(200, [good]);
    assert.equal((await at(root).bills(line, 'zh-CN')).data[0]?.total.minorUnits, 1230);
  });
  it('is unavailable after two', async () => {
    nock(root).get(bills).query(true).times(2).reply(503);
    await assert.rejects(at(root).bills(line, 'zh-CN'), unavailable(/503/));
  });
  it('is not believed when it answers a web page', async () => {
    nock(root).get(bills).query(true).reply(200, '<html>', { 'content-type': 'text/html' });
    await assert.rejects(at(root).bills(line, 'zh-CN'), unavailable(/not JSON/));
  });
  for (const [what, change] of [
    ['an amount is missing', { taxIncludedAmount: undefined }],
    ['an amount is not a number', { taxIncludedAmount: { unit: 'CNY', value: '12' } }],
    ['an amount has fractions of a fen', { taxIncludedAmount: { unit: 'CNY', value: 12.345 } }],
    ['the period is missing', { billingPeriod: undefined }],
  ] as const) {
    it(`is not believed when ${what}`, async () => {
      nock(root)
        .get(bills)
        .query(true)
        .reply(200, [{ ...good, ...change }]);
      await assert.rejects(at(root).bills(line, 'zh-CN'), unavailable(/nonsense/));
    });
  }
  it('is not believed when the lines of a bill do not make its total', async () => {
    const rate = {
      id: 'r',
      name: 'x',
      periodCoverage: good.billingPeriod,
      taxIncludedAmount: { unit: 'CNY', value: 12.29 },
    };
    nock(root).get(bills).query(true).reply(200, [good]);
    nock(root)
      .get('/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate')
      .query(true)
      .reply(200, [rate]);
    await assert.rejects(at(root).bill(line, '2026-10', 'zh-CN'), unavailable(/add up/));
  });
  const ringBack = {
    reference: 'CB1',
    language: 'en',
    requestedAt: clock().toISOString(),
    topic: 't',
  } as const;
  it('gets a ring-back only once, never again blindly', async () => {
    const ticket = nock(root).post('/tmf-api/troubleTicket/v4/troubleTicket').reply(500);
    await assert.rejects(at(root).requestCallback(ringBack), unavailable(/500/));
    assert.ok(ticket.isDone());
  });
  it('knows that nobody took a ring-back that was sent to where nothing is (404)', async () => {
    nock(root).post('/tmf-api/troubleTicket/v4/troubleTicket').reply(404);
    await assert.rejects(at(root).requestCallback(ringBack), unavailable(/404/));
  });
});
