import { createHash, createHmac, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports/services.ts';

/** What a token opens: one conversation, for one user, from these origins. */
export interface Pass {
  readonly conversationId: string;
  readonly userId: string;
  /** Empty: any page the server trusts. */
  readonly origins: readonly string[];
  /** Keyed hash of the number the operator's page vouched for when the conversation began. */
  readonly holder?: string;
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
  /** A phone number as a pass may name it. */
  holderOf(phoneNumber: string): string;
}

/** A conversation and a user nobody can guess; user ids of Direct Line begin with `dl_`. */
export function newPass(origins: readonly string[] = [], userId = `dl_${randomUUID()}`): Pass {
  return { conversationId: randomUUID().replaceAll('-', ''), userId, origins };
}

/** Tokens signed with keys derived from the Direct Line secret, which itself never leaves the server. */
export function createTokens(secret: string, clock: Clock, speakSeconds = seconds.speak): Tokens {
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', secret, 'mingbai', purpose, 32));
  const key = derive('directLine');
  const holderKey = derive('directLine.holder');
  const secretHash = hashOf(secret);
  // A client sends one token with every message: its signature is checked once, its age each time.
  const checked = new LRUCache<string, { pass: Pass; expiresAtMs: number }>({ max: 10_000 });
  return {
    speakSeconds,
    async issue(purpose, { conversationId, userId, origins, holder }) {
      const nowSeconds = Math.floor(clock().getTime() / 1000);
      const lifetime = purpose === 'speak' ? speakSeconds : seconds[purpose];
      // Direct Line's own client looks for `user` and then leaves the sender alone.
      return new SignJWT({ conv: conversationId, user: userId, origins, holder })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(purpose)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + lifetime)
        .sign(key);
    },
    async check(purpose, token) {
      const cacheKey = `${purpose} ${token}`;
      const known = checked.get(cacheKey);
      if (known) return known.expiresAtMs > clock().getTime() ? known.pass : 'expired';
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          audience: purpose,
          currentDate: clock(),
          requiredClaims: ['exp'],
        });
        const { conv, user, origins, holder } = payload;
        const pass = {
          conversationId: String(conv),
          userId: String(user),
          origins: origins as string[],
          ...(typeof holder === 'string' && { holder }),
        };
        checked.set(cacheKey, { pass, expiresAtMs: (payload.exp ?? 0) * 1000 });
        return pass;
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
      }
    },
    isSecret: (candidate) => timingSafeEqual(hashOf(candidate), secretHash),
    holderOf: (phoneNumber) =>
      createHmac('sha256', holderKey).update(phoneNumber).digest('base64url').slice(0, 22),
  };
}

/** Equal lengths for the constant-time comparison. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
