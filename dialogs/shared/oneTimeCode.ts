import type { Language } from '../../domain/language.ts';
import {
  type Challenge,
  type CodePurpose,
  type CodeVerdict,
  codeBinding,
  codeRules,
  judgeCode,
} from '../../domain/verification.ts';
import type { Line } from '../../ports/carrier.ts';
import type { DialogServices } from './turn.ts';

/** What sending and judging a code needs. */
export type CodeServices = Pick<
  DialogServices,
  'vault' | 'limits' | 'randomDigits' | 'policy' | 'texts' | 'operator' | 'alert'
>;

/** One code for one thing (X17): what it opens, for what, in which conversation. */
export interface CodeUse {
  readonly purpose: CodePurpose;
  readonly conversationId: string;
  /** What it is bound to besides: the number to be proved, or the id of the line that is proved. */
  readonly subject: string;
  /** Where it goes; sends and wrong tries are counted by it, in all conversations together (X16). */
  readonly phoneNumber: string;
  /** Keyed hash of the network address of whoever asks. */
  readonly addressDigest?: string | undefined;
  readonly now: Date;
}

/** What became of asking for a code. `line` is absent when the number is not ours: nothing is sent then. */
export type Issued =
  | {
      readonly kind: 'issued';
      readonly challenge: Challenge;
      readonly code: string;
      readonly line?: Line;
    }
  | { readonly kind: 'tooSoon'; readonly seconds: number }
  | { readonly kind: 'tooMany' | 'locked' | 'freshSim' };

/** How a try ended. `locked`: wrong too often today; `isNewLock` on the very try that locked. */
export interface Judged {
  readonly verdict: CodeVerdict | 'locked';
  readonly challenge: Challenge;
  /** How many tries the number has left today; 0 unless it was a wrong one. */
  readonly left: number;
  readonly isNewLock?: boolean;
}

