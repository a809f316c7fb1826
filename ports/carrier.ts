import type { Instant, Month, Period } from '../domain/calendar.ts';
import type { ChangeFacts, ChangeWish } from '../domain/change.ts';
import type { Consent } from '../domain/consent.ts';
import type { Grant } from '../domain/grant.ts';
import type { Language } from '../domain/language.ts';
import type { Money } from '../domain/money.ts';
import type { Quantity, Resource } from '../domain/quantity.ts';
import type { ComplaintBook } from './complaints.ts';

/** An answer with the moment the carrier says it was true: the `数据截至` line of every reply (R9). */
export interface Dated<T> {
  readonly asOf: Instant;
  readonly data: T;
}

/** One phone number's service: who pays, how, and in what state (glossary: 机主, 副卡, 停机). */
export interface Line {
  /** The carrier's product id of the line; opaque, safe in logs. */
  readonly id: string;
  readonly customerId: string;
  readonly billingAccountId: string;
  /** `13800001234`, national form. Personal data: mask before it is shown (rights §5.3). */
  readonly phoneNumber: string;
  readonly payment: 'prepaid' | 'postpaid';
  readonly status: 'active' | 'suspended' | 'closed';
  /** Set on a secondary SIM: the account holder's line pays (副卡). */
  readonly primaryLineId?: string;
  /** From the account, never asked in chat (rights §9.1). */
  readonly isElder: boolean;
  /** The account holder's name, for the agreement's original alone; personal data. */
  readonly holderName?: string;
  /** Where notices go besides SMS; personal data, absent when the customer gave none. */
  readonly email?: string;
  /** A SIM change or port-in makes SMS codes weaker for a while (X16). */
  readonly simChangedAt?: Instant;
  readonly portedInAt?: Instant;
}

/** A fee as it is charged. `perMonth` false means once. */
export interface Fee {
  readonly name: string;
  readonly price: Money;
  readonly perMonth: boolean;
}

/** What a product includes each cycle (R8b). `quantity` absent: unlimited, see the offer's `limits`. */
export interface Allowance {
  readonly resource: Resource;
  readonly name: string;
  readonly quantity?: Quantity;
  /** `national`, or the named apps of directed data, as the catalogue words it. */
  readonly scope: string;
  readonly rollover: boolean;
}

/** What use beyond the allowance costs (R8c, D12). */
export interface OverLimitRate {
  readonly resource: Resource;
  readonly price: Money;
  /** The price buys this much; part of it is rounded as `rounding` says. */
  readonly per: Quantity;
  readonly rounding: string;
  /** Spending stops here each cycle; absent: no cap. */
  readonly cap?: Money;
}

/** Something on sale, with what the customer must be told of it (R22, rights §3.1). */
export interface Offer {
  readonly id: string;
  readonly kind: 'plan' | 'addOn' | 'valueAddedService';
  readonly name: string;
  readonly description: string;
  /** The public filing id (E1, E2): an offer without one is not shown and not sold. */
  readonly tariffId: string;
  readonly fees: readonly Fee[];
  readonly allowances: readonly Allowance[];
  readonly overLimitRates: readonly OverLimitRate[];
  /** Speeds, throttling and other limits, one sentence each (D7). */
  readonly limits: readonly string[];
  /** Who may order it, one sentence each (D8); empty: everyone. */
  readonly conditions: readonly string[];
  /** Contract length in months; 0: none (D20). */
  readonly contractMonths: number;
  /** The carrier's own words on ending early; empty when there is no contract (D21). */
  readonly earlyTerminationRule: string;
  readonly autoRenew: boolean;
  /** Named when the money goes to somebody else (E25). */
  readonly thirdParty?: string;
}

/** Something the customer has (R8d, R8e). */
export interface Subscription {
  readonly id: string;
  readonly offerId: string;
  readonly kind: Offer['kind'];
  readonly name: string;
  readonly monthlyFee: Money;
  readonly subscribedAt: Instant;
  /** Through which channel it was ordered, in the carrier's words. */
  readonly channel: string;
  readonly startsAt: Instant;
  /** Absent: until cancelled. Then `autoRenew` says whether it renews each month. */
  readonly endsAt?: Instant;
  readonly autoRenew: boolean;
  readonly thirdParty?: string;
  /** Its end is ordered already. */
  readonly isEnding?: boolean;
  /** It begins later: a plan change that has not started. */
  readonly isPending?: boolean;
  /** The running contract, if any. */
  readonly contract?: Contract;
}

/** A contract term on a subscription (D20, D21). */
export interface Contract {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** What ending today would cost, computed by the carrier. */
  readonly earlyTerminationFeeToday: Money;
  readonly rule: string;
}

