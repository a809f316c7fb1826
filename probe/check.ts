import type { Phone } from './phone.ts';
import type { Said, Talk } from './talk.ts';

/** What the public catalogue says of one offer (E2): amounts as decimal texts. */
export interface PublicOffer {
  readonly name: string;
  readonly tariffId: string;
  readonly price: string;
}

/** What a check may use. */
export interface Probe {
  /** A new conversation of somebody nobody knows. */
  stranger(locale?: string): Promise<Talk>;
  /** One whose number is proved; the same for all checks. */
  readonly holder: Talk | undefined;
  readonly phone: Phone | undefined;
  /** Public prices, read past the bot; empty: there is no catalogue to compare with. */
  readonly offers: readonly PublicOffer[];
  /** Whether the account is marked as one that is never billed: only then is anything ordered. */
  readonly isNeverBilled: boolean;
}

/** What a check cannot do without. */
export type Need = 'phone' | 'holder' | 'offers' | 'neverBilled';

/** One thing a synthetic customer tries, and the rules it proves or breaks. */
export interface Check {
  /** Named in `locales/probe.json` under `check`. */
  readonly name: string;
  readonly rules: readonly string[];
  readonly needs?: readonly Need[];
  /** Throws a `Fault` when a rule is broken. */
  run(probe: Probe): Promise<void>;
}

/** A rule is broken: what was wrong, as a key of `probe:fault` with its values. */
export class Fault extends Error {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;

  constructor(key: string, values: Readonly<Record<string, string>> = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

/** What the customer said and how the answer began: enough to see what went wrong. */
export const excerpt = ({ said, text }: Said) => ({
  said,
  answer: text.replace(/\s+/g, ' ').slice(0, 60),
});

/** The answer must have all of these. */
export function has(answer: Said, ...wanted: readonly RegExp[]): void {
  for (const pattern of wanted)
    if (!pattern.test(answer.text))
      throw new Fault('lacks', { ...excerpt(answer), wanted: pattern.source });
}

/** The answer must have none of these. */
export function hasNot(answer: Said, ...unwanted: readonly RegExp[]): void {
  for (const pattern of unwanted)
    if (pattern.test(answer.text) || pattern.test(answer.raw))
      throw new Fault('has', { ...excerpt(answer), unwanted: pattern.source });
}

/** Two things that must be the same are. */
export function same(what: string, one: string, other: string): void {
  if (one !== other) throw new Fault('differs', { what, one, other });
}
