import type { Instant } from './calendar.ts';
import { type Disclosure, disclosureHash, type Hash } from './disclosure.ts';
import type { Language } from './language.ts';

/** A disclosure that stands for a while (D30): everything that follows refers to its id and hash. */
export interface Quote {
  readonly id: string;
  readonly conversationId: string;
  readonly disclosure: Disclosure;
  readonly hash: string;
  /** In which it was read: its SMS, receipt and agreement speak the same, whatever is spoken meanwhile. */
  readonly language: Language;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
}

/** One confirmation by the customer (C1 or C2, rights §4.1). Never the code itself. */
export interface Confirmation {
  readonly method: 'phrase' | 'button' | 'smsCode' | 'smsReply';
  readonly at: Instant;
  readonly channelId: string;
  /** The customer's own message that said it. */
  readonly activityId: string;
  readonly quoteId: string;
  readonly hash: string;
}

/** What two confirmations amount to. Only this module makes one; its brand is not exported. */
export interface Consent {
  readonly quote: Quote;
  readonly first: Confirmation;
  readonly second: Confirmation;
  readonly [brand]: true;
}

declare const brand: unique symbol;

/** Why there is no consent. */
export type ConsentFault =
  | 'hashDiffers'
  | 'otherQuote'
  | 'wrongMethod'
  | 'wrongOrder'
  | 'otherChannel'
  | 'expired';

const firstMethods: ReadonlySet<string> = new Set(['phrase', 'button']);
const secondMethods: ReadonlySet<string> = new Set(['smsCode', 'smsReply']);
const consents = new WeakSet<object>();

function faultOf(quote: Quote, first: Confirmation, second: Confirmation, hash: Hash) {
  const times = [quote.issuedAt, first.at, second.at].map((at) => Date.parse(at));
  const [issuedMs = Number.NaN, firstMs = Number.NaN, secondMs = Number.NaN] = times;
  const both = [first, second];
  if (disclosureHash(quote.disclosure, hash) !== quote.hash) return 'hashDiffers';
  if (both.some((confirmation) => confirmation.hash !== quote.hash)) return 'hashDiffers';
  if (both.some(({ quoteId }) => quoteId !== quote.id)) return 'otherQuote';
  if (!firstMethods.has(first.method) || !secondMethods.has(second.method)) return 'wrongMethod';
  if (first.activityId === second.activityId) return 'wrongOrder';
  if (!(issuedMs <= firstMs && firstMs <= secondMs)) return 'wrongOrder';
  // An SMS comes from the phone, everything else from the channel where the quote was shown.
  if (second.method === 'smsCode' && first.channelId !== second.channelId) return 'otherChannel';
  if (!(secondMs < Date.parse(quote.expiresAt))) return 'expired';
  return undefined;
}

/**
 * Makes a consent out of two confirmations of one quote (R24, INV-1), or says why there is none:
 * both carry the hash of what was shown, in order, inside its lifetime, from the same channel.
 */
export function giveConsent(
  quote: Quote,
  first: Confirmation,
  second: Confirmation,
  hash: Hash,
): { readonly consent: Consent } | { readonly fault: ConsentFault } {
  const fault = faultOf(quote, first, second, hash);
  if (fault) return { fault };
  // A copy of its own that nothing can change: what was checked is what is ordered (X17).
  const consent = frozen(structuredClone({ quote, first, second })) as Consent;
  consents.add(consent);
  return { consent };
}

function frozen<T extends object>(value: T): T {
  for (const each of Object.values(value))
    if (each !== null && typeof each === 'object') frozen(each);
  return Object.freeze(value);
}

/**
 * A consent that was written down and is read again, e.g. by the worker that places the order:
 * everything is checked anew. Throws when it does not hold: then nobody may order with it.
 */
export function readConsent(written: unknown, hash: Hash): Consent {
  const { quote, first, second } = (written ?? {}) as Partial<Consent>;
  if (!quote || !first || !second) throw new Error('not a consent');
  const given = giveConsent(quote, first, second, hash);
  if ('fault' in given) throw new Error(`no consent: ${given.fault}`);
  return given.consent;
}

/** True only for what `giveConsent` made: a look-alike object does not order (X17 final gate). */
export function isConsent(value: Consent): boolean {
  return consents.has(value);
}

/** The key under which an order is placed, at most once: one consent, one order (INV-4). */
export function orderKey({ quote }: Pick<Consent, 'quote'>): string {
  return quote.id;
}
