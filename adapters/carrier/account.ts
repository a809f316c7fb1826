import { monthOf } from '../../domain/calendar.ts';
import { money, sum } from '../../domain/money.ts';
import type {
  Balance,
  BillItem,
  BillSummary,
  Line,
  ResourceUsage,
  Subscription,
} from '../../ports/carrier.ts';
import { unlessNone } from './bilingual.ts';
import { kindOf, readRate } from './catalogue.ts';
import {
  amount,
  characteristic,
  instant,
  type Json,
  list,
  needed,
  object,
  period,
  quantity,
  resourceOf,
  text,
} from './read.ts';

/** A TMF637 product of the kind `mobile-line`, with the customer's TMF629 facts. */
export function readLine(product: Json, customer: Json): Line {
  const given = product.productCharacteristic;
  const main = list(product.productRelationship).find(
    ({ relationshipType }) => relationshipType === 'secondaryOf',
  );
  const primaryLineId = text(object(main?.product).id);
  const simChangedAt = text(characteristic(given, 'simChangedAt'));
  const portedInAt = text(characteristic(given, 'portedInAt'));
  const email = emailOf(customer);
  const holderName = text(customer.name);
  return {
    id: needed(product.id, 'line id'),
    customerId: needed(list(product.relatedParty)[0]?.id, 'customer id'),
    billingAccountId: needed(object(product.billingAccount).id, 'account id'),
    phoneNumber: needed(characteristic(given, 'msisdn'), 'number'),
    payment: characteristic(given, 'paymentType') === 'prepaid' ? 'prepaid' : 'postpaid',
    status: lineStatus(text(product.status)),
    isElder: characteristic(customer.characteristic, 'isElder') === true,
    ...(primaryLineId !== undefined && { primaryLineId }),
    ...(holderName !== undefined && { holderName }),
    ...(email !== undefined && { email }),
    ...(simChangedAt !== undefined && { simChangedAt }),
    ...(portedInAt !== undefined && { portedInAt }),
  };
}

/** The customer's e-mail address, the preferred one of several. */
function emailOf({ contactMedium }: Json): string | undefined {
  const addresses = list(contactMedium).filter(({ mediumType }) => mediumType === 'email');
  const chosen = addresses.find(({ preferred }) => preferred === true) ?? addresses[0];
  return text(object(chosen?.characteristic).emailAddress);
}

function lineStatus(status: string | undefined): Line['status'] {
  if (status === 'active' || status === 'pendingTerminate') return 'active';
  return status === 'suspended' ? 'suspended' : 'closed';
}

/** A TMF637 product that hangs on a line: plan, add-on or value-added service. */
export function readSubscription(product: Json): Subscription {
  const given = product.productCharacteristic;
  const [price] = list(product.productPrice);
  const [term] = list(product.productTerm);
  const fee = characteristic(given, 'earlyTerminationFeeToday');
  const thirdParty = unlessNone(characteristic(given, 'thirdPartyPayee'));
  const endsAt = text(product.terminationDate);
  const contract =
    term?.validFor !== undefined && fee !== undefined
      ? contractOf(term, fee, text(characteristic(given, 'earlyTerminationRule')))
      : undefined;
  return {
    id: needed(product.id, 'subscription id'),
    offerId: needed(object(product.productOffering).id, 'offer id'),
    kind: kindOf(characteristic(given, 'kind')),
    name: needed(product.name, 'subscription name'),
    monthlyFee: amount(object(object(price).price).taxIncludedAmount, 'monthly fee'),
    subscribedAt: instant(product.orderDate ?? product.startDate, 'order date'),
    channel: text(characteristic(given, 'orderChannel')) ?? '—',
    startsAt: instant(product.startDate, 'start date'),
    autoRenew: characteristic(given, 'autoRenew') === true,
    ...(product.status === 'pendingActive' && { isPending: true }),
    ...(product.status === 'pendingTerminate' && { isEnding: true }),
    ...(endsAt !== undefined && { endsAt }),
    ...(thirdParty !== undefined && { thirdParty }),
    ...(contract && { contract }),
  };
}

