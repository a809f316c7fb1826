import { setTimeout as waitMs } from 'node:timers/promises';
import type { Language } from '../../domain/language.ts';
import { sum } from '../../domain/money.ts';
import type {
  BillSummary,
  Carrier,
  Dated,
  Line,
  LineRef,
  Subscription,
} from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import {
  readBalance,
  readBill,
  readBillItem,
  readLine,
  readSubscription,
  readUsage,
} from './account.ts';
import { createAgreements } from './agreements.ts';
import { createCallbacks } from './callbacks.ts';
import { createCatalogue, lineSpecification } from './catalogue.ts';
import { createChangeFacts } from './changeFacts.ts';
import { createComplaints } from './complaints.ts';
import { createHolder } from './holder.ts';
import { type Call, createCountedCall } from './http.ts';
import { createOrders } from './orders.ts';
import { type Json, list, object, page, text } from './read.ts';
import { createRecords } from './records.ts';

/** Where the official base paths of the v4 APIs lie. */
const basePaths: Readonly<Record<string, string>> = {
  TMF620: '/tmf-api/productCatalogManagement/v4',
  TMF621: '/tmf-api/troubleTicket/v4',
  TMF622: '/tmf-api/productOrderingManagement/v4',
  TMF629: '/tmf-api/customerManagement/v4',
  TMF632: '/tmf-api/party/v4',
  TMF635: '/tmf-api/usageManagement/v4',
  TMF637: '/tmf-api/productInventory/v4',
  TMF651: '/tmf-api/agreementManagement/v4',
  TMF654: '/tmf-api/prepayBalanceManagement/v4',
  TMF677: '/tmf-api/usageConsumption/v4',
  TMF678: '/tmf-api/customerBillManagement/v4',
  TMF681: '/tmf-api/communicationManagement/v4',
};

/** A base URL for every API: under one root at its official path, unless it has one of its own. */
export function carrierUrls(
  root: string,
  own: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const trimmed = root.replace(/\/+$/, '');
  return Object.fromEntries(
    Object.entries(basePaths).map(([api, path]) => [
      api,
      own[api]?.replace(/\/+$/, '') ?? trimmed + path,
    ]),
  );
}

/** How the operator is reached. */
export interface CarrierOptions {
  readonly urls: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly clock: () => Date;
  /** The operator's zone: which month a bill belongs to. */
  readonly timeZone: string;
  /** Where service passwords are checked; absent: none is asked for. */
  readonly passwordUrl?: string | undefined;
  readonly catalogueMaxAgeMs?: number;
  readonly token?: string | undefined;
  /** How long an accepted order is watched before it is answered as open. */
  readonly orderSettleMs?: number;
  readonly wait?: (ms: number) => Promise<void>;
}

const billsShown = 7;

