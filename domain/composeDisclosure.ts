import { localDate } from './calendar.ts';
import type { ChangeFacts, OfferTerms } from './change.ts';
import { changeFigures } from './changeFigures.ts';
import type { Quote } from './consent.ts';
import {
  type Disclosure,
  type DisclosureKey,
  disclosureHash,
  disclosureKeys,
  type Hash,
  type OrderTerms,
} from './disclosure.ts';
import {
  type DisclosureSource,
  disclosureFields,
  isEnding,
  isNew,
  word,
} from './disclosureFields.ts';
import type { Policy } from './policy/policy.ts';

/** A complete disclosure, or the fields that nobody can fill: then nothing is sold (R22, R33). */
export type Composed =
  | { readonly disclosure: Disclosure }
  | { readonly missing: readonly DisclosureKey[] };

/**
 * Composes D1–D29 from the catalogue, the customer's own contract and the clock. Cancelling leaves
 * out no field either, but what the catalogue forgot is then said to be unknown instead of holding
 * the customer back (INV-9, E24). Throws a RangeError on mixed currencies.
 */
export function composeDisclosure(
  facts: ChangeFacts,
  terms: OfferTerms,
  now: Date,
  timeZone: string,
  policy: Policy,
): Composed {
  const source = { facts, terms, figures: changeFigures(facts, terms, now, timeZone), policy };
  const ends = facts.wish.action === 'cancel' || facts.wish.action === 'undoPlanChange';
  const found = disclosureKeys.map((key) => ({ key, facts: disclosureFields[key](source) }));
  const missing = found.filter((field) => !field.facts?.length).map(({ key }) => key);
  if (missing.length > 0 && !ends) return { missing };
  if (terms.agreementTextVersion === undefined && !ends) return { missing: ['product'] };
  return {
    disclosure: {
      version: '1',
      policy: policy.version,
      agreementTextVersion: terms.agreementTextVersion ?? '-',
      order: orderTerms(source),
      summary: summaryOf(source),
      fields: found.map(({ key, facts: stated }) => ({
        key,
        facts: stated?.length ? stated : [word('notStated')],
      })),
    },
  };
}

/**
 * Whether a quote still says what the facts say (X17): composed anew it has the same hash. Undefined
 * terms or missing fields never match.
 */
export function stillSays(
  quote: Quote,
  facts: ChangeFacts,
  now: Date,
  timeZone: string,
  policy: Policy,
  hash: Hash,
): boolean {
  if (!facts.terms) return false;
  const moment = recheckMoment(quote.issuedAt, now, timeZone);
  const composed = composeDisclosure(facts, facts.terms, moment, timeZone, policy);
  return 'disclosure' in composed && disclosureHash(composed.disclosure, hash) === quote.hash;
}

/**
 * The moment to compose anew for a quote that is still open: its own while the day is the same, so
 * that equal facts give an equal hash; today's after midnight, when dates and shares differ (§4.8.3).
 */
function recheckMoment(issuedAt: string, now: Date, timeZone: string): Date {
  const issued = new Date(issuedAt);
  return localDate(issued, timeZone) === localDate(now, timeZone) ? issued : now;
}

function orderTerms({ facts, terms, figures }: DisclosureSource): OrderTerms {
  const { wish, line, held } = facts;
  const plan = held.find(({ kind, state }) => kind === 'plan' && state === 'active');
  return {
    action: wish.action,
    lineId: line.id,
    customerId: line.customerId,
    billingAccountId: line.billingAccountId,
    ...('offerId' in wish && { offerId: wish.offerId }),
    ...('subscriptionId' in wish && { subscriptionId: wish.subscriptionId }),
    ...(wish.action === 'changePlan' && plan && { replacesSubscriptionId: plan.id }),
    effectiveAt: figures.effectiveAt,
    effective: figures.effective,
    autoRenew: isNew(wish.action) && figures.endsAt === undefined && terms.autoRenew === true,
  };
}

function summaryOf({ facts, terms, figures }: DisclosureSource): Disclosure['summary'] {
  const { wish, subject, held } = facts;
  const stops =
    wish.action === 'changePlan'
      ? held.filter(({ kind, state }) => kind === 'plan' && state === 'active')
      : [];
  return {
    productName: subject?.name ?? terms.name,
    kind: wish.action === 'suspend' || wish.action === 'resume' ? 'line' : terms.kind,
    tariffId: terms.tariffId ?? '-',
    monthlyFee: figures.recurringFee,
    oneOffFee: figures.oneOffFee,
    firstCharge: figures.firstCharge,
    firstChargeAt: figures.firstChargeAt,
    billBefore: figures.billBefore,
    billAfter: figures.billAfter,
    earlyTerminationFeeToday: figures.earlyTerminationFeeToday,
    effectiveAt: figures.effectiveAt,
    ...(figures.endsAt && { endsAt: figures.endsAt }),
    autoRenew: isNew(wish.action) && figures.endsAt === undefined && terms.autoRenew === true,
    losses: (isEnding(facts) && subject ? [subject] : stops).map(({ name }) => name),
    maskedNumber: facts.line.maskedNumber,
  };
}
