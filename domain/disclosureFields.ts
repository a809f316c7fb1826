import type {
  ChangeAction,
  ChangeFacts,
  OfferTerms,
  Said,
  TermsOption,
  TermsRate,
} from './change.ts';
import type { ChangeFigures } from './changeFigures.ts';
import type { DisclosureKey, Fact, FactValue } from './disclosure.ts';
import type { Policy } from './policy/policy.ts';
import { meets } from './refusal.ts';

/** What happens to the customer's money when something goes wrong: all eight must be told (R17, D25). */
export const specialCaseCodes = [
  'activationFailed',
  'partialActivation',
  'duplicatePayment',
  'deliveryFailed',
  'outage',
  'cannotInstall',
  'priceError',
  'earlyCancel',
] as const;

/** What the fields are filled from. */
export interface DisclosureSource {
  readonly facts: ChangeFacts;
  readonly terms: OfferTerms;
  readonly figures: ChangeFigures;
  readonly policy: Policy;
}

type Facts = readonly Fact[] | undefined;

/** A sentence of ours. */
export const word = (name: string, values?: Record<string, FactValue>): Fact =>
  values ? { word: name, values } : { word: name };
const none: readonly Fact[] = [word('none')];
const said = (sentence: Said | undefined): Facts => sentence && [{ said: sentence }];
const allSaid = (sentences: readonly Said[] | 'none' | undefined): Facts =>
  sentences === 'none' || sentences?.length === 0
    ? none
    : sentences?.map((sentence) => ({ said: sentence }));

