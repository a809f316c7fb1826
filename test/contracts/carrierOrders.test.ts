import assert from 'node:assert/strict';
import { carrierUrls, createCarrier } from '../../adapters/carrier/carrier.ts';
import type { ChangeFacts, ChangeWish, HeldSubscription } from '../../domain/change.ts';
import { orderKey } from '../../domain/consent.ts';
import { money } from '../../domain/money.ts';
import type { Carrier, Line } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { consentTo, type Ordered } from '../support/orderConsent.ts';

const now = new Date('2026-11-24T10:00:00+08:00');
const nextCycle = '2026-11-30T16:00:00.000Z';
const productOrders = '/tmf-api/productOrderingManagement/v4/productOrder';
const offerings = '/tmf-api/productCatalogManagement/v4/productOffering';
const messages = '/tmf-api/communicationManagement/v4/communicationMessage';
const agreements = '/tmf-api/agreementManagement/v4/agreement';

describe('changing what a line has, over TM Forum APIs', () => {
  let sandbox: Sandbox;
  let carrier: Carrier;
  beforeEach(async () => {
    sandbox = await startSandbox({ port: 0, clock: () => now, orderStepMs: 5 });
    carrier = createCarrier({
      urls: carrierUrls(sandbox.url),
      timeoutMs: 4000,
      clock: () => now,
      timeZone: 'Asia/Shanghai',
      orderSettleMs: 1500,
    });
  });
  afterEach(() => sandbox.close());

  async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
    const response = await fetch(sandbox.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status}`);
    return (await response.json()) as T;
  }
  async function lineOf(phoneNumber: string): Promise<Line> {
    const line = await carrier.findLine(phoneNumber);
    assert.ok(line);
    return line;
  }
  async function factsOf(phoneNumber: string, wish: ChangeWish): Promise<ChangeFacts> {
    return carrier.changeFacts(await lineOf(phoneNumber), wish);
  }
  async function place(phoneNumber: string, ordered: Ordered) {
    return carrier.placeOrder(consentTo(await lineOf(phoneNumber), ordered, now));
  }
  const heldBy = async (phoneNumber: string) =>
    (await factsOf(phoneNumber, { action: 'suspend' })).held;
  const planIn = (held: readonly HeldSubscription[]) => held.find(({ kind }) => kind === 'plan');
  const toPlan159 = {
    action: 'changePlan',
    offerId: 'plan-159',
    replacesSubscriptionId: 'sub-chen-plan-129',
    effective: 'nextCycle',
    effectiveAt: nextCycle,
  } as const;

  describe('the facts', () => {
    it('are none when the operator does not know its customer', async () => {
      const line = await lineOf('13800138001');
      const path = '/tmf-api/customerManagement/v4/customer/customer-chen';
      await fetch(sandbox.url + path, { method: 'DELETE' });
      await assert.rejects(carrier.changeFacts(line, { action: 'suspend' }), (error) => {
        assert.ok(error instanceof Unavailable);
        assert.match(error.reason, /no such customer/);
        return true;
      });
    });

    it('of a plan change: its terms in both languages, the running contract, the money', async () => {
      const facts = await factsOf('13800138001', { action: 'changePlan', offerId: 'plan-159' });
      const { terms, held, line, customer } = facts;
      assert.ok(terms);
      assert.deepEqual(terms.name, { 'zh-CN': '5G 畅享 159 元套餐', en: '5G Enjoy 159' });
      assert.deepEqual(terms.fees, [
        {
          name: { 'zh-CN': '套餐月费', en: 'Plan monthly fee' },
          price: money(15_900),
          perMonth: true,
        },
      ]);
      assert.deepEqual(terms.optionalItems, [
        {
          id: 'option-second-sim',
          name: { 'zh-CN': '副卡一张', en: 'One secondary SIM' },
          price: money(1000),
          perMonth: true,
        },
        {
          id: 'option-sim-delivery',
          name: { 'zh-CN': 'SIM 卡快递到家', en: 'SIM card by courier' },
          price: money(800),
          perMonth: false,
        },
      ]);
      assert.deepEqual(planIn(held)?.contract, {
        endsAt: '2027-09-01T00:00:00+08:00',
        feeToday: money(38_700),
        rule: { 'zh-CN': '剩余合约月数 × 月费 × 30%', en: 'Months left × monthly fee × 30 %' },
      });
      assert.deepEqual(
        held.map(({ id, state }) => [id, state]),
        [
          ['sub-chen-add-03', 'active'],
          ['sub-chen-plan-129', 'active'],
          ['sub-chen-vas-01', 'active'],
        ],
      );
      assert.deepEqual([facts.balance, facts.arrears], [money(12_000), money(0)]);
      assert.deepEqual(customer, { ageYears: 36, isStudent: false });
      assert.equal(line.maskedNumber, '138****8001');
      assert.equal(facts.hasOpenOrder, false);
      assert.equal(facts.maintenanceUntil, undefined);
      assert.doesNotMatch(JSON.stringify(facts), /13800138001|chen@|1990/);
    });

    it('of an order: who may have it, what it excludes, what it costs at first and later', async () => {
      const terms = async (offerId: string) =>
        (await factsOf('13800138001', { action: 'order', offerId })).terms;
      assert.deepEqual((await terms('plan-039'))?.conditions, [
        {
          text: { 'zh-CN': '在校学生，凭学籍验证', en: 'Students, with proof of enrolment' },
          code: 'student',
        },
        {
          text: { 'zh-CN': '机主不超过 28 周岁', en: 'The account holder is 28 or younger' },
          code: 'maximumAge',
          value: 28,
        },
      ]);
      assert.deepEqual((await terms('add-04'))?.conflicts, [
        {
          'zh-CN': '不能与“假日流量包 10GB”同时使用',
          en: 'Not together with “Holiday Data 10 GB”',
        },
      ]);
      const discount = await terms('plan-069');
      assert.deepEqual(discount?.promotion, { kind: 'discount', price: money(3900), months: 6 });
      assert.deepEqual(discount?.fees[0]?.price, money(6900));
      assert.equal(discount?.minimumSpend, 'none');
      assert.deepEqual((await terms('plan-169'))?.minimumSpend, money(20_000));
      const trial = await terms('vas-10');
      assert.deepEqual(trial?.promotion, { kind: 'trial', price: money(0), months: 1 });
      assert.equal(trial?.autoRenew, false);
      assert.deepEqual((await terms('vas-05'))?.thirdParty, {
        'zh-CN': '星河视频有限公司',
        en: 'Galaxy Video Ltd',
      });
    });

    it('have nothing missing for anything on sale', async () => {
      const { data: offers } = await carrier.offers('zh-CN');
      assert.ok(offers.length > 30);
      for (const { id } of offers) {
        const { terms } = await factsOf('13800138001', { action: 'order', offerId: id });
        assert.ok(terms, id);
        const missing = Object.entries(terms).filter(([, value]) => value === undefined);
        assert.deepEqual(missing, [], id);
      }
    });

    it('say which terms the operator does not state, and none for what is not there', async () => {
      const terms = async (offerId: string) =>
        (await factsOf('13800138001', { action: 'order', offerId })).terms;
      assert.equal((await terms('plan-888'))?.tariffId, undefined);
      const incomplete = await terms('plan-109');
      assert.ok(incomplete);
      assert.equal(incomplete.earlyTerminationRule, undefined);
      assert.equal(incomplete.specialCases, undefined);
      assert.equal(await terms('plan-none'), undefined);
    });

    it('of what is no longer on sale: not to be ordered, but to be cancelled on its terms', async () => {
      await ask(`${offerings}/vas-02`, 'PATCH', { lifecycleStatus: 'Retired' });
      const ordered = await factsOf('13800138001', { action: 'order', offerId: 'vas-02' });
      assert.equal(ordered.terms, undefined);
      const wish = { action: 'cancel', subscriptionId: 'sub-sun-vas-02' } as const;
      const cancelled = await factsOf('13800138005', wish);
      assert.equal(cancelled.terms?.name.en, 'Video Ringback');
      assert.equal(cancelled.subject?.offerId, 'vas-02');
      assert.deepEqual(cancelled.subject?.monthlyFee, money(500));
    });

    it('of what somebody else has: nothing', async () => {
      const wish = { action: 'cancel', subscriptionId: 'sub-sun-vas-02' } as const;
      const { terms, subject } = await factsOf('13800138001', wish);
      assert.deepEqual([terms, subject], [undefined, undefined]);
    });

    it('of a suspension: what the line service says, though it is not on sale', async () => {
      for (const action of ['suspend', 'resume'] as const) {
        const { terms } = await factsOf('13800138001', { action });
        assert.equal(terms?.id, 'line-service');
        assert.deepEqual(terms?.fees[0]?.price, money(500));
        assert.match(JSON.stringify(terms?.emergencyImpact), /110.*119.*Emergency numbers/);
      }
      const { data: offers } = await carrier.offers('en');
      assert.ok(!offers.some(({ id }) => id === 'line-service'));
    });

    it('of the customer: arrears, prepaid, secondary, young, a new SIM, just ported in', async () => {
      const facts = async (end: string) => factsOf(`138001380${end}`, { action: 'suspend' });
      const { data: balance } = await carrier.balance(await lineOf('13800138005'), 'en');
      assert.ok(balance.arrears.minorUnits > 0);
      assert.deepEqual((await facts('05')).arrears, balance.arrears);
      assert.equal((await facts('02')).line.payment, 'prepaid');
      const secondary = await facts('14');
      assert.equal(secondary.line.isSecondary, true);
      assert.equal(secondary.customer.ageYears, 16);
      const student = await facts('09');
      assert.equal(student.customer.isStudent, true);
      assert.equal(student.line.simChangedAt, '2026-11-18T10:00:00+08:00');
      assert.equal((await facts('07')).line.portedInAt, '2026-11-15T10:00:00+08:00');
    });

    it('of planned work: only work that is going on and stops orders', async () => {
      const announce = (id: string, windowEnd: string, more: unknown[]) =>
        ask(messages, 'POST', {
          id,
          content: 'x',
          messageType: 'Announcement',
          receiver: [{ id: 'all' }],
          sender: { id: 'operator' },
          characteristic: [
            { name: 'windowStart', value: '2026-11-24T09:00:00+08:00' },
            { name: 'windowEnd', value: windowEnd },
            ...more,
          ],
        });
      const until = async () =>
        (await factsOf('13800138001', { action: 'suspend' })).maintenanceUntil;
      const stops = { name: 'affectsOrdering', value: true };
      await announce('harmless', '2026-11-24T23:00:00+08:00', []);
      await announce('over', '2026-11-24T10:00:00+08:00', [stops]);
      assert.equal(await until(), undefined);
      await announce('now', '2026-11-24T12:00:00+08:00', [stops]);
      assert.equal(await until(), '2026-11-24T12:00:00+08:00');
    });

    it('are none when the line has got another holder', async () => {
      const line = { ...(await lineOf('13800138001')), customerId: 'customer-lin' };
      await assert.rejects(carrier.changeFacts(line, { action: 'suspend' }), Unavailable);
    });

    for (const kind of ['html', 'halfAnswer', 'error500'] as const) {
      it(`are none, rather than some, when one answer of many is ${kind}`, async () => {
        const line = await lineOf('13800138001');
        const path = '/tmf-api/productOrderingManagement';
        await ask('/sandbox/faults', 'POST', { kind, path });
        await assert.rejects(carrier.changeFacts(line, { action: 'suspend' }), Unavailable);
      });
    }
  });

  describe('an order', () => {
    it('is carried out: an add-on is there, with the end that was agreed', async () => {
      const placed = await place('13800138001', {
        action: 'order',
        offerId: 'add-01',
        autoRenew: false,
        summary: { monthlyFee: money(1000), endsAt: nextCycle, autoRenew: false },
      });
      assert.equal(placed.state, 'completed');
      assert.ok(placed.orderNumber !== '' && placed.completedAt !== undefined);
      const added = (await heldBy('13800138001')).find(({ offerId }) => offerId === 'add-01');
      assert.equal(added?.kind, 'addOn');
      assert.equal(added?.autoRenew, false);
      assert.equal(Date.parse(added?.endsAt ?? ''), Date.parse(nextCycle));
    });

    it('is carried out: a trial ends by itself on the day that was agreed', async () => {
      const endsAt = '2026-12-23T16:00:00.000Z';
      await place('13800138001', {
        action: 'order',
        offerId: 'vas-10',
        autoRenew: false,
        summary: { endsAt, autoRenew: false },
      });
      const trial = (await heldBy('13800138001')).find(({ offerId }) => offerId === 'vas-10');
      assert.deepEqual([trial?.autoRenew, trial?.endsAt], [false, endsAt]);
    });

    it('is placed once, however often one consent is brought', async () => {
      const line = await lineOf('13800138001');
      const consent = consentTo(line, { action: 'order', offerId: 'vas-08' }, now);
      const [first, second] = [
        await carrier.placeOrder(consent),
        await carrier.placeOrder(consent),
      ];
      assert.deepEqual(second, first);
      assert.deepEqual(await carrier.findOrder(orderKey(consent)), first);
      const held = await heldBy('13800138001');
      assert.equal(held.filter(({ offerId }) => offerId === 'vas-08').length, 1);
    });

    it('is unknown to the operator when it never came', async () => {
      assert.equal(await carrier.findOrder('never placed'), undefined);
    });

    it('that fails is told to have failed, and nothing changed', async () => {
      await ask('/sandbox/faults', 'POST', { kind: 'orderFails', times: 1 });
      const before = await heldBy('13800138001');
      const placed = await place('13800138001', { action: 'order', offerId: 'vas-08' });
      assert.equal(placed.state, 'failed');
      assert.deepEqual(await heldBy('13800138001'), before);
    });

    it('that stalls is open, and holds up this line and no other', async () => {
      await ask('/sandbox/faults', 'POST', { kind: 'orderStalls', delayMs: 60_000, times: 1 });
      const placed = await place('13800138001', { action: 'order', offerId: 'vas-08' });
      assert.equal(placed.state, 'open');
      const isHeldUp = async (phoneNumber: string) =>
        (await factsOf(phoneNumber, { action: 'suspend' })).hasOpenOrder;
      assert.equal(await isHeldUp('13800138001'), true);
      assert.equal(await isHeldUp('13800138002'), false);
    });

    it('whose answer is lost is not known, and found by its key', async () => {
      const line = await lineOf('13800138001');
      const consent = consentTo(line, { action: 'order', offerId: 'vas-08' }, now);
      const fault = { kind: 'acceptedAnswerLost', path: productOrders, method: 'POST', times: 1 };
      await ask('/sandbox/faults', 'POST', fault);
      await assert.rejects(carrier.placeOrder(consent), Unavailable);
      assert.equal((await carrier.findOrder(orderKey(consent)))?.key, orderKey(consent));
      const again = await carrier.placeOrder(consent);
      assert.equal(again.state, 'completed');
      const held = await heldBy('13800138001');
      assert.equal(held.filter(({ offerId }) => offerId === 'vas-08').length, 1);
    });

    it('to change the plan leaves the old one until the new one begins', async () => {
      assert.equal((await place('13800138001', toPlan159)).state, 'completed');
      const plans = (await heldBy('13800138001')).filter(({ kind }) => kind === 'plan');
      const [old, next] = [
        plans.find(({ state }) => state === 'ending'),
        plans.find(({ state }) => state === 'pending'),
      ];
      assert.equal(plans.length, 2);
      assert.equal(old?.offerId, 'plan-129');
      assert.equal(Date.parse(old?.endsAt ?? ''), Date.parse(nextCycle));
      assert.equal(next?.offerId, 'plan-159');
      assert.equal(Date.parse(next?.startsAt ?? ''), Date.parse(nextCycle));
      assert.deepEqual(next?.monthlyFee, money(15_900));
    });

    it('to take the change back restores the old plan as it was', async () => {
      const before = await heldBy('13800138001');
      await place('13800138001', toPlan159);
      const pending = (await heldBy('13800138001')).find(({ state }) => state === 'pending');
      assert.ok(pending);
      const wish = { action: 'undoPlanChange', subscriptionId: pending.id } as const;
      const { subject, terms } = await factsOf('13800138001', wish);
      assert.equal(subject?.state, 'pending');
      assert.equal(terms?.id, 'plan-159');
      assert.equal((await place('13800138001', wish)).state, 'completed');
      assert.deepEqual(await heldBy('13800138001'), before);
    });

    it('to change to a contract says what ending it early would cost', async () => {
      await place('13800138008', {
        action: 'changePlan',
        offerId: 'plan-129',
        replacesSubscriptionId: 'sub-zheng-plan-059',
        effectiveAt: nextCycle,
      });
      const held = await heldBy('13800138008');
      const next = held.find(({ state }) => state === 'pending');
      assert.equal(next?.contract?.endsAt, '2028-12-01T00:00:00+08:00');
      assert.deepEqual(next?.contract?.feeToday, money(92_880));
    });

    it('to cancel ends it on the day that was agreed', async () => {
      const cancel = {
        action: 'cancel',
        subscriptionId: 'sub-chen-add-03',
        effectiveAt: nextCycle,
      } as const;
      assert.equal((await place('13800138001', cancel)).state, 'completed');
      const ending = (await heldBy('13800138001')).find(({ id }) => id === 'sub-chen-add-03');
      assert.equal(ending?.state, 'ending');
      assert.equal(Date.parse(ending?.endsAt ?? ''), Date.parse(nextCycle));
    });

    it('suspends the line and resumes it', async () => {
      for (const [action, status] of [
        ['suspend', 'suspended'],
        ['resume', 'active'],
      ] as const) {
        assert.equal((await place('13800138001', { action })).state, 'completed');
        assert.equal((await factsOf('13800138001', { action })).line.status, status);
      }
    });

    it('of what is not there fails', async () => {
      assert.equal(
        (await place('13800138001', { action: 'cancel', subscriptionId: 'none' })).state,
        'failed',
      );
    });
  });

  it('keeps an agreement once, with its hashes', async () => {
    const { id: lineId, customerId } = await lineOf('13800138001');
    const agreement = {
      number: 'MB-A-1',
      name: '电子协议',
      customerId,
      lineId,
      orderNumber: 'O1',
      offerId: 'plan-159',
      startsAt: nextCycle,
      documentHash: 'd'.repeat(64),
      disclosureHash: 'e'.repeat(64),
    };
    await carrier.registerAgreement(agreement);
    await carrier.registerAgreement(agreement);
    const kept = await ask<Record<string, unknown>[]>(`${agreements}?externalId=MB-A-1`);
    assert.equal(kept.length, 1);
    assert.deepEqual(kept[0]?.agreementPeriod, { startDateTime: nextCycle });
    assert.deepEqual(kept[0]?.characteristic, [
      { name: 'orderNumber', value: 'O1' },
      { name: 'documentHash', value: 'd'.repeat(64) },
      { name: 'disclosureHash', value: 'e'.repeat(64) },
    ]);
  });

  it('knows where mail goes, when the customer gave an address', async () => {
    assert.equal((await lineOf('13800138001')).email, 'chen@example.com');
    assert.equal((await lineOf('13800138002')).email, undefined);
  });
});
