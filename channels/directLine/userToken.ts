import { createPublicKey } from 'node:crypto';
import { errors, type JWTVerifyOptions, jwtVerify, type KeyObject } from 'jose';
import type { Clock } from '../../ports/services.ts';
import { HttpRefusal } from '../http.ts';

/** How the operator's own pages vouch for a signed-in customer. */
export interface UserTokenKey {
  /** A shared secret (HS256) or a public key in PEM form (RS256, ES256). */
  readonly key: string;
  readonly issuer: string;
}

/**
 * Reads user tokens: JWTs for the audience `mingbai` that live ten minutes at most and name a
 * `phone_number`. Resolves to the number in national form, or undefined without a token. Throws 401
 * for one that is not good: silence would hide a fault from the page's engineers. Throws a TypeError
 * at once when the key is no key.
 */
export function createUserTokens(vouching: UserTokenKey | undefined, clock: Clock) {
  const check = vouching && checkWith(vouching);
  return async (userToken: unknown): Promise<string | undefined> => {
    if (userToken === undefined || userToken === null) return undefined;
    if (!check) throw refused('User tokens are not accepted here; set USER_TOKEN_KEY.');
    if (typeof userToken !== 'string') throw refused('The user token must be a string.');
    try {
      return await check(userToken, clock());
    } catch (error) {
      const isExpired = error instanceof errors.JWTExpired;
      throw refused(
        'The user token is not valid; sign in again.',
        isExpired ? 'UserTokenExpired' : undefined,
      );
    }
  };
}

function refused(message: string, code = 'UserTokenRefused'): HttpRefusal {
  return new HttpRefusal(401, code, message);
}

function checkWith({ key, issuer }: UserTokenKey) {
  const { verifyingKey, algorithms } = readKey(key);
  return async (userToken: string, currentDate: Date): Promise<string> => {
    const options: JWTVerifyOptions = {
      algorithms,
      issuer,
      audience: 'mingbai',
      maxTokenAge: '10 minutes',
      requiredClaims: ['exp'],
      currentDate,
    };
    const { payload } = await jwtVerify(userToken, verifyingKey, options);
    const [, number] = /^(?:\+?86)?(1\d{10})$/.exec(String(payload.phone_number)) ?? [];
    if (!number) throw new Error('the token names no phone number');
    return number;
  };
}

function readKey(key: string): { verifyingKey: KeyObject | Uint8Array; algorithms: string[] } {
  if (!key.includes('-----BEGIN')) {
    return { verifyingKey: new TextEncoder().encode(key), algorithms: ['HS256'] };
  }
  // A PEM in an environment variable often has its line ends written out.
  const verifyingKey = createPublicKey(key.replaceAll('\\n', '\n'));
  const algorithm = verifyingKey.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256';
  return { verifyingKey, algorithms: [algorithm] };
}
