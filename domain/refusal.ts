import type { Instant } from './calendar.ts';
import type { ChangeFacts, CustomerFacts, TermsCondition } from './change.ts';
import { changeFigures } from './changeFigures.ts';
import type { Policy } from './policy/policy.ts';

/**
 * Why a change cannot be made in chat: each has its own sentence `change:refusal.<reason>` that says
 * what to do instead. A refusal is a value; nothing was changed (rights §5, E22).
 */
export type Refusal =
  | { readonly reason: 'notOnSale' | 'lineClosed' | 'lineSuspended' | 'alreadyActive' }
  | { readonly reason: 'alreadySuspended' | 'alreadyHeld' | 'samePlan' | 'notHeld' }
  | {
      readonly reason:
        | 'alreadyEnding'
        | 'alreadyBegun'
        | 'secondaryLine'
        | 'orderOpen'
        | 'minor'
        | 'ageUnknown'
        | 'freshSim';
    }
  | { readonly reason: 'planChangePending' | 'planNotCancellable' | 'arrears' }
  | { readonly reason: 'balanceTooLow' }
  | { readonly reason: 'maintenance'; readonly until: Instant }
  | { readonly reason: 'notEligible' | 'proofNeeded'; readonly condition: TermsCondition };

/** Whether a customer meets a condition; undefined: only a person with papers can say. */
export function meets(
  { code, value = 0 }: TermsCondition,
  { ageYears, isStudent }: CustomerFacts,
  payment: 'prepaid' | 'postpaid',
): boolean | undefined {
  if (code === 'prepaid' || code === 'postpaid') return payment === code;
  if (code === 'student') return isStudent;
  if (code === 'minimumAge') return ageYears === undefined ? undefined : ageYears >= value;
  if (code === 'maximumAge') return ageYears === undefined ? undefined : ageYears <= value;
  return undefined;
}

const paysFor = new Set(['changePlan', 'order']);

/** The first reason against a change, or undefined when it may be quoted. `timeZone` is the operator's. */
export function refusalOf(
  facts: ChangeFacts,
  now: Date,
  policy: Policy,
  timeZone: string,
): Refusal | undefined {
  return (
    lineRefusal(facts, now, policy) ??
    subjectRefusal(facts) ??
    customerRefusal(facts, policy) ??
    balanceRefusal(facts, now, timeZone)
  );
}

function lineRefusal(facts: ChangeFacts, now: Date, { limits }: Policy): Refusal | undefined {
  const { line, wish, hasOpenOrder, maintenanceUntil } = facts;
  if (maintenanceUntil) return { reason: 'maintenance', until: maintenanceUntil };
  if (line.status === 'closed') return { reason: 'lineClosed' };
  if (wish.action === 'suspend' && line.status === 'suspended')
    return { reason: 'alreadySuspended' };
  if (wish.action === 'resume' && line.status === 'active') return { reason: 'alreadyActive' };
  if (line.status === 'suspended' && paysFor.has(wish.action)) return { reason: 'lineSuspended' };
  const isFresh = [line.simChangedAt, line.portedInAt].some(
    (at) => at !== undefined && now.getTime() - Date.parse(at) < limits.freshSimMs,
  );
  if (isFresh) return { reason: 'freshSim' };
  return hasOpenOrder ? { reason: 'orderOpen' } : undefined;
}

function subjectRefusal(facts: ChangeFacts): Refusal | undefined {
  const { wish, terms, subject, held, line } = facts;
  if (wish.action === 'changePlan') {
    if (line.isSecondary) return { reason: 'secondaryLine' };
    if (held.some(({ kind, state }) => kind === 'plan' && state === 'pending'))
      return { reason: 'planChangePending' };
    if (held.some(({ kind, offerId }) => kind === 'plan' && offerId === wish.offerId))
      return { reason: 'samePlan' };
  }
  if (wish.action === 'order') {
    const same = held.find(({ offerId }) => offerId === wish.offerId);
    // What runs out by itself, a booster, can be had again; what renews cannot be had twice.
    if (same?.autoRenew && same.state !== 'ending') return { reason: 'alreadyHeld' };
  }
  if (wish.action === 'cancel' || wish.action === 'undoPlanChange') {
    if (!subject) return { reason: 'notHeld' };
    if (wish.action === 'undoPlanChange' && subject.state !== 'pending')
      return { reason: 'alreadyBegun' };
    if (wish.action === 'cancel' && subject.state === 'ending') return { reason: 'alreadyEnding' };
    if (wish.action === 'cancel' && subject.kind === 'plan')
      return { reason: 'planNotCancellable' };
  }
  return terms ? undefined : { reason: 'notOnSale' };
}

function customerRefusal(facts: ChangeFacts, policy: Policy): Refusal | undefined {
  const { wish, terms, customer, line, arrears } = facts;
  if (!paysFor.has(wish.action) || !terms) return undefined;
  const isPaid = terms.fees.some(({ price }) => price.minorUnits > 0);
  if (isPaid && customer.ageYears === undefined && policy.mustProveUnknownAge)
    return { reason: 'ageUnknown' };
  if (
    isPaid &&
    (customer.ageYears ?? policy.minimumAgeForPaidOrders) < policy.minimumAgeForPaidOrders
  )
    return { reason: 'minor' };
  if (isPaid && arrears.minorUnits > 0) return { reason: 'arrears' };
  const conditions = terms.conditions === 'none' ? [] : (terms.conditions ?? []);
  for (const condition of conditions) {
    const isMet = meets(condition, customer, line.payment);
    if (isMet === undefined) return { reason: 'proofNeeded', condition };
    if (!isMet) return { reason: 'notEligible', condition };
  }
  return undefined;
}

/** Who pays beforehand and has too little would be promised what the network then does not give (R9). */
function balanceRefusal(facts: ChangeFacts, now: Date, timeZone: string): Refusal | undefined {
  const { wish, terms, line, balance } = facts;
  if (line.payment !== 'prepaid' || !terms || !paysFor.has(wish.action)) return undefined;
  const { effective, firstCharge } = changeFigures(facts, terms, now, timeZone);
  const isDueNow = effective === 'immediate' && firstCharge.minorUnits > 0;
  return isDueNow && balance.minorUnits < firstCharge.minorUnits
    ? { reason: 'balanceTooLow' }
    : undefined;
}
