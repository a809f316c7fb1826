import fc from 'fast-check';
import { localDate } from '../../domain/calendar.ts';
import type {
  ChangeAction,
  ChangeFacts,
  HeldSubscription,
  OfferTerms,
} from '../../domain/change.ts';
import { composeDisclosure } from '../../domain/composeDisclosure.ts';
import type { Disclosure } from '../../domain/disclosure.ts';
import { money } from '../../domain/money.ts';
import { cn } from '../../domain/policy/cn.ts';
import { eu } from '../../domain/policy/eu.ts';
import { completeTerms, prices } from './arbitraryTerms.ts';

/** Zones of an operator: whole and half hours, clocks that change at night, at midnight, or never. */
export const zones = fc.constantFrom(
  'Asia/Shanghai',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'UTC',
);

/** Any minute of the years a customer may order in; leap days and changes of the clock included. */
export const moments = fc
  .integer({ min: Date.UTC(2018, 0, 1) / 1000, max: Date.UTC(2036, 11, 31) / 1000 })
  .map((seconds) => new Date(seconds * 1000));

/** The last and first days of months, near midnight: where dates go wrong. */
export const edgeMoments = fc
  .record({
    month: fc.nat(12 * 18),
    minutes: fc.integer({ min: -26 * 60, max: 26 * 60 }),
  })
  .map(({ month, minutes }) => new Date(Date.UTC(2018, month, 1, 0, minutes)));

export const anyMoment = fc.oneof(moments, edgeMoments);
export const policies = fc.constantFrom(cn, eu);

const heldPlan = fc.record({ fee: prices, isEnding: fc.boolean(), etf: fc.option(prices) });
const heldAddOns = fc.array(
  fc.record({ fee: prices, autoRenew: fc.boolean(), isEnding: fc.boolean() }),
  { minLength: 1, maxLength: 3 },
);
const later = '2040-01-01T00:00:00.000Z';

function subscription(
  id: string,
  kind: HeldSubscription['kind'],
  fee: HeldSubscription['monthlyFee'],
  isEnding: boolean,
  more: Partial<HeldSubscription> = {},
): HeldSubscription {
  return {
    id,
    offerId: `offer-${id}`,
    kind,
    name: { 'zh-CN': `业务${id}`, en: `Service ${id}` },
    monthlyFee: fee,
    startsAt: '2018-01-01T00:00:00.000Z',
    autoRenew: true,
    state: isEnding ? 'ending' : 'active',
    ...(isEnding && { endsAt: later }),
    ...more,
  };
}

/** A customer with a plan (maybe about to be replaced), some extras, and a wish about them. */
export const changeFacts: fc.Arbitrary<ChangeFacts & { readonly terms: OfferTerms }> = fc
  .record({
    action: fc.constantFrom<ChangeAction>(
      'changePlan',
      'order',
      'cancel',
      'undoPlanChange',
      'suspend',
      'resume',
    ),
    terms: completeTerms,
    plan: heldPlan,
    addOns: heldAddOns,
  })
  .map(({ action, terms, plan, addOns }) => {
    const rule = { 'zh-CN': '剩余月费的三成', en: '30 % of the months left' };
    const isUndone = action === 'undoPlanChange';
    const held = [
      subscription('plan', 'plan', plan.fee, plan.isEnding || isUndone, {
        ...(plan.etf && { contract: { endsAt: later, feeToday: plan.etf, rule } }),
      }),
      ...(isUndone
        ? [
            subscription('next', 'plan', terms.fees[0]?.price ?? money(0), false, {
              state: 'pending',
              startsAt: later,
            }),
          ]
        : []),
      ...addOns.map(({ fee, autoRenew, isEnding }, index) =>
        subscription(`extra-${index}`, 'addOn', fee, isEnding, { autoRenew }),
      ),
    ];
    const subjectId = isUndone ? 'next' : 'extra-0';
    const isEnd = action === 'cancel' || isUndone;
    const wish = isEnd
      ? { action, subscriptionId: subjectId }
      : action === 'suspend' || action === 'resume'
        ? { action }
        : { action, offerId: terms.id };
    const subject = isEnd ? held.find(({ id }) => id === subjectId) : undefined;
    return {
      wish: wish as ChangeFacts['wish'],
      line: {
        id: 'line-1',
        customerId: 'customer-1',
        billingAccountId: 'account-1',
        maskedNumber: '138****0000',
        payment: 'postpaid',
        status: 'active',
        isSecondary: false,
      },
      customer: { ageYears: 30 },
      terms,
      ...(subject && { subject }),
      held,
      balance: money(10_000),
      arrears: money(0),
      hasOpenOrder: false,
    };
  });

/** A disclosure such as a customer reads it, made the way the bot makes it. */
export const disclosures: fc.Arbitrary<Disclosure> = fc
  .tuple(changeFacts, anyMoment, zones, policies)
  .map(([facts, now, zone, policy]) => composeDisclosure(facts, facts.terms, now, zone, policy))
  .filter((composed) => 'disclosure' in composed)
  .map((composed) => (composed as { disclosure: Disclosure }).disclosure);

/** Every place in a JSON value where something stands that is not a list or an object. */
export function leavesOf(value: unknown, path: readonly string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [[...path]];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

/** The value with what stands at a place changed to something else of its type. */
export function changedAt<T>(value: T, [key, ...rest]: readonly string[]): T {
  if (key === undefined) return otherThan(value) as T;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copy[key] = changedAt(copy[key], rest);
  return copy as T;
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 ? 1 : -value;
  if (typeof value === 'boolean') return !value;
  return `${String(value)} `;
}

/** The local day before. */
export const dayBefore = (instant: string, zone: string) =>
  localDate(new Date(Date.parse(instant) - 1), zone);
