import assert from 'node:assert/strict';
import { carryOut, onLine, product, productOf, reach, send } from './ordering.ts';
import { type Json, openSite, paths, type Site, today, until } from './site.ts';

const nextCycle = '2026-12-01T00:00:00+08:00';

describe('a plan change at the sandbox operator', () => {
  let site: Site;
  let now: Date;
  beforeEach(async () => {
    now = today;
    site = await openSite({ clock: () => now, calendarCheckMs: 5 });
  });
  afterEach(() => site.sandbox.close());

  const change = (from: string, to: string, more: Json = { requestedStartDate: nextCycle }) =>
    carryOut(
      site,
      { action: 'modify', product: { id: from }, productOffering: { id: to } },
      { channel: [{ id: 'chat', name: 'chat' }], ...more },
    );
  const becomes = (id: string, status: string) =>
    until(
      () => product(site, id),
      (found) => found.status === status,
    );
  const plansOf = async (lineId: string) => {
    const query = `?productRelationship.product.id=${lineId}&status=active,pendingTerminate`;
    const found = await site.get<Array<Awaited<ReturnType<typeof product>>>>(
      paths.products + query,
    );
    return found.flatMap(({ productOffering }) =>
      productOffering?.id.startsWith('plan-') ? [productOffering.id] : [],
    );
  };

  it('leaves the old plan in force until the next cycle, and shows the new one waiting', async () => {
    const order = await change('sub-wang-plan-019', 'plan-029');
    assert.equal(order.state, 'completed');
    const old = await product(site, 'sub-wang-plan-019');
    assert.deepEqual([old.status, old.terminationDate], ['pendingTerminate', nextCycle]);
    assert.equal(old.productOffering?.id, 'plan-019');
    const next = await productOf(site, order);
    assert.deepEqual([next.status, next.startDate], ['pendingActive', nextCycle]);
    assert.equal(next.productOffering?.id, 'plan-029');
    assert.deepEqual(
      next.productRelationship.map(({ relationshipType, product: { id } }) => [
        relationshipType,
        id,
      ]),
      [
        ['onLine', 'line-wang'],
        ['replaces', 'sub-wang-plan-019'],
      ],
    );
    assert.deepEqual(await plansOf('line-wang'), ['plan-019']);
  });

  it('puts the new plan in the place of the old one when the day comes', async () => {
    const order = await change('sub-wang-plan-019', 'plan-029');
    now = new Date(nextCycle);
    await becomes(`${order.id}-1`, 'active');
    assert.equal((await becomes('sub-wang-plan-019', 'terminated')).terminationDate, nextCycle);
    assert.deepEqual(await plansOf('line-wang'), ['plan-029']);
  });

  it('happens at once when no date is asked for', async () => {
    const order = await change('sub-wang-plan-019', 'plan-029', {});
    assert.equal((await productOf(site, order)).status, 'active');
    assert.equal((await product(site, 'sub-wang-plan-019')).status, 'terminated');
    assert.deepEqual(await plansOf('line-wang'), ['plan-029']);
  });

  it('is undone by ending the waiting plan: the old one goes on, also in the next month', async () => {
    const { id } = await change('sub-wang-plan-019', 'plan-029');
    const undo = { action: 'delete', product: { id: `${id}-1` } };
    assert.equal((await carryOut(site, undo)).state, 'completed');
    assert.equal((await product(site, `${id}-1`)).status, 'cancelled');
    const old = await product(site, 'sub-wang-plan-019');
    assert.deepEqual([old.status, old.terminationDate], ['active', undefined]);
    assert.equal((await carryOut(site, undo)).state, 'failed');
    now = new Date('2026-12-05T10:00:00+08:00');
    await until(
      () => site.get<Json[]>(`${paths.bills}?id=bill-wang-2026-12`),
      (bills) => bills.length === 1,
    );
    assert.equal((await product(site, `${id}-1`)).status, 'cancelled');
    assert.deepEqual(await plansOf('line-wang'), ['plan-019']);
  });

  it('gives way to a second wish, whichever of the two plans that names', async () => {
    const first = await change('sub-wang-plan-019', 'plan-029');
    const second = await change('sub-wang-plan-019', 'plan-059');
    const third = await change(`${second.id}-1`, 'plan-079');
    assert.equal((await productOf(site, first)).status, 'cancelled');
    assert.equal((await productOf(site, second)).status, 'cancelled');
    assert.equal((await productOf(site, third)).status, 'pendingActive');
    now = new Date('2026-12-02T10:00:00+08:00');
    await becomes(`${third.id}-1`, 'active');
    await becomes('sub-wang-plan-019', 'terminated');
    assert.deepEqual(await plansOf('line-wang'), ['plan-079']);
  });

  it('begins in the middle of a month, too, and so do an add-on and a suspension', async () => {
    const requestedStartDate = '2026-11-27T00:00:00+08:00';
    const plan = await change('sub-wang-plan-019', 'plan-029', { requestedStartDate });
    const addOn = await carryOut(
      site,
      { action: 'add', productOffering: { id: 'add-03' }, product: onLine('line-wang') },
      { requestedStartDate },
    );
    assert.equal((await productOf(site, addOn)).status, 'pendingActive');
    const suspension = await send(
      site,
      { action: 'modify', product: { id: 'line-wang', status: 'suspended' } },
      { requestedStartDate },
    );
    await reach(site, suspension, 'pending');
    assert.equal((await product(site, 'line-wang')).status, 'active');
    now = new Date('2026-11-28T10:00:00+08:00');
    await becomes(`${plan.id}-1`, 'active');
    await becomes(`${addOn.id}-1`, 'active');
    await becomes('line-wang', 'suspended');
  });
});