/** An event that may happen so often in a window. */
export interface Limit {
  readonly key: string;
  readonly most: number;
  readonly windowMs: number;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/**
 * Makes a code unless a limit, a lock or a fresh SIM forbids (X16). `find` asks the carrier whose the
 * number is, once whether it is ours or not, so that neither words nor time tell (R19). Throws
 * `Unavailable` when the carrier does not answer. `before`: the code that is replaced.
 */
export async function issueCode(
  services: CodeServices,
  use: CodeUse,
  find: () => Promise<Line | undefined>,
  before?: Challenge,
): Promise<Issued> {
  const seconds = secondsUntilResend(before, codeRules.resendAfterMs, use.now);
  if (seconds > 0) return { kind: 'tooSoon', seconds };
  const at = use.now.toISOString();
  if (await isOverLimit(services.limits, sendLimits(services, use), at)) return { kind: 'tooMany' };
  if (await isLocked(services, use)) return { kind: 'locked' };
  if (await isFlood(services, at)) return { kind: 'tooMany' };
  const found = await find();
  const line = found?.status === 'closed' ? undefined : found;
  // After a SIM change the phone may be somebody else's: a shop knows the customer's face.
  if (use.purpose !== 'identify' && line && isFresh(services, line, use.now))
    return { kind: 'freshSim' };
  const made = makeChallenge(services, codeRules.digits, use.now, (code) => bindingOf(use, code));
  return { kind: 'issued', ...made, ...(line && { line }) };
}

/**
 * Judges a typed code. The try is counted before the code is looked at and given back when it was not
 * wrong: of many that come at once, none is looked at beyond the limit. `isOurs` false: the number is
 * nobody's here, or the password beside the code is wrong, and no code is right. The work is the same for
 * a wrong code, a wrong number and an unknown one (R19).
 */
export async function tryCode(
  services: CodeServices,
  use: CodeUse,
  challenge: Challenge,
  code: string,
  isOurs = true,
): Promise<Judged> {
  const { limits, vault } = services;
  const key = failuresKey(services, use);
  const at = use.now.toISOString();
  const locks = await limits.peek(lockKey(services, use), at);
  const { count } = await limits.count(key, at, dayMs);
  if (locks > 0 || count > codeRules.failuresPerDay)
    return { verdict: 'locked', challenge, left: 0 };
  const matches = vault.matches(bindingOf(use, code), challenge.digest) && isOurs;
  const verdict = judgeCode(challenge, matches, use.now.getTime());
  if (verdict !== 'wrong') {
    await limits.giveBack(key, at);
    return { verdict, challenge, left: 0 };
  }
  const tried = { ...challenge, tries: challenge.tries + 1 };
  const left = codeRules.failuresPerDay - count;
  if (left > 0) return { verdict, challenge: tried, left };
  await limits.count(lockKey(services, use), at, dayMs);
  services.alert('code.locked', { purpose: use.purpose });
  return { verdict: 'locked', challenge: tried, left, isNewLock: true };
}

/** The SMS of a code: what it opens, and the last line that phones fill in from (X16). */
export function codeText(
  { texts, operator }: Pick<CodeServices, 'texts' | 'operator'>,
  purpose: Exclude<CodePurpose, 'change'>,
  code: string,
  language: Language,
): string {
  return texts[language](`stepUp:sms.${purpose}`, {
    operator: operator.name[language],
    code,
    minutes: codeRules.lifetimeMs / 60_000,
    host: operator.host,
  });
}

/** How long to wait before the next code; 0: not at all. */
function secondsUntilResend(
  before: Challenge | undefined,
  resendAfterMs: number,
  now: Date,
): number {
  if (!before) return 0;
  return Math.max(0, Math.ceil((before.sentAtMs + resendAfterMs - now.getTime()) / 1000));
}

/** Counts an event under every key, and says whether one of them has had too many. */
async function isOverLimit(
  limits: CodeServices['limits'],
  each: readonly Limit[],
  at: string,
): Promise<boolean> {
  for (const { key, most, windowMs } of each) {
    const { count } = await limits.count(key, at, windowMs);
    if (count > most) return true;
  }
  return false;
}

/** A fresh code, and what is kept of it: a keyed hash over what it is bound to, never the code. */
function makeChallenge(
  { vault, randomDigits }: Pick<CodeServices, 'vault' | 'randomDigits'>,
  digits: number,
  now: Date,
  binding: (code: string) => string,
): { readonly challenge: Challenge; readonly code: string } {
  const code = randomDigits(digits);
  return {
    code,
    challenge: { digest: vault.digest(binding(code)), sentAtMs: now.getTime(), tries: 0 },
  };
}

const bindingOf = ({ purpose, conversationId, subject }: CodeUse, code: string) =>
  codeBinding(purpose, conversationId, subject, code);

const families: Readonly<Partial<Record<CodePurpose, string>>> = {
  identify: 'identify',
  change: 'change',
};

/** Proving a number, opening something with it and ordering are counted apart: who does one is not kept from another. */
function sendLimits({ vault }: CodeServices, use: CodeUse): Limit[] {
  const family = families[use.purpose] ?? 'stepUp';
  const number = vault.digest(use.phoneNumber);
  const limit = (name: string, most: number, windowMs: number) => ({
    key: `${family}:${name}`,
    most,
    windowMs,
  });
  const { sendsPerConversationPerHour, sendsPerAddressPerHour, sendsPerHour, sendsPerDay } =
    codeRules;
  return [
    limit(`conversation:${use.conversationId}`, sendsPerConversationPerHour, hourMs),
    ...(use.addressDigest
      ? [limit(`address:${use.addressDigest}`, sendsPerAddressPerHour, hourMs)]
      : []),
    limit(`number:hour:${number}`, sendsPerHour, hourMs),
    limit(`number:day:${number}`, sendsPerDay, dayMs),
  ];
}

/** Whether all numbers together got too many codes this hour; the first beyond wakes somebody. */
async function isFlood({ limits, alert }: CodeServices, at: string): Promise<boolean> {
  const { count } = await limits.count('code:sends:all', at, hourMs);
  const beyond = count - codeRules.sendsOverallPerHour;
  if (beyond === 1) alert('code.flood', { perHour: String(codeRules.sendsOverallPerHour) });
  return beyond > 0;
}

const failuresKey = ({ vault }: CodeServices, { phoneNumber }: CodeUse) =>
  `code:failures:${vault.digest(phoneNumber)}`;

/** Locked for a whole day from the try that locked: the day of the tries began with the first of them. */
const lockKey = ({ vault }: CodeServices, { phoneNumber }: CodeUse) =>
  `code:locked:${vault.digest(phoneNumber)}`;

/** Whether the number has had too many wrong codes, whatever they were for: then none counts for a day (X16). */
export async function isLocked(services: CodeServices, use: CodeUse): Promise<boolean> {
  const at = use.now.toISOString();
  const failures = await services.limits.peek(failuresKey(services, use), at);
  const locks = await services.limits.peek(lockKey(services, use), at);
  return failures >= codeRules.failuresPerDay || locks > 0;
}

function isFresh({ policy }: CodeServices, line: Line, now: Date): boolean {
  return [line.simChangedAt, line.portedInAt].some(
    (moment) => moment && now.getTime() - Date.parse(moment) < policy.limits.freshSimMs,
  );
}
