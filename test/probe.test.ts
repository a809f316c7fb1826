import assert from 'node:assert/strict';
import type { View } from '../ports/view.ts';
import { demoPersonas } from '../sandbox/data/index.ts';
import { startTalk } from './support/talk.ts';
import { world } from './support/world.ts';

/** What the probe reads of the operator's records, whichever collection they are of. */
interface Resource {
  readonly id: string;
  readonly state: string;
  readonly terminationDate?: string;
  readonly billingAccount: { readonly id: string };
  readonly billingPeriod: { readonly startDateTime: string };
  readonly taxIncludedAmount: { readonly value: number };
  readonly remainingAmount: { readonly value: number };
  readonly remainingValue: { readonly amount: number };
  readonly productPrice?: ReadonlyArray<{
    readonly price: { readonly taxIncludedAmount: { readonly value: number } };
  }>;
}

async function records(path: string): Promise<Resource[]> {
  const { sandbox } = await world();
  return (await (await fetch(`${sandbox.url}${path}`)).json()) as Resource[];
}

/** Every amount of money in a view, as it is written. */
function amounts(view: View): string[] {
  return JSON.stringify([view.sections, view.notes]).match(/-?¥[\d,]+\.\d{2}/g) ?? [];
}

const written = (value: number) =>
  `${value < 0 ? '-' : ''}¥${Math.abs(value)
    .toFixed(2)
    .replace(/\B(?=(\d{3})+\.)/g, ',')}`;
const taxIncluded = (resource: Resource) => resource.taxIncludedAmount.value;

/** INV-13: what the bot says is what the operator's records say, for every demo customer. */
describe('every number the bot says is in the operator’s records', () => {
  for (const { phoneNumber, description } of demoPersonas) {
    it(`on the bills of: ${description.en}`, async () => {
      const [line] = await records(
        `/tmf-api/productInventory/v4/product?productCharacteristic.value=${phoneNumber}`,
      );
      const account = line?.billingAccount.id;
      const bills = await records(
        `/tmf-api/customerBillManagement/v4/customerBill?billingAccount.id=${account}`,
      );
      const talk = await startTalk({ verifiedPhoneNumber: phoneNumber });
      for (const bill of bills) {
        const month = bill.billingPeriod.startDateTime.slice(0, 7);
        await talk.customer.says(`${month.slice(0, 4)}年${Number(month.slice(5))}月账单`);
        const view = talk.bot.shows();
        const rates = await records(
          `/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate?bill.id=${bill.id}`,
        );
        const shown = view.sections?.[1]?.rows?.map(({ value }) => value);
        assert.deepEqual(
          shown,
          rates.map((rate) => written(taxIncluded(rate))),
        );
        assert.equal(view.sections?.[0]?.rows?.[1]?.value, written(taxIncluded(bill)));
      }
    });

    it(`on the balance of: ${description.en}`, async () => {
      const [line] = await records(
        `/tmf-api/productInventory/v4/product?productCharacteristic.value=${phoneNumber}`,
      );
      const account = line?.billingAccount.id;
      const [bucket] = await records(
        `/tmf-api/prepayBalanceManagement/v4/bucket?partyAccount.id=${account}`,
      );
      const bills = await records(
        `/tmf-api/customerBillManagement/v4/customerBill?billingAccount.id=${account}`,
      );
      const products = await records(
        `/tmf-api/productInventory/v4/product?productRelationship.product.id=${line?.id}`,
      );
      const available = bucket?.remainingValue.amount ?? Number.NaN;
      const arrears = bills
        .filter(({ state }) => state !== 'new')
        .reduce((sum, bill) => sum + bill.remainingAmount.value, 0);
      const running = bills.find(({ state }) => state === 'new');
      const fees = products
        .filter((product) => product.terminationDate === undefined)
        .reduce(
          (sum, { productPrice }) => sum + (productPrice?.[0]?.price.taxIncludedAmount.value ?? 0),
          0,
        );
      const talk = await startTalk({ verifiedPhoneNumber: phoneNumber });
      await talk.customer.says('查余额');
      const left = Math.abs(available - arrears - fees);
      assert.deepEqual(
        amounts(talk.bot.shows()),
        [available, arrears, running ? taxIncluded(running) : 0, fees, left].map(written),
      );
    });
  }
});
