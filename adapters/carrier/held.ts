import type { HeldSubscription } from '../../domain/change.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { said } from './bilingual.ts';
import { kindOf } from './catalogue.ts';
import {
  amount,
  characteristic,
  instant,
  type Json,
  list,
  needed,
  object,
  period,
  text,
} from './read.ts';

/** The properties of a TMF637 product that `readHeld` reads. */
export const heldProperties = [
  'id',
  'name',
  'status',
  'startDate',
  'terminationDate',
  'productOffering',
  'productPrice',
  'productTerm',
  'productCharacteristic',
];

const states: Readonly<Record<string, HeldSubscription['state']>> = {
  active: 'active',
  pendingActive: 'pending',
  pendingTerminate: 'ending',
  suspended: 'suspended',
};

/** Something on the line, from a TMF637 product in both languages (`bothLanguages`). */
export function readHeld(product: Json, now: Date): HeldSubscription {
  const given = product.productCharacteristic;
  const prices = list(product.productPrice);
  const price = prices.find(({ priceType }) => priceType === 'recurring') ?? prices[0];
  const endsAt = text(product.terminationDate);
  const contract = contractOf(product, now);
  const startsAt = instant(product.startDate, 'start date');
  const state = states[text(product.status) ?? ''] ?? 'active';
  // The operator's system may be behind the calendar: what was to begin by now has begun.
  const hasBegun = Date.parse(startsAt) <= now.getTime();
  return {
    id: needed(product.id, 'subscription id'),
    offerId: needed(object(product.productOffering).id, 'offer id'),
    kind: kindOf(characteristic(given, 'kind')),
    name: sentence(product.name, 'subscription name'),
    monthlyFee: amount(object(object(price).price).taxIncludedAmount, 'monthly fee'),
    startsAt,
    autoRenew: characteristic(given, 'autoRenew') === true,
    state: state === 'pending' && hasBegun ? 'active' : state,
    ...(endsAt !== undefined && { endsAt: instant(endsAt, 'end date') }),
    ...(contract && { contract }),
  };
}

/** A running term; its fee must be stated, for “not stated” is not “free” (D21). */
function contractOf({ productTerm, productCharacteristic: given }: Json, now: Date) {
  const term = list(productTerm).find(
    ({ validFor }) =>
      validFor !== undefined && Date.parse(period(validFor, 'contract term').end) > now.getTime(),
  );
  if (!term) return undefined;
  return {
    endsAt: period(term.validFor, 'contract term').end,
    feeToday: amount(characteristic(given, 'earlyTerminationFeeToday'), 'early termination fee'),
    rule: sentence(characteristic(given, 'earlyTerminationRule'), 'early termination rule'),
  };
}

function sentence(value: unknown, what: string) {
  const found = said(value);
  if (!found) throw new Unavailable('carrier', `nonsense: ${what}`);
  return found;
}
