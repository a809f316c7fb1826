import { refusal } from './errors.ts';

const lifeMs = 7_200_000;
const overlapMs = 300_000;
const forcedWaitMs = 30_000;
const forcedPerDay = 20;

interface Token {
  readonly value: string;
  readonly untilMs: number;
}

/** The account's access tokens, of the stable kind and of the old one. */
export interface Tokens {
  /** The same one until its last five minutes; forced: a new one, and the old is over at once. */
  stable(forceRefresh: boolean): { access_token: string; expires_in: number };
  /** A new one each time; the one before lives on for five minutes. */
  classic(): { access_token: string; expires_in: number };
  /** Throws 41001 (none), 40001 (not valid) or 42001 (expired). */
  check(token: string | null): void;
  /** None is valid any more, as after a change of the secret. */
  revoke(): void;
}

/** `now` is the platform's own clock, in milliseconds. */
export function createTokens(now: () => number, newId: () => string): Tokens {
  const alive = new Map<string, Token>();
  let stable: Token | undefined;
  let classic: Token | undefined;
  let forcedAtMs: number[] = [];

  function make(): Token {
    const token = { value: `sandbox_${newId()}`, untilMs: now() + lifeMs };
    alive.set(token.value, token);
    return token;
  }
  /** The one that is replaced stays good for a while. */
  function ebb(token: Token | undefined): void {
    if (!token) return;
    const untilMs = Math.min(token.untilMs, now() + overlapMs);
    alive.set(token.value, { ...token, untilMs });
  }
  const answer = ({ value, untilMs }: Token) => ({
    access_token: value,
    expires_in: Math.round((untilMs - now()) / 1000),
  });

  return {
    stable(forceRefresh) {
      if (forceRefresh) {
        forcedAtMs = forcedAtMs.filter((atMs) => atMs > now() - 86_400_000);
        const isTooSoon = now() - (forcedAtMs.at(-1) ?? Number.NEGATIVE_INFINITY) < forcedWaitMs;
        if (forcedAtMs.length >= forcedPerDay) refusal(45009);
        if (isTooSoon) refusal(45011);
        forcedAtMs.push(now());
        if (stable) alive.delete(stable.value);
        stable = make();
      } else if (!stable || !alive.has(stable.value) || stable.untilMs - now() <= overlapMs) {
        ebb(stable);
        stable = make();
      }
      return answer(stable);
    },
    classic() {
      ebb(classic);
      classic = make();
      return answer(classic);
    },
    check(token) {
      if (!token) refusal(41001);
      const known = alive.get(token);
      if (!known) refusal(40001);
      if (known.untilMs <= now()) refusal(42001);
    },
    revoke: () => alive.clear(),
  };
}
