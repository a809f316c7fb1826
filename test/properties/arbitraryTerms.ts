import fc from 'fast-check';
import type { OfferTerms, TermsFee } from '../../domain/change.ts';
import { specialCaseCodes } from '../../domain/disclosureFields.ts';
import { money } from '../../domain/money.ts';

const said = fc
  .tuple(fc.constantFrom('月费', '全国通用', '随时可退', '次月'), fc.nat(99))
  .map(([zh, number]) => ({ 'zh-CN': `${zh}${number}`, en: `sentence ${number}` }));
/** Up to ¥300.00. */
export const prices = fc.integer({ min: 0, max: 30_000 }).map((fen) => money(fen));
const sentences = fc.array(said, { minLength: 1, maxLength: 3 });
const statedOf = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(fc.constant('none' as const), arbitrary);

const allowance = fc.record(
  {
    resource: fc.constantFrom('data' as const, 'voice' as const),
    name: said,
    quantity: fc.nat(9_000_000).map((amount) => ({ amount, unit: 'KB' as const })),
    scope: said,
    rollover: fc.boolean(),
  },
  { requiredKeys: ['resource', 'name', 'scope', 'rollover'] },
);
const rate = fc.record(
  {
    resource: fc.constantFrom('data' as const, 'sms' as const),
    price: prices,
    per: fc.constant({ amount: 1024, unit: 'KB' as const }),
    rounding: said,
    cap: prices,
  },
  { requiredKeys: ['resource', 'price', 'per', 'rounding'] },
);
const monthly = fc.record({ name: said, price: prices, perMonth: fc.constant(true) });
const once = fc.record({ name: said, price: prices, perMonth: fc.constant(false) });
const options = fc.array(
  fc.record({ id: fc.uuid(), name: said, price: prices, perMonth: fc.boolean() }),
  { minLength: 1, maxLength: 2 },
);

/** Terms in which nothing is left out: what the operator must publish before anything is sold. */
export const completeTerms: fc.Arbitrary<OfferTerms> = fc
  .record({
    id: fc.constantFrom('plan-a', 'add-b', 'vas-c'),
    kind: fc.constantFrom('plan' as const, 'addOn' as const, 'valueAddedService' as const),
    name: said,
    tariffId: fc.constant('MB-2026-A'),
    version: fc.constant('1'),
    provider: said,
    thirdParty: statedOf(said),
    fees: fc
      .tuple(monthly, fc.array(once, { maxLength: 1 }))
      .map(([fee, more]): TermsFee[] => [fee, ...more]),
    allowances: statedOf(fc.array(allowance, { minLength: 1, maxLength: 2 })),
    consumptionOrder: sentences,
    functions: sentences,
    limits: statedOf(sentences),
    conditions: statedOf(
      fc.array(fc.record({ text: said, code: fc.constant('postpaid') }), { minLength: 1 }),
    ),
    processSteps: sentences,
    overLimitRates: statedOf(fc.array(rate, { minLength: 1, maxLength: 2 })),
    promotion: statedOf(
      fc.record({
        kind: fc.constantFrom('discount' as const, 'trial' as const),
        price: prices,
        months: fc.integer({ min: 1, max: 24 }),
      }),
    ),
    minimumSpend: statedOf(prices),
    chargingMethod: said,
    deductDate: said,
    proRataRule: said,
    proRata: fc.constantFrom('byDay' as const, 'full' as const),
    effectiveDateType: fc.constantFrom('immediate' as const, 'nextCycle' as const),
    servicePeriod: said,
    autoRenew: fc.boolean(),
    renewalReminderDays: fc.integer({ min: 1, max: 30 }),
    stopMethod: said,
    contractMonths: fc.constantFrom(0, 1, 12, 24, 30),
    earlyTerminationRule: said,
    earlyTerminationPercent: fc.integer({ min: 0, max: 50 }),
    conflicts: statedOf(sentences),
  })
  .chain((terms) =>
    fc.record({
      ...Object.fromEntries(Object.entries(terms).map(([key, value]) => [key, fc.constant(value)])),
      optionalItems: statedOf(options),
      cancelMethod: said,
      undoWindow: said,
      refundRule: said,
      specialCases: fc.tuple(
        ...specialCaseCodes.map((code) => said.map((text) => ({ code, text }))),
      ),
      operatorObligations: sentences,
      dataUse: statedOf(sentences),
      goods: statedOf(said),
      emergencyImpact: statedOf(said),
      agreementTextVersion: fc.constant('2026-01'),
    }),
  ) as unknown as fc.Arbitrary<OfferTerms>;

/** What the catalogue may forget; each is needed before anything is sold (R22, R33). */
export const forgettable = [
  'tariffId',
  'provider',
  'thirdParty',
  'allowances',
  'consumptionOrder',
  'functions',
  'limits',
  'conditions',
  'processSteps',
  'overLimitRates',
  'promotion',
  'minimumSpend',
  'chargingMethod',
  'deductDate',
  'proRataRule',
  'proRata',
  'effectiveDateType',
  'servicePeriod',
  'autoRenew',
  'renewalReminderDays',
  'stopMethod',
  'contractMonths',
  'earlyTerminationRule',
  'earlyTerminationPercent',
  'conflicts',
  'optionalItems',
  'cancelMethod',
  'undoWindow',
  'refundRule',
  'specialCases',
  'operatorObligations',
  'dataUse',
  'goods',
  'emergencyImpact',
  'agreementTextVersion',
] as const satisfies ReadonlyArray<keyof OfferTerms>;
