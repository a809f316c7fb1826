import type { HeldSubscription } from '../../domain/change.ts';
import type { Language } from '../../domain/language.ts';
import { money, sum } from '../../domain/money.ts';
import type { LineRef } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { readBill } from './account.ts';
import { bothLanguages } from './bilingual.ts';
import { lineSpecification } from './catalogue.ts';
import { heldProperties, readHeld } from './held.ts';
import type { CallCarrier } from './http.ts';
import { openStates, orderState } from './orders.ts';
import { amount, characteristic, instant, type Json, object, page } from './read.ts';
import { offeringProperties } from './terms.ts';

/** What the facts are read with. */
export interface FactsParts {
  readonly call: CallCarrier;
  readonly urls: Readonly<Record<string, string>>;
  readonly clock: () => Date;
  readonly timeZone: string;
}

/** The questions whose answers are the facts; what is shown to customers is asked for in both languages. */
export function createFactSources({ call, urls, clock, timeZone }: FactsParts) {
  const get = (url: string, query: Record<string, string> = {}, language?: Language) =>
    call({ method: 'GET', url, query, ...(language && { language }) });
  const inBoth = (url: string, query: Record<string, string> = {}) =>
    Promise.all([get(url, query, 'zh-CN'), get(url, query, 'en')]);

  async function offering(id: string): Promise<Json | undefined> {
    const [zh, en] = await inBoth(`${urls.TMF620}/productOffering/${encodeURIComponent(id)}`);
    if (zh === undefined || en === undefined) return undefined;
    return bothLanguages(object(zh), object(en), offeringProperties);
  }

  async function lineService(): Promise<Json | undefined> {
    const query = { 'productSpecification.id': lineSpecification, lifecycleStatus: 'Active' };
    const [zh, en] = await inBoth(`${urls.TMF620}/productOffering`, query);
    const [[inChinese], [inEnglish]] = [page(zh), page(en)];
    return inChinese && inEnglish && bothLanguages(inChinese, inEnglish, offeringProperties);
  }

  async function held(line: LineRef): Promise<readonly HeldSubscription[]> {
    const query = {
      'productRelationship.product.id': line.id,
      status: 'active,pendingActive,pendingTerminate,suspended',
      limit: '200',
    };
    const [zh = [], en = []] = (await inBoth(`${urls.TMF637}/product`, query)).map((answer) =>
      page(answer)
        .filter(({ productSpecification }) => object(productSpecification).id !== lineSpecification)
        .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
    );
    if (zh.some(({ id }, index) => id !== en[index]?.id) || zh.length !== en.length)
      throw new Unavailable('carrier', 'nonsense: subscriptions changed while they were read');
    return zh.map((product, index) =>
      readHeld(bothLanguages(product, en[index] ?? {}, heldProperties), clock()),
    );
  }

  async function moneyOf({ billingAccountId }: LineRef) {
    const [buckets, bills] = await Promise.all([
      get(`${urls.TMF654}/bucket`, {
        'partyAccount.id': billingAccountId,
        usageType: 'monetary',
      }),
      get(`${urls.TMF678}/customerBill`, {
        'billingAccount.id': billingAccountId,
        state: 'sent,partiallyPaid',
        limit: '200',
      }),
    ]);
    const [bucket] = page(buckets);
    const { amount: value, units: unit } = object(bucket?.remainingValue);
    const unpaid = page(bills)
      .map((bill) => readBill(bill, timeZone))
      .filter(({ state }) => state !== 'notYetIssued')
      .map((bill) => bill.unpaid);
    const balance = amount({ value, unit }, 'balance');
    return { balance, arrears: sum([money(0, balance.currency), ...unpaid]) };
  }

  async function openOrders({ customerId }: LineRef): Promise<readonly Json[]> {
    const query = { 'relatedParty.id': customerId, state: openStates.join(','), limit: '200' };
    const orders = page(await get(`${urls.TMF622}/productOrder`, query));
    return orders.filter((order) => orderState(order) === 'open');
  }

  async function maintenanceUntil(): Promise<string | undefined> {
    const query = { messageType: 'Announcement', sort: '-sendTime', limit: '100' };
    const notices = page(await get(`${urls.TMF681}/communicationMessage`, query));
    const nowMs = clock().getTime();
    return notices
      .filter(({ characteristic: given }) => characteristic(given, 'affectsOrdering') === true)
      .map(({ characteristic: given }) => ({
        start: instant(characteristic(given, 'windowStart'), 'window'),
        end: instant(characteristic(given, 'windowEnd'), 'window'),
      }))
      .filter(({ start, end }) => Date.parse(start) <= nowMs && nowMs < Date.parse(end))
      .map(({ end }) => end)
      .sort((a, b) => Date.parse(b) - Date.parse(a))[0];
  }

  return {
    line: (id: string) => get(`${urls.TMF637}/product/${encodeURIComponent(id)}`),
    customer: (id: string) => get(`${urls.TMF629}/customer/${encodeURIComponent(id)}`),
    offering,
    lineService,
    held,
    money: moneyOf,
    openOrders,
    maintenanceUntil,
  };
}