/** A bill without its lines. */
export interface BillSummary {
  readonly id: string;
  readonly month: Month;
  readonly period: Period;
  readonly total: Money;
  readonly unpaid: Money;
  readonly dueDate?: Instant;
  readonly state: 'paid' | 'partlyPaid' | 'unpaid' | 'notYetIssued';
}

/** One line of a bill (R8a). Lines sum to the bill's total to the fen. */
export interface BillItem {
  readonly id: string;
  readonly name: string;
  /** The catalogue's own words on what this is and why it is charged; never invented (R8). */
  readonly explanation: string;
  readonly period: Period;
  readonly quantity?: string;
  readonly unitPrice?: string;
  readonly amount: Money;
  /** Who gets the money when it is not the operator (E25). */
  readonly thirdParty?: string;
  readonly isDisputed: boolean;
}

/** A bill by item. */
export interface Bill extends BillSummary {
  readonly items: readonly BillItem[];
}

/** Use of one resource in the running cycle. */
export interface ResourceUsage {
  readonly resource: Resource;
  /** The bucket's own name, e.g. 国内通用流量. */
  readonly name: string;
  readonly used: Quantity;
  /** Absent: unlimited. */
  readonly limit?: Quantity;
  readonly cycle: Period;
  readonly overLimitRate?: OverLimitRate;
}

/** Money on the account (R7). */
export interface Balance {
  /** Prepaid credit, or money paid ahead. */
  readonly available: Money;
  /** Not yet paid from issued bills; zero if none. */
  readonly arrears: Money;
  /** Charges of the running cycle so far. */
  readonly chargesThisCycle: Money;
  /** The plan and subscriptions' fees due at the next cycle start. */
  readonly nextMonthlyFees: Money;
  readonly nextChargeAt: Instant;
}

/** Planned work or other news for customers (N9). */
export interface Announcement {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly publishedAt: Instant;
  readonly window?: Period;
}

/** What somebody else must do for the customer: for now, ring back (R31, rights §9.1). */
export interface CallbackRequest {
  /** Our own reference, shown to the customer; the carrier keeps it as external id. Sent twice, it is one ticket. */
  readonly reference: string;
  readonly lineId?: string;
  readonly language: Language;
  readonly requestedAt: Instant;
  /** What the customer was doing, as an intent name; no free text, so nothing personal travels. */
  readonly topic: string;
  /** The hour that was promised; absent: none was. */
  readonly slot?: Period;
  /** The customer does not want it any more. Comes this first, the ticket is withdrawn from the beginning. */
  readonly isWithdrawn?: boolean;
  /** Instead of a ring-back: the order whose end people must find out, by its key. */
  readonly orderKey?: string;
}

/** Kinds of itemised records a customer can ask for (详单). */
export type RecordKind = 'voice' | 'sms' | 'data' | 'valueAdded' | 'roaming';

/** One itemised record (详单). Sensitive personal data: never logged, never kept, never in chat (§5.3). */
export interface UsageRecord {
  readonly id: string;
  readonly at: Instant;
  readonly kind: RecordKind;
  /** The other number as the carrier has it; masked by whoever shows it. Absent for data. */
  readonly otherNumber?: string;
  /** What was used, in the resource's base unit; absent where only money counts. */
  readonly quantity?: Quantity;
  /** Province or country, no finer (§5.3: place of use, panel only). */
  readonly place?: string;
  readonly fee: Money;
}

/** Which records: a month and a kind, perhaps one day; `after` is the last record of the page before. */
export interface RecordQuery {
  readonly month: Month;
  readonly kind?: RecordKind;
  /** `YYYY-MM-DD` in the operator's zone. */
  readonly day?: string;
  readonly after?: string;
  /** At most 500. */
  readonly limit: number;
  /** The language places are named in; absent: the carrier's own. */
  readonly language?: Language;
}

/** A page of records, newest first. */
export interface RecordPage {
  readonly records: readonly UsageRecord[];
  /** How many there are in all. */
  readonly total: number;
  /** `after` of the next page; absent on the last. */
  readonly next?: string;
}

/** What chat may show: how many and how much of each kind, never one record (rights §5.2). */
export interface RecordTotals {
  readonly month: Month;
  readonly kinds: ReadonlyArray<{
    readonly kind: RecordKind;
    readonly count: number;
    /** As on the bill of the month; the records' fees add up to it to the fen. */
    readonly fee: Money;
  }>;
}

/** What the operator's books hold of a line's holder, whole: it leaves masked (rights §5.3). */
export interface RegisteredData {
  readonly name?: string;
  /** What the line is registered with (E47). */
  readonly identity?: {
    readonly kind: 'residentIdentityCard' | 'passport' | 'other';
    readonly number: string;
  };
  readonly address?: string;
  readonly email?: string;
}

