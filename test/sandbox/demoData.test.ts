import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { demoPersonas } from '../../sandbox/data/index.ts';
import { type Json, openSite, paths, type Site } from './site.ts';

interface Money {
  readonly value: number;
}
interface Bill extends Json {
  readonly id: string;
  readonly billingPeriod: { readonly startDateTime: string; readonly endDateTime: string };
  readonly taxIncludedAmount: Money;
  readonly remainingAmount: Money;
}
interface Rate extends Json {
  readonly id: string;
  readonly characteristic?: ReadonlyArray<{ readonly name: string; readonly value: unknown }>;
  readonly taxIncludedAmount: Money;
}
interface Usage extends Json {
  readonly usageType: string;
  readonly usageCharacteristic: ReadonlyArray<{ readonly name: string; readonly value: unknown }>;
  readonly ratedProductUsage: ReadonlyArray<{ readonly taxIncludedRatingAmount: Money }>;
}
interface Offering extends Json {
  readonly id: string;
  readonly lifecycleStatus: string;
  readonly category: ReadonlyArray<{ readonly id: string }>;
  readonly prodSpecCharValueUse: ReadonlyArray<{
    readonly name: string;
    readonly productSpecCharacteristicValue: ReadonlyArray<{ readonly value: unknown }>;
  }>;
}

const fen = ({ value }: Money) => Math.round(value * 100);
const total = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);

/** The characteristics an offering must carry, as the sandbox's own page lists them. */
function disclosureNames(): string[] {
  const page = readFileSync(new URL('../../sandbox/README.md', import.meta.url), 'utf8');
  const [, list = ''] = /has all of these as `prodSpecCharValueUse`: ([^.]+)\./.exec(page) ?? [];
  return list.split(/,\s+/);
}

describe('the demo data', () => {
  let site: Site;
  before(async () => {
    site = await openSite();
  });
  after(() => site.sandbox.close());

  it('has at least ten customers, each with a line, a plan and a balance', async () => {
    assert.ok(demoPersonas.length >= 10);
    for (const { phoneNumber } of demoPersonas) {
      const [line] = await site.get<Json[]>(
        `${paths.products}?productCharacteristic.value=${phoneNumber}`,
      );
      const had = await site.get<Array<{ productOffering?: { id: string } }>>(
        `${paths.products}?productRelationship.product.id=${line?.id}&status=active`,
      );
      const plans = had.filter(({ productOffering }) => productOffering?.id.startsWith('plan-'));
      assert.ok(plans.length >= 1, phoneNumber);
      const { id } = (line?.billingAccount ?? {}) as { id?: string };
      const buckets = '/tmf-api/prepayBalanceManagement/v4/bucket';
      assert.equal((await site.get<Json[]>(`${buckets}?partyAccount.id=${id}`)).length, 1);
    }
  });

  it('has bills that add up to the fen, with the usage records behind every charge for use', async () => {
    const bills = await site.get<Bill[]>(`${paths.bills}?limit=1000`);
    assert.ok(bills.length >= 60);
    let chargesForUse = 0;
    for (const bill of bills) {
      const rates = await site.get<Rate[]>(`${paths.rates}?bill.id=${bill.id}`);
      assert.ok(rates.length > 0, bill.id);
      const lines = total(rates.map(({ taxIncludedAmount }) => fen(taxIncludedAmount)));
      assert.equal(lines, fen(bill.taxIncludedAmount), bill.id);
      const forUse = rates.filter(({ characteristic = [] }) =>
        characteristic.some(({ name }) => name === 'usageType'),
      );
      const records = await usageOf(bill);
      const rated = total(
        records.map(({ ratedProductUsage: [rating] }) =>
          rating ? fen(rating.taxIncludedRatingAmount) : 0,
        ),
      );
      const charged = total(forUse.map(({ taxIncludedAmount }) => fen(taxIncludedAmount)));
      assert.equal(rated, charged, bill.id);
      chargesForUse += forUse.length;
    }
    assert.ok(chargesForUse > 5);
  });

  it('has charges for services and stays abroad among the records of two customers at least', async () => {
    for (const usageType of ['valueAdded', 'roaming']) {
      const records = await site.get<Array<Usage & { relatedParty: Array<{ id: string }> }>>(
        `${paths.usage}?usageType=${usageType}&limit=1000`,
      );
      assert.ok(new Set(records.map(({ relatedParty }) => relatedParty[0]?.id)).size >= 2);
    }
  });

  it('has counters of the running month that are the sum of its usage records', async () => {
    for (const key of ['chen', 'zheng', 'feng']) {
      const answer = await site.call<{ usageConsumption: Array<{ bucketRefOrValue: Json[] }> }>(
        'POST',
        '/tmf-api/usageConsumption/v4/queryUsageConsumption',
        { searchCriteria: { product: [{ id: `line-${key}` }] } },
      );
      const bill = await site.get<Bill>(`${paths.bills}/bill-${key}-2026-11`);
      const records = await usageOf(bill);
      for (const bucket of answer.body.usageConsumption[0]?.bucketRefOrValue ?? []) {
        const counters = bucket.bucketCounter as Array<{
          counterType: string;
          value: { amount: number };
        }>;
        const used = counters.find(({ counterType }) => counterType === 'used')?.value.amount;
        const amounts = records
          .filter(({ usageType }) => usageType === bucket.usageType)
          .map(({ usageCharacteristic }) =>
            Number(usageCharacteristic.find(({ name }) => name === 'amount')?.value),
          );
        assert.equal(total(amounts), used, `${key} ${bucket.usageType}`);
      }
    }
  });

  it('sells at least twelve plans and twenty other products, each described in full', async () => {
    const names = disclosureNames();
    assert.ok(names.length >= 30);
    const offerings = await site.get<Offering[]>(`${paths.offerings}?limit=1000`);
    const whole = offerings.filter(({ prodSpecCharValueUse, lifecycleStatus }) => {
      const given = new Set(prodSpecCharValueUse.map(({ name }) => name));
      return lifecycleStatus === 'Active' && names.every((name) => given.has(name));
    });
    const plans = whole.filter(({ category }) => category[0]?.id === 'plan');
    assert.ok(plans.length >= 12, `${plans.length} plans`);
    assert.ok(whole.length - plans.length >= 20, `${whole.length - plans.length} others`);
    const tariffIds = whole.map(
      ({ prodSpecCharValueUse }) =>
        prodSpecCharValueUse.find(({ name }) => name === 'tariffId')
          ?.productSpecCharacteristicValue[0]?.value,
    );
    assert.equal(new Set(tariffIds).size, whole.length);
  });

  async function usageOf({ id, billingPeriod }: Bill): Promise<Usage[]> {
    const key = id.replace(/^bill-|-\d{4}-\d\d$/g, '');
    const from = encodeURIComponent(billingPeriod.startDateTime);
    const before = encodeURIComponent(billingPeriod.endDateTime);
    return site.get(
      `${paths.usage}?ratedProductUsage.productRef.id=line-${key}&usageDate.gte=${from}&usageDate.lt=${before}&limit=1000`,
    );
  }
});