function contractOf(term: Json, fee: unknown, rule: string | undefined) {
  const { start, end } = period(term.validFor, 'contract term');
  return {
    startsAt: start,
    endsAt: end,
    earlyTerminationFeeToday: amount(fee, 'early termination fee'),
    rule: rule ?? '',
  };
}

const states: Readonly<Record<string, BillSummary['state']>> = {
  new: 'notYetIssued',
  onHold: 'notYetIssued',
  validated: 'notYetIssued',
  sent: 'unpaid',
  partiallyPaid: 'partlyPaid',
  settled: 'paid',
};

/** A TMF678 bill without its lines. */
export function readBill(bill: Json, timeZone: string): BillSummary {
  const covered = period(bill.billingPeriod, 'billing period');
  const total = amount(bill.taxIncludedAmount ?? bill.amountDue, 'bill total');
  const dueDate = text(bill.paymentDueDate);
  return {
    id: needed(bill.id, 'bill id'),
    month: monthOf(new Date(covered.start), timeZone),
    period: covered,
    total,
    unpaid: amount(bill.remainingAmount, 'unpaid amount'),
    state: states[text(bill.state) ?? ''] ?? 'notYetIssued',
    ...(dueDate !== undefined && { dueDate }),
  };
}

/** A TMF678 applied rate: one line of a bill. */
export function readBillItem(rate: Json): BillItem {
  const given = rate.characteristic;
  const [unitPrice, count] = [
    text(characteristic(given, 'unitPrice')),
    text(characteristic(given, 'quantity')),
  ];
  const thirdParty = text(characteristic(given, 'thirdPartyPayee'));
  return {
    id: needed(rate.id, 'item id'),
    name: needed(rate.name, 'item name'),
    explanation: text(rate.description) ?? '',
    period: period(rate.periodCoverage, 'item period'),
    amount: amount(rate.taxIncludedAmount, 'item amount'),
    isDisputed: characteristic(given, 'disputed') === true,
    ...(count !== undefined && { quantity: count }),
    ...(unitPrice !== undefined && { unitPrice }),
    ...(thirdParty !== undefined && { thirdParty }),
  };
}

const usageTypes: Readonly<Record<string, ResourceUsage['resource']>> = {
  data: 'data',
  voice: 'voice',
  sms: 'sms',
};

/** A TMF677 bucket: what was used of one resource; undefined for a kind we do not know. */
export function readUsage(bucket: Json): ResourceUsage | undefined {
  const resource = resourceOf(bucket.resource) ?? usageTypes[text(bucket.usageType) ?? ''];
  if (!resource) return undefined;
  const counter = (type: string) =>
    list(bucket.bucketCounter).find(({ counterType }) => counterType === type)?.value;
  const limit = counter('limit');
  const [overLimitRate] = readRate(bucket.overLimitRate);
  return {
    resource,
    name: needed(bucket.name, 'bucket name'),
    used: quantity(counter('used'), resource, 'usage'),
    cycle: period(bucket.validFor, 'cycle'),
    ...(limit !== undefined && { limit: quantity(limit, resource, 'limit') }),
    ...(overLimitRate && { overLimitRate }),
  };
}

/** Money on the account, from its TMF654 bucket, its bills and what is subscribed. */
export function readBalance(
  bucket: Json,
  bills: readonly BillSummary[],
  subscriptions: readonly Subscription[],
): Balance {
  const { amount: value, units } = object(bucket.remainingValue);
  const available = amount({ value, unit: units }, 'balance');
  const running = bills.find(({ state }) => state === 'notYetIssued');
  const issued = bills.filter(({ state }) => state !== 'notYetIssued');
  const renewing = subscriptions.filter(
    ({ endsAt, autoRenew }) => endsAt === undefined && autoRenew,
  );
  // Nothing, in the currency of the account.
  const nothing = money(0, available.currency);
  return {
    available,
    arrears: sum([nothing, ...issued.map(({ unpaid }) => unpaid)]),
    chargesThisCycle: running?.total ?? nothing,
    nextMonthlyFees: sum([nothing, ...renewing.map(({ monthlyFee }) => monthlyFee)]),
    nextChargeAt: running?.period.end ?? instant(undefined, 'running bill'),
  };
}
