import { hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports/services.ts';

/** What a token opens: one conversation, for one user, from these origins. */
export interface Pass {
  readonly conversationId: string;
  readonly userId: string;
  /** Empty: any page that holds the token. */
  readonly origins: readonly string[];
}

/** A token to speak, to open a socket within a minute, or to come back within a day. */
export type Purpose = 'speak' | 'stream' | 'resume';

const seconds: Readonly<Record<Purpose, number>> = { speak: 1800, stream: 60, resume: 24 * 3600 };

/** Issues and checks tokens. */
export interface Tokens {
  readonly speakSeconds: number;
  issue(purpose: Purpose, pass: Pass): Promise<string>;
  /** The pass, or why there is none. */
  check(purpose: Purpose, token: string): Promise<Pass | 'expired' | 'invalid'>;
  isSecret(candidate: string): boolean;
}

/** A conversation and a user nobody can guess; user ids of Direct Line begin with `dl_`. */
export function newPass(origins: readonly string[] = [], userId = `dl_${randomUUID()}`): Pass {
  return { conversationId: randomUUID().replaceAll('-', ''), userId, origins };
}

/** Tokens signed with a key derived from the Direct Line secret, which itself never leaves the server. */
export function createTokens(secret: string, clock: Clock, speakSeconds = seconds.speak): Tokens {
  const key = new Uint8Array(hkdfSync('sha256', secret, 'mingbai', 'directLine', 32));
  // A client sends one token with every message: its signature is checked once, its age each time.
  const checked = new LRUCache<string, { pass: Pass; expiresAtMs: number }>({ max: 10_000 });
  return {
    speakSeconds,
    async issue(purpose, { conversationId, userId, origins }) {
      const nowSeconds = Math.floor(clock().getTime() / 1000);
      const lifetime = purpose === 'speak' ? speakSeconds : seconds[purpose];
      return new SignJWT({ conv: conversationId, origins })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(userId)
        .setAudience(purpose)
        .setExpirationTime(nowSeconds + lifetime)
        .sign(key);
    },
    async check(purpose, token) {
      const cacheKey = `${purpose} ${token}`;
      const known = checked.get(cacheKey);
      if (known) return known.expiresAtMs > clock().getTime() ? known.pass : 'expired';
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], audience: purpose, currentDate: clock() });
        const pass = { conversationId: String(payload.conv), userId: String(payload.sub), origins: payload.origins as string[] };
        checked.set(cacheKey, { pass, expiresAtMs: (payload.exp ?? 0) * 1000 });
        return pass;
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
      }
    },
    isSecret(candidate) {
      const [given, wanted] = [Buffer.from(candidate), Buffer.from(secret)];
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
