import assert from 'node:assert/strict';
import { carryOut, end, onLine, product, productOf, reach, send } from './ordering.ts';
import { type Json, openSite, paths, type Site, until } from './site.ts';

describe('an order at the sandbox operator', () => {
  let site: Site;
  before(async () => {
    site = await openSite();
  });
  after(() => site.sandbox.close());
  afterEach(() => site.call('DELETE', '/sandbox/faults'));

  const booster = {
    action: 'add',
    productOffering: { id: 'add-02' },
    product: onLine('line-chen'),
  };
  const cancelled = async (id: string) => {
    const { body } = await site.call('POST', paths.cancel, {
      productOrder: { id },
      cancellationReason: 'changed my mind',
    });
    return until(
      () => site.get<Json>(`${paths.cancel}/${body.id}`),
      ({ state }) => state !== 'acknowledged',
    );
  };

  it('is acknowledged at once, then adds a product to the line', async () => {
    const order = await send(site, booster, { channel: [{ id: 'chat', name: 'chat' }] });
    assert.equal(order.state, 'acknowledged');
    const done = await end(site, order);
    assert.equal(done.state, 'completed');
    const added = await productOf(site, done);
    assert.equal(added.status, 'active');
    assert.equal(added.productOffering?.id, 'add-02');
    assert.equal(added.terminationDate, '2026-12-01T00:00:00+08:00');
    const query = '?productRelationship.product.id=line-chen&status=active';
    const onTheLine = await site.get<Json[]>(paths.products + query);
    assert.ok(onTheLine.some(({ id }) => id === added.id));
  });

  it('ends a product at once, or at the date that was asked for', async () => {
    const atOnce = { action: 'delete', product: { id: 'sub-wang-vas-01' } };
    await carryOut(site, atOnce);
    assert.equal((await product(site, 'sub-wang-vas-01')).status, 'terminated');
    const date = '2026-12-01T00:00:00+08:00';
    const later = { action: 'delete', product: { id: 'sub-wang-vas-09', terminationDate: date } };
    await carryOut(site, later);
    const ending = await product(site, 'sub-wang-vas-09');
    assert.deepEqual([ending.status, ending.terminationDate], ['pendingTerminate', date]);
  });

  it('suspends a line and lets it go on', async () => {
    const become = (status: string) =>
      carryOut(site, { action: 'modify', product: { id: 'line-lin', status } });
    assert.equal((await become('suspended')).state, 'completed');
    assert.equal((await product(site, 'line-lin')).status, 'suspended');
    assert.equal((await become('active')).state, 'completed');
    assert.equal((await product(site, 'line-lin')).status, 'active');
  });

  it('fails with a note when what it names is not there or may not be done', async () => {
    const impossible: ReadonlyArray<readonly [Json, RegExp]> = [
      [{ action: 'add', productOffering: { id: 'plan-000' } }, /no offering plan-000/],
      [{ action: 'add' }, /needs an offering/],
      [{ action: 'delete', product: { id: 'nothing' } }, /no such product/],
      [{ action: 'delete', product: { id: 'sub-wang-vas-01' } }, /has ended/],
      [{ action: 'modify', product: { id: 'line-lin', status: 'terminated' } }, /cannot become/],
      [
        { action: 'modify', product: { id: 'line-lin' }, productOffering: { id: 'plan-099' } },
        /no offering to change/,
      ],
    ];
    for (const [item, reason] of impossible) {
      const { state, note } = await carryOut(site, item);
      assert.equal(state, 'failed');
      assert.match(note?.at(-1)?.text ?? '', reason);
    }
  });

  it('does all of its items or none', async () => {
    const { state, id } = await carryOut(
      site,
      {},
      {
        productOrderItem: [
          { id: '1', ...booster },
          { id: '2', action: 'delete', product: { id: 'nothing' } },
        ],
      },
    );
    assert.equal(state, 'failed');
    assert.equal((await site.call('GET', `${paths.products}/${id}-1`)).status, 404);
  });

  it('fails on demand, as often as was asked', async () => {
    await site.call('POST', '/sandbox/faults', { kind: 'orderFails', times: 1 });
    const failed = await carryOut(site, booster);
    assert.equal(failed.state, 'failed');
    assert.match(failed.note?.at(-1)?.text ?? '', /did not activate/);
    assert.equal((await site.call('GET', `${paths.products}/${failed.id}-1`)).status, 404);
    assert.equal((await carryOut(site, booster)).state, 'completed');
  });

  for (const state of ['pending', 'inProgress']) {
    it(`stays ${state} on demand, for as long as was asked, and ends then`, async () => {
      const fault = { kind: 'orderStalls', state, delayMs: 80, times: 1 };
      await site.call('POST', '/sandbox/faults', fault);
      const order = await send(site, booster);
      await reach(site, order, state);
      assert.equal((await end(site, order)).state, 'completed');
    });
  }

  it('can be cancelled while it is open, and not after', async () => {
    await site.call('POST', '/sandbox/faults', { kind: 'orderStalls', delayMs: 60_000, times: 1 });
    const order = await send(site, booster);
    await reach(site, order, 'inProgress');
    assert.equal((await cancelled(order.id)).state, 'done');
    const after = await end(site, order);
    assert.equal(after.state, 'cancelled');
    assert.equal(after.cancellationReason, 'changed my mind');
    const done = await carryOut(site, booster);
    assert.equal((await cancelled(done.id)).state, 'terminatedWithError');
    assert.equal((await end(site, done)).state, 'completed');
  });

  it('is refused with an unknown action or a date that is none', async () => {
    const wrong = [
      { productOrderItem: [{ id: '1', action: 'borrow' }] },
      { productOrderItem: [{ id: '1', ...booster }], requestedStartDate: 'soon' },
    ];
    for (const order of wrong)
      assert.equal((await site.call('POST', paths.orders, order)).status, 400);
  });
});
