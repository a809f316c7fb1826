import type { ChangeFacts, ChangeWish, HeldSubscription, OfferTerms } from '../../domain/change.ts';
import type { Language } from '../../domain/language.ts';
import { maskPhoneNumber } from '../../domain/masking.ts';
import { sum } from '../../domain/money.ts';
import type { LineRef } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { readBill, readLine } from './account.ts';
import { bothLanguages } from './bilingual.ts';
import { lineSpecification } from './catalogue.ts';
import { heldProperties, readHeld } from './held.ts';
import type { CallCarrier } from './http.ts';
import { openStates, orderState } from './orders.ts';
import { amount, characteristic, instant, type Json, list, object, page, text } from './read.ts';
import { offeringProperties, readTerms } from './terms.ts';

/** What the facts are read with. */
export interface FactsParts {
  readonly call: CallCarrier;
  readonly urls: Readonly<Record<string, string>>;
  readonly clock: () => Date;
  readonly timeZone: string;
}

/**
 * Everything a change depends on, asked for at once and never kept (X17). One answer missing or
 * senseless and there are no facts at all: `Unavailable`.
 */
export function createChangeFacts({ call, urls, clock, timeZone }: FactsParts) {
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

  async function termsOf(
    wish: ChangeWish,
    subscriptions: Promise<readonly HeldSubscription[]>,
  ): Promise<OfferTerms | undefined> {
    switch (wish.action) {
      case 'changePlan':
      case 'order': {
        const found = await offering(wish.offerId);
        return found && isOnSale(found, clock()) ? readTerms(found) : undefined;
      }
      case 'cancel':
      case 'undoPlanChange': {
        const subject = subjectOf(wish, await subscriptions);
        // What one has can be given up on its own terms, on sale or not.
        const found = subject && (await offering(subject.offerId));
        return found && readTerms(found);
      }
      default: {
        const found = await lineService();
        return found && readTerms(found);
      }
    }
  }

  async function money({ billingAccountId }: LineRef) {
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
    return { balance: amount({ value, unit }, 'balance'), arrears: sum(unpaid) };
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

  return async (line: LineRef, wish: ChangeWish): Promise<ChangeFacts> => {
    const subscriptions = held(line);
    const [product, customer, has, terms, { balance, arrears }, orders, until] = await Promise.all([
      get(`${urls.TMF637}/product/${encodeURIComponent(line.id)}`),
      get(`${urls.TMF629}/customer/${encodeURIComponent(line.customerId)}`),
      subscriptions,
      termsOf(wish, subscriptions),
      money(line),
      openOrders(line),
      maintenanceUntil(),
    ]);
    const subject = subjectOf(wish, has);
    const ours = new Set([line.id, ...has.map(({ id }) => id)]);
    return {
      wish,
      line: lineOf(line, product, object(customer)),
      customer: customerOf(object(customer)),
      terms,
      ...(subject && { subject }),
      held: has,
      balance,
      arrears,
      hasOpenOrder: orders.some((order) => touches(order, ours)),
      ...(until !== undefined && { maintenanceUntil: until }),
    };
  };
}

function subjectOf(wish: ChangeWish, held: readonly HeldSubscription[]) {
  return 'subscriptionId' in wish ? held.find(({ id }) => id === wish.subscriptionId) : undefined;
}

function isOnSale({ lifecycleStatus, isSellable, validFor }: Json, now: Date): boolean {
  const { startDateTime, endDateTime } = object(validFor);
  const [from, to] = [text(startDateTime), text(endDateTime)];
  const isNow =
    (from === undefined || Date.parse(from) <= now.getTime()) &&
    (to === undefined || now.getTime() < Date.parse(to));
  return lifecycleStatus === 'Active' && isSellable !== false && isNow;
}

/** The line as it is now; of the number only what may be shown leaves here. */
function lineOf(line: LineRef, product: unknown, customer: Json): ChangeFacts['line'] {
  const { phoneNumber, primaryLineId, ...read } = readLine(object(product), customer);
  if (read.customerId !== line.customerId || read.billingAccountId !== line.billingAccountId)
    throw new Unavailable('carrier', 'nonsense: the line has another holder');
  const { id, customerId, billingAccountId, payment, status, simChangedAt, portedInAt } = read;
  return {
    id,
    customerId,
    billingAccountId,
    maskedNumber: maskPhoneNumber(phoneNumber),
    payment,
    status,
    isSecondary: primaryLineId !== undefined,
    ...(simChangedAt !== undefined && { simChangedAt }),
    ...(portedInAt !== undefined && { portedInAt }),
  };
}

function customerOf({ characteristic: given }: Json): ChangeFacts['customer'] {
  const [ageYears, isStudent] = [characteristic(given, 'age'), characteristic(given, 'isStudent')];
  return {
    ...(typeof ageYears === 'number' && { ageYears }),
    ...(typeof isStudent === 'boolean' && { isStudent }),
  };
}

/** Whether an order is about this line; one that names no product at all may be. */
function touches({ productOrderItem }: Json, ours: ReadonlySet<string>): boolean {
  return list(productOrderItem).some(({ product }) => {
    const { id, productRelationship } = object(product);
    const related = list(productRelationship).map((each) => object(each.product).id);
    const named = [id, ...related].flatMap((each) => text(each) ?? []);
    return named.length === 0 || named.some((each) => ours.has(each));
  });
}
