import { addMonths, addMonthsToDay, localDate, monthDays, startOfDay } from './calendar.ts';
import type { ChangeFacts, HeldSubscription, OfferTerms } from './change.ts';
import { type Money, money, sum } from './money.ts';

/** The money and the moments of a change; all amounts tax included, all moments UTC ISO 8601. */
export interface ChangeFigures {
  readonly effective: 'immediate' | 'nextCycle';
  readonly effectiveAt: string;
  /** The service's last moment is just before it; absent: until cancelled. */
  readonly endsAt?: string;
  readonly recurringFee: Money;
  readonly oneOffFee: Money;
  readonly firstCharge: Money;
  readonly firstChargeAt: string;
  readonly billBefore: Money;
  readonly billAfter: Money;
  readonly earlyTerminationFeeToday: Money;
  /** “At most”: rounded up. */
  readonly earlyTerminationWorst: Money;
  readonly nextRenewalAt: string;
  /** The contract's last moment is just before it. */
  readonly contractEndsAt?: string;
  /** A discount's or a trial's last moment is just before it. */
  readonly promotionEndsAt?: string;
}

const startsAtOnce = new Set(['order', 'suspend', 'resume', 'undoPlanChange']);

/** Works out what a change costs and when (D10–D21, rights §4.8). Undefined where the terms do not say. */
export function changeFigures(
  facts: ChangeFacts,
  terms: OfferTerms,
  now: Date,
  timeZone: string,
): ChangeFigures {
  const { wish } = facts;
  const today = localDate(now, timeZone);
  const nextCycleAt = startOfDay(`${addMonths(today.slice(0, 7), 1)}-01`, timeZone);
  const isImmediate =
    startsAtOnce.has(wish.action) &&
    (wish.action !== 'order' || terms.effectiveDateType === 'immediate');
  const effectiveAt = isImmediate ? minuteOf(now) : nextCycleAt;
  const firstDay = localDate(new Date(effectiveAt), timeZone);
  const day = (months: number) => startOfDay(addMonthsToDay(firstDay, months), timeZone);
  const promotion = terms.promotion === 'none' ? undefined : terms.promotion;
  // Nothing, in the currency of the account.
  const nothing = money(0, facts.balance.currency);
  const feesOf = (isMonthly: boolean) =>
    sum([nothing, ...terms.fees.flatMap((fee) => (fee.perMonth === isMonthly ? [fee.price] : []))]);
  const [recurringFee, oneOffFee] = [feesOf(true), feesOf(false)];
  const pays = wish.action === 'changePlan' || wish.action === 'order' || wish.action === 'suspend';
  const feeNow = promotion?.price ?? recurringFee;
  const isShare = pays && isImmediate && terms.proRata === 'byDay' && terms.autoRenew === true;
  const firstFee = isShare ? shareOfMonth(feeNow, firstDay) : feeNow;
  const isTrial = promotion?.kind === 'trial';
  const ends = wish.action === 'order' && (isTrial || terms.autoRenew === false);
  const contractMonths =
    wish.action === 'changePlan' || wish.action === 'order' ? (terms.contractMonths ?? 0) : 0;
  return {
    effective: isImmediate ? 'immediate' : 'nextCycle',
    effectiveAt,
    ...(ends && {
      endsAt: isTrial ? day(promotion?.months ?? 0) : nextMonthAfter(firstDay, timeZone),
    }),
    recurringFee,
    oneOffFee: pays ? oneOffFee : nothing,
    firstCharge: pays ? sum([firstFee, oneOffFee]) : nothing,
    firstChargeAt: effectiveAt,
    ...bills(facts, terms, feeNow),
    earlyTerminationFeeToday: earlyTerminationToday(facts),
    earlyTerminationWorst: money(
      Math.ceil(
        (recurringFee.minorUnits * contractMonths * (terms.earlyTerminationPercent ?? 0)) / 100,
      ),
      recurringFee.currency,
    ),
    nextRenewalAt: nextMonthAfter(firstDay, timeZone),
    ...(contractMonths > 0 && { contractEndsAt: day(contractMonths) }),
    ...(promotion && { promotionEndsAt: day(promotion.months) }),
  };
}

/** Seconds would only make two screens differ. */
function minuteOf(now: Date): string {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString();
}

function nextMonthAfter(day: string, timeZone: string): string {
  return startOfDay(`${addMonths(day.slice(0, 7), 1)}-01`, timeZone);
}

/** The share of a monthly fee for the days left, today included; fractions of a fen are the customer's. */
function shareOfMonth(fee: Money, day: string): Money {
  const days = Number(monthDays(day.slice(0, 7)).last.slice(8));
  const left = days - Number(day.slice(8)) + 1;
  return money(Math.floor((fee.minorUnits * left) / days), fee.currency);
}

/** Whether a subscription is on the next full month's bill as things stand. */
const renews = ({ state, autoRenew, endsAt }: HeldSubscription) =>
  autoRenew && endsAt === undefined && state !== 'ending';

/** The monthly fees before and after (D16), usage apart. */
function bills({ wish, held, subject, balance }: ChangeFacts, terms: OfferTerms, feeNow: Money) {
  const before = held.filter(renews);
  const total = (list: readonly HeldSubscription[], more: readonly Money[] = []) =>
    sum([money(0, balance.currency), ...list.map(({ monthlyFee }) => monthlyFee), ...more]);
  const without = (gone: (each: HeldSubscription) => boolean) =>
    before.filter((each) => !gone(each));
  const billBefore = total(before);
  const replacing = () =>
    total(
      without(({ kind }) => kind === 'plan'),
      [feeNow],
    );
  const ending = held.filter(({ kind, state }) => kind === 'plan' && state === 'ending');
  const billAfter = {
    changePlan: replacing,
    order: () => total(before, terms.autoRenew && !isTrialOf(terms) ? [feeNow] : []),
    cancel: () => total(without(({ id }) => id === subject?.id)),
    undoPlanChange: () => total([...without(({ id }) => id === subject?.id), ...ending]),
    suspend: () => total(before, [feeNow]),
    resume: () => total(before),
  }[wish.action]();
  return { billBefore, billAfter };
}

const isTrialOf = ({ promotion }: OfferTerms) =>
  promotion !== undefined && promotion !== 'none' && promotion.kind === 'trial';

/** What ending the running contract costs today, when this change ends it (D21). */
function earlyTerminationToday({ wish, held, subject, balance }: ChangeFacts): Money {
  const ended =
    wish.action === 'changePlan'
      ? held.filter(({ kind, state }) => kind === 'plan' && state === 'active')
      : wish.action === 'cancel' && subject
        ? [subject]
        : [];
  const fees = ended.flatMap(({ contract }) => (contract ? [contract.feeToday] : []));
  return sum([money(0, balance.currency), ...fees]);
}