/** The operator over TM Forum Open APIs v4: read leniently, refuse nonsense, write strictly. */
export function createCarrier(options: CarrierOptions): Carrier {
  const { urls, clock, timeZone, catalogueMaxAgeMs = 5 * 60_000 } = options;
  const { orderSettleMs: settleMs = 3000, wait = waitMs } = options;
  const counted = createCountedCall(options);
  const call = async (given: Call) => (await counted(given)).body;
  const catalogue = createCatalogue(call, urls, clock, catalogueMaxAgeMs);
  const get = (url: string, query: Record<string, string>, language?: Language) =>
    call({ method: 'GET', url, query, ...(language && { language }) });
  const now = () => clock().toISOString();

  /** Asks as often for a number that is not ours as for one that is: the time must not tell (R19). */
  async function lineOf(products: readonly Json[]): Promise<Line | undefined> {
    const product = products.find(isLine);
    const customerId = text(list(product?.relatedParty)[0]?.id) ?? 'none';
    const customer = await get(`${urls.TMF629}/customer/${encodeURIComponent(customerId)}`, {});
    return product && readLine(product, object(customer));
  }

  async function lineById(lineId: string): Promise<Line | undefined> {
    const product = await get(`${urls.TMF637}/product/${encodeURIComponent(lineId)}`, {});
    return product === undefined ? undefined : lineOf([object(product)]);
  }

  async function subscriptions(line: LineRef, language: Language): Promise<Dated<Subscription[]>> {
    const query = {
      'productRelationship.product.id': line.id,
      status: 'active,pendingActive,pendingTerminate,suspended',
      limit: '200',
    };
    // A secondary SIM is related to the main line too, but it is a line, not something the line has.
    const found = page(await get(`${urls.TMF637}/product`, query, language))
      .filter((product) => !isLine(product))
      .map(readSubscription);
    const rank = { plan: 0, addOn: 1, valueAddedService: 2 };
    return { asOf: now(), data: found.sort((a, b) => rank[a.kind] - rank[b.kind]) };
  }

  async function bills(line: LineRef, language: Language): Promise<Dated<BillSummary[]>> {
    const query = {
      'billingAccount.id': line.billingAccountId,
      sort: '-billingPeriod.startDateTime',
      limit: String(billsShown),
    };
    const found = page(await get(`${urls.TMF678}/customerBill`, query, language));
    const asOf = text(found[0]?.lastUpdate) ?? now();
    return { asOf, data: found.map((bill) => readBill(bill, timeZone)) };
  }

  async function ratesOf(billId: string, language: Language): Promise<readonly Json[]> {
    const query = { 'bill.id': billId, limit: '500' };
    return page(await get(`${urls.TMF678}/appliedCustomerBillingRate`, query, language));
  }

  /** The lines of a line's bill for a month, as they come; undefined without such a bill. */
  async function billLines(lineId: string, month: string): Promise<readonly Json[] | undefined> {
    const line = await lineById(lineId);
    const { data } = line ? await bills(line, 'zh-CN') : { data: [] };
    const found = data.find((bill) => bill.month === month);
    return found && ratesOf(found.id, 'zh-CN');
  }

  return {
    async findLine(phoneNumber) {
      const query = {
        'productCharacteristic.value': phoneNumber,
        'productSpecification.id': lineSpecification,
      };
      return lineOf(page(await get(`${urls.TMF637}/product`, query)));
    },
    line: lineById,
    subscriptions,
    bills,
    async bill(line, month, language) {
      const { asOf, data } = await bills(line, language);
      const summary = data.find((bill) => bill.month === month);
      if (!summary) return { asOf, data: undefined };
      const items = (await ratesOf(summary.id, language)).map(readBillItem);
      // Lines that do not make the total would be a bill nobody can check (R8a).
      const total = sum(
        items.map((item) => item.amount),
        summary.total.currency,
      );
      if (total.minorUnits !== summary.total.minorUnits)
        throw new Unavailable('carrier', 'nonsense: bill lines do not add up');
      return { asOf, data: { ...summary, items } };
    },
    async usage(line, language) {
      const url = `${urls.TMF677}/queryUsageConsumption`;
      const answer = object(
        await call({
          method: 'POST',
          url,
          body: { searchCriteria: { product: [{ id: line.id }] } },
          language,
        }),
      );
      const reports = list(answer.usageConsumption);
      const asOf = text(reports[0]?.lastUpdate) ?? text(answer.queryUsageConsumptionDate) ?? now();
      const buckets = reports.flatMap(({ bucketRefOrValue }) => list(bucketRefOrValue));
      return { asOf, data: buckets.flatMap((bucket) => readUsage(bucket) ?? []) };
    },
    async balance(line, language) {
      const query = { 'partyAccount.id': line.billingAccountId, usageType: 'monetary' };
      const [buckets, billed, subscribed] = await Promise.all([
        get(`${urls.TMF654}/bucket`, query, language),
        bills(line, language),
        subscriptions(line, language),
      ]);
      const [bucket] = page(buckets);
      if (!bucket) throw new Unavailable('carrier', 'nonsense: no balance');
      return {
        asOf: text(bucket.confirmationDate) ?? billed.asOf,
        data: readBalance(bucket, billed.data, subscribed.data),
      };
    },
    offers: catalogue.offers,
    announcements: catalogue.announcements,
    requestCallback: createCallbacks(call, `${urls.TMF621}/troubleTicket`),
    ...createComplaints(call, urls, clock),
    ...createRecords({ call: counted, url: `${urls.TMF635}/usage`, billLines, clock, timeZone }),
    ...createHolder({ call, urls, clock, passwordUrl: options.passwordUrl }),
    changeFacts: createChangeFacts({ call, urls, clock, timeZone }),
    ...createOrders({ call, urls, wait, settleMs }),
    registerAgreement: createAgreements(call, urls),
  };
}

const isLine = ({ productSpecification }: Json) =>
  object(productSpecification).id === lineSpecification;
