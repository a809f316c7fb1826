import type { Instant } from './calendar.ts';
import type { ChangeAction, OfferTerms, Said } from './change.ts';
import type { Money } from './money.ts';
import type { Quantity } from './quantity.ts';

/** The fields of a disclosure in the order they are read (rights §3.1, D1–D29). */
export const disclosureKeys = [
  'action',
  'product',
  'oneOffFees',
  'recurringFee',
  'overLimitTariff',
  'promotion',
  'minimumSpend',
  'firstCharge',
  'billChange',
  'effectiveAt',
  'contractTerm',
  'earlyTermination',
  'losses',
  'autoRenewal',
  'cancellation',
  'provider',
  'thirdPartyPayee',
  'targetNumber',
  'content',
  'functions',
  'eligibility',
  'processSteps',
  'charging',
  'servicePeriod',
  'optionalItems',
  'specialCases',
  'operatorObligations',
  'dataUse',
  'goods',
  'emergencyImpact',
] as const;

/** One field's name: the locale's `disclosure:term.<key>`. */
export type DisclosureKey = (typeof disclosureKeys)[number];

/**
 * A value inside a sentence of ours; the language writes it. `date` shows the day, `at` the minute,
 * `lastDay` the last day before an end that is itself no part of the time.
 */
export type FactValue =
  | string
  | number
  | { readonly money: Money }
  | { readonly at: Instant }
  | { readonly date: Instant }
  | { readonly lastDay: Instant }
  | { readonly said: Said }
  | { readonly quantity: Quantity }
  | { readonly per: Quantity };

/** One statement: the operator's own sentence, or a sentence of ours (`disclosure:word.<word>`) with values. */
export type Fact =
  | { readonly said: Said }
  | { readonly word: string; readonly values?: Readonly<Record<string, FactValue>> };

/** A field and what is stated of it; never empty: “none” is a statement. */
export interface DisclosureField {
  readonly key: DisclosureKey;
  readonly facts: readonly Fact[];
}

/** What is to be done, for the order system: part of what is hashed, so it cannot differ from what was shown. */
export interface OrderTerms {
  readonly action: ChangeAction;
  readonly lineId: string;
  readonly customerId: string;
  readonly billingAccountId: string;
  readonly offerId?: string;
  readonly subscriptionId?: string;
  /** The plan that is replaced. */
  readonly replacesSubscriptionId?: string;
  readonly effectiveAt: Instant;
  readonly effective: 'immediate' | 'nextCycle';
  readonly autoRenew: boolean;
}

/** Figures of a disclosure that SMS, receipt and agreement repeat. */
export interface DisclosureSummary {
  readonly productName: Said;
  readonly kind: OfferTerms['kind'] | 'line';
  readonly tariffId: string;
  readonly monthlyFee: Money;
  readonly oneOffFee: Money;
  readonly firstCharge: Money;
  readonly firstChargeAt: Instant;
  readonly billBefore: Money;
  readonly billAfter: Money;
  readonly earlyTerminationFeeToday: Money;
  readonly effectiveAt: Instant;
  /** Absent: until cancelled. */
  readonly endsAt?: Instant;
  readonly autoRenew: boolean;
  readonly losses: readonly Said[];
  readonly maskedNumber: string;
}

/**
 * What is put before a customer before any change (R22, R23): complete, bilingual, data only. Its
 * canonical JSON is hashed; both confirmations, the SMS, the order and the agreement carry that hash.
 */
export interface Disclosure {
  /** Version of this shape, and of the policy it was made under. */
  readonly version: string;
  readonly policy: string;
  readonly agreementTextVersion: string;
  readonly order: OrderTerms;
  readonly summary: DisclosureSummary;
  readonly fields: readonly DisclosureField[];
}

/** SHA-256 of a text as lower-case hex; handed in, the domain has no crypto. */
export type Hash = (text: string) => string;

/** JSON with sorted keys and no blanks: the same data is the same text on every machine (RFC 8785 for our values: no floats). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`);
  return `{${entries.join(',')}}`;
}

/** The disclosure's hash (D30). Everything of D1–D29 is in it: change anything and it is another. */
export function disclosureHash(disclosure: Disclosure, hash: Hash): string {
  return hash(canonicalJson(disclosure));
}
