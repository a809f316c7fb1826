/**
 * The rules of a one-time code by SMS (X16, NIST SP 800-63B §5.1.3.2; the figures are the rights
 * policy's own, §4.4 and §5.1): six digits, five minutes, five tries, a minute between sends, five
 * sends an hour and ten a day for a number, five wrong codes a day lock the number for a day. A hundred a
 * minute for all numbers together: beyond that somebody plays with the gateway.
 */
export const codeRules = {
  digits: 6,
  lifetimeMs: 5 * 60_000,
  triesPerCode: 5,
  resendAfterMs: 60_000,
  sendsPerHour: 5,
  sendsPerDay: 10,
  sendsPerConversationPerHour: 6,
  sendsPerAddressPerHour: 30,
  sendsOverallPerHour: 6000,
  failuresPerDay: 5,
} as const;

/** How long an identified conversation may be idle before the number must be proved again (§5.1 L1). */
export const identityIdleMs = 30 * 60_000;

/** A code that was sent, as the conversation remembers it: never the code itself (§7). */
export interface Challenge {
  /** Keyed hash over purpose, conversation, number and code. */
  readonly digest: string;
  readonly sentAtMs: number;
  readonly tries: number;
}

/** Why a typed code is not accepted. The customer reads one sentence for `wrong` whoever owns the number (R19). */
export type CodeVerdict = 'right' | 'wrong' | 'expired' | 'exhausted';

/** Judges one try. `matches` says whether the typed code has the challenge's digest, compared in constant time. */
export function judgeCode(challenge: Challenge, matches: boolean, nowMs: number): CodeVerdict {
  if (nowMs >= challenge.sentAtMs + codeRules.lifetimeMs) return 'expired';
  if (challenge.tries >= codeRules.triesPerCode) return 'exhausted';
  return matches ? 'right' : 'wrong';
}

/** What a code may be for; a code for one purpose opens no other (X17). */
export type CodePurpose =
  | 'identify'
  | 'change'
  | 'agreement'
  | 'records'
  | 'recordsExport'
  | 'puk'
  | 'address'
  | 'myData';

/**
 * What a code's digest is made of (X17: one code, one operation): the purpose, the conversation and
 * its subject, a phone number or, for a change, the number's line with the quote's id and hash.
 */
export function codeBinding(
  purpose: CodePurpose,
  conversationId: string,
  subject: string,
  code: string,
): string {
  return [purpose, conversationId, subject, code].join('|');
}