/** All of them, or undefined when one is missing. */
function together(...parts: readonly Facts[]): Facts {
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

/** How each field is filled; undefined: nobody can. Keys are `D1`–`D29` of rights §3.1 in words. */
export const disclosureFields: Readonly<
  Record<DisclosureKey, (source: DisclosureSource) => Facts>
> = {
  action: ({ facts }) => [word(`action.${facts.wish.action}`)],
  product: ({ terms, facts }) =>
    terms.tariffId === undefined
      ? undefined
      : [{ said: facts.subject?.name ?? terms.name }, word('tariffId', { id: terms.tariffId })],
  oneOffFees: ({ terms, facts }) => (isEnding(facts) ? [word('noFeeToEnd')] : fees(terms, false)),
  recurringFee: (source) => recurringFee(source),
  overLimitTariff: ({ terms }) => rates(terms.overLimitRates),
  promotion: ({ terms, figures }) => promotion(terms, figures),
  minimumSpend: ({ terms: { minimumSpend } }) =>
    minimumSpend === 'none'
      ? none
      : minimumSpend && [word('minimumSpend', { money: { money: minimumSpend } })],
  firstCharge: ({ figures, facts, terms }) => {
    if (isEnding(facts) || facts.wish.action === 'resume') return [word('noCharge')];
    // Begun in the middle of a month, the charge follows from a rule that must be stated.
    if (figures.effective === 'immediate' && terms.proRata === undefined) return undefined;
    return [
      word('firstCharge', {
        money: { money: figures.firstCharge },
        date: { date: figures.firstChargeAt },
      }),
    ];
  },
  billChange: ({ figures }) => [
    word('billChange', {
      before: { money: figures.billBefore },
      after: { money: figures.billAfter },
    }),
  ],
  effectiveAt: ({ facts, figures, terms }) =>
    isNew(facts.wish.action) && terms.effectiveDateType === undefined
      ? undefined
      : [
          word(isEnding(facts) ? `ends.${figures.effective}` : `effective.${figures.effective}`, {
            at: { at: figures.effectiveAt },
          }),
        ],
  contractTerm: ({ terms, figures, facts }) => contractTerm(terms, figures, facts),
  earlyTermination: ({ terms, figures, facts }) => earlyTermination(terms, figures, facts),
  losses: ({ facts, terms, figures }) => losses(facts, terms, figures),
  autoRenewal: ({ facts, terms, figures }) => autoRenewal(facts, terms, figures),
  cancellation: ({ terms, policy }) =>
    together(
      said(terms.cancelMethod),
      said(terms.undoWindow),
      said(terms.refundRule),
      policy.withdrawalDays > 0 ? [word('withdrawal', { days: policy.withdrawalDays })] : [],
    ),
  provider: ({ terms }) => said(terms.provider),
  thirdPartyPayee: ({ terms: { thirdParty } }) => (thirdParty === 'none' ? none : said(thirdParty)),
  targetNumber: ({ facts }) => [word('number', { number: facts.line.maskedNumber })],
  content: ({ terms }) => content(terms),
  functions: ({ terms }) => together(allSaid(terms.functions), withoutNone(allSaid(terms.limits))),
  eligibility: ({ facts, terms }) => eligibility(facts, terms),
  processSteps: ({ terms }) => allSaid(terms.processSteps),
  charging: ({ terms }) =>
    together(
      said(terms.chargingMethod),
      said(terms.deductDate),
      // The rule in words and the rule that is reckoned with: one without the other cannot be trusted.
      terms.proRata && said(terms.proRataRule),
    ),
  servicePeriod: ({ facts, terms, figures }) =>
    isEnding(facts)
      ? [word('servicePeriodEnds', { at: { at: figures.effectiveAt } })]
      : together(
          said(terms.servicePeriod),
          figures.endsAt ? [word('servicePeriodEnds', { at: { at: figures.endsAt } })] : [],
        ),
  optionalItems: ({ terms }) => options(terms.optionalItems),
  specialCases: ({ terms: { specialCases = [] } }) => {
    const told = new Set(specialCases.map(({ code }) => code));
    return specialCaseCodes.every((code) => told.has(code))
      ? specialCases.map(({ text }) => ({ said: text }))
      : undefined;
  },
  operatorObligations: ({ terms }) => allSaid(terms.operatorObligations),
  dataUse: ({ terms }) => allSaid(terms.dataUse),
  goods: ({ terms: { goods } }) => (goods === 'none' ? [word('notApplicable')] : said(goods)),
  emergencyImpact: ({ terms: { emergencyImpact } }) =>
    emergencyImpact === 'none' ? none : said(emergencyImpact),
};

/** Whether the change ends something the customer has. */
export const isEnding = ({ wish }: ChangeFacts) =>
  wish.action === 'cancel' || wish.action === 'undoPlanChange';

/** “None” says nothing beside something else. */
const withoutNone = (stated: Facts): Facts => (stated === none ? [] : stated);

function fees(terms: OfferTerms, perMonth: boolean): Facts {
  const ours = terms.fees.filter((fee) => fee.perMonth === perMonth);
  if (ours.length === 0) return none;
  // What ends by itself after its month costs its fee once, whatever the catalogue calls it.
  const kind = perMonth ? (terms.autoRenew === false ? 'feeOnePeriod' : 'feePerMonth') : 'feeOnce';
  return ours.map(({ name, price }) =>
    word(kind, { name: { said: name }, price: { money: price } }),
  );
}

/** What is paid each month; for what ends, the fee that ends with it. */
function recurringFee({ facts, terms }: DisclosureSource): Facts {
  const { action } = facts.wish;
  const begins = isNew(action) || action === 'suspend';
  const stopping = terms.fees.filter(({ perMonth, price }) => perMonth && price.minorUnits > 0);
  if (begins || stopping.length === 0) return fees(terms, true);
  const stated = stopping.map(({ name, price }) =>
    word(action === 'undoPlanChange' ? 'feeNeverCharged' : 'feeStops', {
      name: { said: name },
      price: { money: price },
    }),
  );
  return action === 'resume' ? together(stated, said(terms.stopMethod)) : stated;
}

function rates(given: readonly TermsRate[] | 'none' | undefined): Facts {
  if (given === undefined) return undefined;
  if (given === 'none' || given.length === 0) return [word('noOverLimit')];
  return given.map(({ resource, price, per, rounding, cap }) =>
    word(`${cap ? 'rateCapped' : 'rate'}.${resource}`, {
      price: { money: price },
      per: { per },
      rounding: { said: rounding },
      ...(cap && { cap: { money: cap } }),
    }),
  );
}

function promotion({ promotion: given }: OfferTerms, figures: ChangeFigures): Facts {
  if (given === undefined) return undefined;
  if (given === 'none' || !figures.promotionEndsAt) return none;
  return [
    word(given.kind, {
      price: { money: given.price },
      months: given.months,
      until: { lastDay: figures.promotionEndsAt },
      after: { money: figures.recurringFee },
    }),
  ];
}

function contractTerm(terms: OfferTerms, figures: ChangeFigures, { wish }: ChangeFacts): Facts {
  if (wish.action !== 'changePlan' && wish.action !== 'order') return [word('noNewContract')];
  if (terms.contractMonths === undefined) return undefined;
  if (!figures.contractEndsAt) return [word('noContract')];
  return [
    word('contract', { months: terms.contractMonths, until: { lastDay: figures.contractEndsAt } }),
  ];
}

function earlyTermination(terms: OfferTerms, figures: ChangeFigures, facts: ChangeFacts): Facts {
  const fee = figures.earlyTerminationFeeToday;
  const today =
    fee.minorUnits > 0 ? word('feeToday', { money: { money: fee } }) : word('noFeeToday');
  if (isEnding(facts) || !figures.contractEndsAt) return [today];
  const { earlyTerminationRule: rule, earlyTerminationPercent: percent } = terms;
  // Without the share the worst case is not known, and “at most ¥0.00” would be untrue.
  if (rule === undefined || rule === 'none' || percent === undefined) return undefined;
  return [
    today,
    { said: rule },
    word('feeWorst', { money: { money: figures.earlyTerminationWorst } }),
  ];
}

function losses(
  { wish, held, subject }: ChangeFacts,
  terms: OfferTerms,
  figures: ChangeFigures,
): Facts {
  const at = { at: { at: figures.effectiveAt } };
  const stops =
    wish.action === 'changePlan'
      ? held.filter(({ kind, state }) => kind === 'plan' && state === 'active')
      : subject && (wish.action === 'cancel' || wish.action === 'undoPlanChange')
        ? [subject]
        : [];
  const lost = stops.map(({ name }) =>
    word(wish.action === 'undoPlanChange' ? 'losesPlanned' : 'loses', {
      name: { said: name },
      ...at,
    }),
  );
  if (wish.action === 'suspend') lost.push(word('losesService', at));
  const conflicts = isNew(wish.action) ? withoutNone(allSaid(terms.conflicts)) : [];
  if (conflicts === undefined) return undefined;
  const all = [...lost, ...conflicts];
  return all.length > 0 ? all : none;
}

/** Whether the change begins something new. */
export const isNew = (action: ChangeAction) => action === 'changePlan' || action === 'order';

function autoRenewal(facts: ChangeFacts, terms: OfferTerms, figures: ChangeFigures): Facts {
  if (!isNew(facts.wish.action)) return [word('renewalNotApplicable')];
  if (figures.endsAt) return [word('renewsNot', { at: { at: figures.endsAt } })];
  if (terms.autoRenew === undefined || terms.renewalReminderDays === undefined) return undefined;
  return together(
    [
      word('renews', {
        date: { date: figures.nextRenewalAt },
        days: terms.renewalReminderDays,
      }),
    ],
    said(terms.stopMethod),
  );
}

function content({ allowances, consumptionOrder, functions }: OfferTerms): Facts {
  if (allowances === undefined) return undefined;
  // A service without allowances is what it does.
  if (allowances === 'none' || allowances.length === 0) return allSaid(functions);
  const listed = allowances.map(({ name, quantity, scope, rollover }) =>
    word(`allowance${quantity ? '' : 'Unlimited'}${rollover ? 'Rollover' : ''}`, {
      name: { said: name },
      scope: { said: scope },
      ...(quantity && { quantity: { quantity } }),
    }),
  );
  return together(listed, allSaid(consumptionOrder));
}

function eligibility({ customer, line, wish }: ChangeFacts, { conditions }: OfferTerms): Facts {
  if (!isNew(wish.action)) return [word('noConditions')];
  if (conditions === undefined) return undefined;
  if (conditions === 'none' || conditions.length === 0) return [word('noConditions')];
  return conditions.map((condition) =>
    word(meets(condition, customer, line.payment) ? 'conditionMet' : 'conditionNotMet', {
      condition: { said: condition.text },
    }),
  );
}

/** Optional items are shown with their own price and never chosen beforehand (E18, INV-8). */
function options(given: readonly TermsOption[] | 'none' | undefined): Facts {
  if (given === undefined) return undefined;
  if (given === 'none' || given.length === 0) return none;
  return given.map(({ name, price, perMonth }) =>
    word(perMonth ? 'optionPerMonth' : 'optionOnce', {
      name: { said: name },
      price: { money: price },
    }),
  );
}
