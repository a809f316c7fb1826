import assert from 'node:assert/strict';
import { carryOut, product, productOf } from './ordering.ts';
import { type Json, openSite, type Site, today, until } from './site.ts';

/** What the inventory says of a product under a name. */
const given = (resource: Json, name: string) =>
  (resource.productCharacteristic as ReadonlyArray<{ name: string; value: unknown }>).find(
    (each) => each.name === name,
  )?.value;
const fee = (resource: Json) =>
  (given(resource, 'earlyTerminationFeeToday') as { value: number } | undefined)?.value;

describe('a contract ordered at the sandbox operator', () => {
  let site: Site;
  let now: Date;
  beforeEach(async () => {
    now = today;
    site = await openSite({ clock: () => now, calendarCheckMs: 5 });
  });
  afterEach(() => site.sandbox.close());

  const change = (from: string, to: string) =>
    carryOut(
      site,
      { action: 'modify', product: { id: from }, productOffering: { id: to } },
      { requestedStartDate: '2026-12-01T00:00:00+08:00', channel: [{ id: 'web', name: 'chat' }] },
    );

  it('costs less to end with every month that passes', async () => {
    const next = await productOf(site, await change('sub-zheng-plan-059', 'plan-129'));
    assert.equal(fee(next), 928.8);
    now = new Date('2027-02-10T10:00:00+08:00');
    const later = await until(
      () => product(site, next.id),
      (found) => fee(found) !== 928.8,
    );
    assert.equal(fee(later), 851.4);
  });

  it('is the only thing that costs anything to end', async () => {
    const next = await productOf(site, await change('sub-zheng-plan-059', 'plan-079'));
    assert.equal(fee(next), undefined);
  });

  it('says through which channel it was ordered, in the operator’s own words', async () => {
    const next = await productOf(site, await change('sub-zheng-plan-059', 'plan-129'));
    assert.equal(given(next, 'orderChannel'), '在线客服');
  });
});