/** An order as the operator's order system knows it (TMF622). */
export interface PlacedOrder {
  /** Our key, the order's external id: `orderKey(consent)`. */
  readonly key: string;
  /** The operator's own number, told to the customer. */
  readonly orderNumber: string;
  /**
   * `open`: accepted, not finished. Only `completed` may be called a success, and only `failed` may be
   * said to have cost nothing (R26); `partial` is over and neither: people look into it.
   */
  readonly state: 'open' | 'completed' | 'failed' | 'partial';
  readonly completedAt?: Instant;
}

/** An agreement as it is registered with the operator (TMF651). */
export interface AgreementRegistration {
  /** Our agreement number; sent twice, it is one agreement. */
  readonly number: string;
  readonly name: string;
  readonly customerId: string;
  readonly lineId: string;
  readonly orderNumber: string;
  readonly offerId?: string;
  readonly startsAt: Instant;
  readonly endsAt?: Instant;
  /** SHA-256 of the signed file, hex. */
  readonly documentHash: string;
  readonly disclosureHash: string;
}

/**
 * The operator's systems, in our words. Every method throws `Unavailable` when the operator does
 * not answer in time or answers nonsense; the customer then reads that nothing can be shown.
 */
export interface Carrier extends ComplaintBook {
  /** The line of a phone number, or undefined. The caller never tells the customer which (R19). */
  findLine(phoneNumber: string): Promise<Line | undefined>;
  line(lineId: string): Promise<Line | undefined>;
  /** What the line has: the plan first, then add-ons and value-added services. */
  subscriptions(line: LineRef, language: Language): Promise<Dated<readonly Subscription[]>>;
  /** This month's running bill and the last six, newest first. */
  bills(line: LineRef, language: Language): Promise<Dated<readonly BillSummary[]>>;
  /** One month by item, or undefined when there is no bill for it. */
  bill(line: LineRef, month: Month, language: Language): Promise<Dated<Bill | undefined>>;
  usage(line: LineRef, language: Language): Promise<Dated<readonly ResourceUsage[]>>;
  balance(line: LineRef, language: Language): Promise<Dated<Balance>>;
  /** Everything on sale with a public tariff id (E2). May be a few minutes old; `asOf` says. */
  offers(language: Language): Promise<Dated<readonly Offer[]>>;
  announcements(language: Language): Promise<Dated<readonly Announcement[]>>;
  /** Books a ring-back. Idempotent by `reference`. */
  requestCallback(request: CallbackRequest): Promise<void>;
  /** Everything a change depends on, read fresh (X17). Terms that are not on sale are undefined. */
  changeFacts(line: LineRef, wish: ChangeWish): Promise<ChangeFacts>;
  /**
   * Places what was consented to, once per consent: TMF622 with `orderKey(consent)` as external id.
   * Waits a little for the order to finish and answers the state reached. Throws `Unavailable` when
   * it is not known whether it was accepted, an Error when `consent` is not one (X17 final gate).
   */
  placeOrder(consent: Consent): Promise<PlacedOrder>;
  /** The order with our key, or undefined when the operator says that it has none. */
  findOrder(key: string): Promise<PlacedOrder | undefined>;
  /**
   * Itemised records of the grant's line, by keyset (R18). Throws a RangeError when the day is not in
   * the month, an Error without a grant for `records` or
   * `recordsExport` of this very line: no code, no record, whoever asks (INV-12).
   */
  usageRecords(grant: Grant, query: RecordQuery): Promise<RecordPage>;
  /** One record of the grant's line by its id, or undefined. Throws an Error without such a grant. */
  usageRecord(grant: Grant, recordId: string): Promise<UsageRecord | undefined>;
  /** Counts and sums of a month's records. Throws an Error without such a grant. */
  recordTotals(grant: Grant, month: Month): Promise<Dated<RecordTotals>>;
  /**
   * What unlocks the line's SIM card, or undefined where there is none. Throws an Error without a grant
   * for `puk` (R18, INV-12).
   */
  simPuk(grant: Grant): Promise<string | undefined>;
  /** What is registered of the line's holder. Throws an Error without a grant for `address` (R18, INV-12). */
  registeredData(grant: Grant): Promise<RegisteredData>;
  /**
   * Whether this is the service password of the grant's line; absent where the operator has none to ask
   * for (rights §5.1). Throws an Error without a grant for `records`.
   */
  checkPassword?(grant: Grant, password: string): Promise<boolean>;
  /** Registers an electronic agreement. Idempotent by `number`. */
  registerAgreement(agreement: AgreementRegistration): Promise<void>;
}

/** What a conversation keeps of an identified line: ids only, no personal data. */
export type LineRef = Pick<Line, 'id' | 'customerId' | 'billingAccountId' | 'payment'>;
