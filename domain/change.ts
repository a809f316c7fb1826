import type { Instant } from './calendar.ts';
import type { Language } from './language.ts';
import type { Money } from './money.ts';
import type { Quantity, Resource } from './quantity.ts';

/** A sentence of the operator's own in every language we speak: shown as it stands, never translated by us (R30). */
export type Said = Readonly<Record<Language, string>>;

/** A field that may not apply: then the operator says so. Absent is not “none” (rights §3.1): absent stops the order. */
export type Stated<T> = T | 'none';

/** What kind of change it is (D1). `undoPlanChange` takes back a plan change that has not begun (§4.9). */
export type ChangeAction =
  | 'changePlan'
  | 'order'
  | 'cancel'
  | 'undoPlanChange'
  | 'suspend'
  | 'resume';

/** What the customer wants changed, by the carrier's ids. */
export type ChangeWish =
  | { readonly action: 'changePlan' | 'order'; readonly offerId: string }
  | { readonly action: 'cancel' | 'undoPlanChange'; readonly subscriptionId: string }
  | { readonly action: 'suspend' | 'resume' };

/** A fee as it is charged; `perMonth` false means once. */
export interface TermsFee {
  readonly name: Said;
  readonly price: Money;
  readonly perMonth: boolean;
}

/** What a product includes each cycle (R8b, D6). No quantity: unlimited. */
export interface TermsAllowance {
  readonly resource: Resource;
  readonly name: Said;
  readonly quantity?: Quantity;
  readonly scope: Said;
  readonly rollover: boolean;
}

/** What use beyond the allowance costs (R8c, D12). */
export interface TermsRate {
  readonly resource: Resource;
  readonly price: Money;
  readonly per: Quantity;
  readonly rounding: Said;
  /** Spending stops here each cycle; absent: no cap. */
  readonly cap?: Money;
}

/** Who may order (D8): the sentence for people and, where a system can judge it, a code. */
export interface TermsCondition {
  readonly text: Said;
  /** `minimumAge` with `value` in years, `maximumAge`, `student`, `prepaid`, `postpaid`; absent: judged in a shop. */
  readonly code?: string;
  readonly value?: number;
}

/** A price for a time, and what it costs afterwards (D13). `trial`: free, and it ends by itself (E20). */
export interface TermsPromotion {
  readonly kind: 'discount' | 'trial';
  readonly price: Money;
  readonly months: number;
}

/** Something that can be had with it, never chosen beforehand (D23, INV-8). */
export interface TermsOption {
  readonly id: string;
  readonly name: Said;
  readonly price: Money;
  readonly perMonth: boolean;
}

/**
 * Everything the operator publishes of one product: the source of D2–D29. A property that the
 * catalogue leaves out is undefined here, and what needs it is not sold (R33).
 */
export interface OfferTerms {
  readonly id: string;
  readonly kind: 'plan' | 'addOn' | 'valueAddedService';
  readonly name: Said;
  readonly tariffId: string | undefined;
  readonly version: string;
  readonly provider: Said | undefined;
  readonly thirdParty: Stated<Said> | undefined;
  readonly fees: readonly TermsFee[];
  readonly allowances: Stated<readonly TermsAllowance[]> | undefined;
  readonly consumptionOrder: readonly Said[] | undefined;
  readonly functions: readonly Said[] | undefined;
  readonly limits: Stated<readonly Said[]> | undefined;
  readonly conditions: Stated<readonly TermsCondition[]> | undefined;
  readonly processSteps: readonly Said[] | undefined;
  readonly overLimitRates: Stated<readonly TermsRate[]> | undefined;
  readonly promotion: Stated<TermsPromotion> | undefined;
  readonly minimumSpend: Stated<Money> | undefined;
  readonly chargingMethod: Said | undefined;
  readonly deductDate: Said | undefined;
  readonly proRataRule: Said | undefined;
  /** `byDay`: the first month costs its remaining days' share; `full`: a whole fee. */
  readonly proRata: 'byDay' | 'full' | undefined;
  readonly effectiveDateType: 'immediate' | 'nextCycle' | undefined;
  readonly servicePeriod: Said | undefined;
  readonly autoRenew: boolean | undefined;
  readonly renewalReminderDays: number | undefined;
  readonly stopMethod: Said | undefined;
  readonly contractMonths: number | undefined;
  readonly earlyTerminationRule: Stated<Said> | undefined;
  /** Share of each remaining month's fee, in percent: the figure behind the rule (D21 worst case). */
  readonly earlyTerminationPercent: number | undefined;
  readonly conflicts: Stated<readonly Said[]> | undefined;
  readonly optionalItems: Stated<readonly TermsOption[]> | undefined;
  readonly cancelMethod: Said | undefined;
  readonly undoWindow: Said | undefined;
  readonly refundRule: Said | undefined;
  readonly specialCases: ReadonlyArray<{ readonly code: string; readonly text: Said }> | undefined;
  readonly operatorObligations: readonly Said[] | undefined;
  readonly dataUse: Stated<readonly Said[]> | undefined;
  readonly goods: Stated<Said> | undefined;
  readonly emergencyImpact: Stated<Said> | undefined;
  readonly agreementTextVersion: string | undefined;
}

/** Something the line has today, or will have or lose on a date that is already fixed. */
export interface HeldSubscription {
  readonly id: string;
  readonly offerId: string;
  readonly kind: OfferTerms['kind'];
  readonly name: Said;
  readonly monthlyFee: Money;
  readonly startsAt: Instant;
  readonly endsAt?: Instant;
  readonly autoRenew: boolean;
  /** `pending`: it begins later; `ending`: its end is already ordered. */
  readonly state: 'active' | 'pending' | 'ending' | 'suspended';
  readonly contract?: {
    readonly endsAt: Instant;
    readonly feeToday: Money;
    readonly rule: Said;
  };
}

/** The customer's own situation, as far as a rule asks for it. No name, no birth date. */
export interface CustomerFacts {
  readonly ageYears?: number;
  readonly isStudent?: boolean;
}

/** What suspending and resuming the line mean, from the operator's own terms. */
export type LineTerms = OfferTerms;

/**
 * Everything a change depends on, read fresh from the carrier in one go; nothing of it is cached
 * (X17: what is shown is what is signed).
 */
export interface ChangeFacts {
  readonly wish: ChangeWish;
  readonly line: {
    readonly id: string;
    readonly customerId: string;
    readonly billingAccountId: string;
    readonly maskedNumber: string;
    readonly payment: 'prepaid' | 'postpaid';
    readonly status: 'active' | 'suspended' | 'closed';
    readonly isSecondary: boolean;
    readonly simChangedAt?: Instant;
    readonly portedInAt?: Instant;
  };
  readonly customer: CustomerFacts;
  /** The terms of what is ordered, changed to or cancelled; for suspend and resume those of the line service. Undefined: not on sale, not known. */
  readonly terms: OfferTerms | undefined;
  /** What is cancelled or undone. */
  readonly subject?: HeldSubscription;
  readonly held: readonly HeldSubscription[];
  readonly balance: Money;
  readonly arrears: Money;
  /** True while an earlier order on this line is not finished. */
  readonly hasOpenOrder: boolean;
  /** The operator's planned work that is going on now, if any: nothing is ordered then (R13). */
  readonly maintenanceUntil?: Instant;
}
