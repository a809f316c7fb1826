import { type Bilingual, say } from './text.ts';

/** The values of a characteristic as the catalogue keeps them. */
export type Values = ReadonlyArray<Bilingual | Record<string, unknown> | string | number | boolean>;

/** Who may order. `code`, with a figure where it has one, lets a system judge it. */
export interface ConditionEntry {
  readonly text: Bilingual;
  readonly code?: 'minimumAge' | 'maximumAge' | 'student' | 'prepaid' | 'postpaid';
  readonly value?: number;
}

/** A price for some months, in fen. A trial ends by itself. */
export interface PromotionEntry {
  readonly kind: 'discount' | 'trial';
  readonly price: number;
  readonly months: number;
}

/** Something that can be had with a product, in fen. */
export interface OptionEntry {
  readonly id: string;
  readonly name: Bilingual;
  readonly price: number;
  readonly perMonth: boolean;
}

/** What a product includes. Data in MB, voice in minutes, SMS in messages; no amount: unlimited. */
export interface AllowanceEntry {
  readonly resource: 'data' | 'directedData' | 'voice' | 'sms';
  readonly amount?: number;
  readonly scope?: Bilingual;
  readonly rollover?: boolean;
}

/** A product as the demo operator's product manager would write it down. Money in fen. */
export interface CatalogueEntry {
  readonly id: string;
  readonly kind: 'plan' | 'addOn' | 'valueAddedService';
  readonly name: Bilingual;
  readonly description: Bilingual;
  /** Absent: not published, so it must never be shown as on sale (E2). */
  readonly tariffId?: string | undefined;
  readonly monthlyFee: number;
  readonly oneOffFee?: number;
  readonly allowances?: readonly AllowanceEntry[];
  readonly limits?: readonly Bilingual[];
  readonly conditions?: readonly ConditionEntry[];
  readonly promotion?: PromotionEntry;
  /** What is charged at least each month, in fen. */
  readonly minimumSpend?: number;
  readonly optionalItems?: readonly OptionEntry[];
  /** What it cannot be had together with, or what it ends. */
  readonly conflicts?: readonly Bilingual[];
  /** Over-limit data in fen per MB; absent: no charge beyond (throttled or stopped). */
  readonly dataPerMb?: number | undefined;
  readonly dataCap?: number;
  readonly voicePerMinute?: number;
  readonly smsEach?: number;
  readonly contractMonths?: number;
  readonly prepaid?: boolean;
  readonly autoRenew?: boolean;
  readonly thirdParty?: Bilingual;
  /** In the catalogue, but nothing to choose from it. */
  readonly isSellable?: false;
  /** The specification it follows, when it is not one of its own. */
  readonly specification?: string;
  /** Characteristics in its own words, in place of the usual ones. */
  readonly own?: Readonly<Record<string, Values>>;
  /** Left out on purpose: the disclosure is incomplete and the product must not be sold. */
  readonly incomplete?: boolean;
}

/** Names of allowances as bills, usage and prices all write them (R10). */
export const allowanceNames: Readonly<Record<AllowanceEntry['resource'], Bilingual>> = {
  data: say('国内通用流量', 'National data'),
  directedData: say('定向流量', 'App-specific data'),
  voice: say('国内通话', 'National calls'),
  sms: say('国内短信', 'National SMS'),
};

/** The default reach of an allowance. */
export const nationalScope = say('全国通用（不含港澳台）', 'all of mainland China');
