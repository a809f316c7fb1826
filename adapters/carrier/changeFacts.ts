import type { ChangeFacts, ChangeWish, HeldSubscription, OfferTerms } from '../../domain/change.ts';
import { maskPhoneNumber } from '../../domain/masking.ts';
import type { LineRef } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { readLine } from './account.ts';
import { createFactSources, type FactsParts } from './factSources.ts';
import { characteristic, type Json, list, object, text } from './read.ts';
import { readTerms } from './terms.ts';

/**
 * Everything a change depends on, asked for at once and never kept (X17). One answer missing or
 * senseless and there are no facts at all: `Unavailable`.
 */
export function createChangeFacts(parts: FactsParts) {
  const sources = createFactSources(parts);

  async function termsOf(
    wish: ChangeWish,
    subscriptions: Promise<readonly HeldSubscription[]>,
  ): Promise<OfferTerms | undefined> {
    switch (wish.action) {
      case 'changePlan':
      case 'order': {
        const found = await sources.offering(wish.offerId);
        return found && isOnSale(found, parts.clock()) ? readTerms(found) : undefined;
      }
      case 'cancel':
      case 'undoPlanChange': {
        const subject = subjectOf(wish, await subscriptions);
        // What one has can be given up on its own terms, on sale or not.
        const found = subject && (await sources.offering(subject.offerId));
        return found && readTerms(found);
      }
      default: {
        const found = await sources.lineService();
        return found && readTerms(found);
      }
    }
  }

  return async (line: LineRef, wish: ChangeWish): Promise<ChangeFacts> => {
    const subscriptions = sources.held(line);
    const [product, customer, has, terms, { balance, arrears }, orders, until] = await Promise.all([
      sources.line(line.id),
      sources.customer(line.customerId),
      subscriptions,
      termsOf(wish, subscriptions),
      sources.money(line),
      sources.openOrders(line),
      sources.maintenanceUntil(),
    ]);
    // Nobody's rights can be judged: that is no customer without an age.
    if (customer === undefined) throw new Unavailable('carrier', 'nonsense: no such customer');
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
