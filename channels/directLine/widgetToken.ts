import { createPublicKey } from 'node:crypto';
import { errors, jwtVerify, type KeyInput } from 'jose';
import type { Request, Server } from 'restify';
import type { Clock } from '../../ports/services.ts';
import { answering, HttpRefusal, originOf } from '../http.ts';
import { type DirectLineParts, limiter, limitedBy } from './routes.ts';
import { newPass, type Pass } from './tokens.ts';

/** How the operator's own pages vouch for a signed-in customer. */
export interface UserTokenKey {
  /** A shared secret (HS256) or a public key in PEM form (RS256, ES256). */
  readonly key: string;
  readonly issuer: string;
}

/** The widget's door: gives the page a token of its own; the secret stays on the server. */
export function addWidgetToken(
  server: Server,
  parts: DirectLineParts & { readonly userTokenKey?: UserTokenKey; readonly clock: Clock },
): void {
  const { reception, tokens, log, origins, trustProxy, publicUrl } = parts;
  const limit = limiter(parts.tokensPerMinute);
  const fault = (error: unknown) => log.error('widgetToken.fault', { reason: (error as Error).name });

  /** Our own page or one that may embed us; a request without an origin is not from a page. */
  function checkOrigin(request: Request): void {
    const origin = request.header('origin');
    const own = originOf(request, publicUrl, trustProxy);
    if (!origin || (origin !== own && !origins.includes(origin))) {
      throw new HttpRefusal(403, 'OriginNotAllowed', 'This page may not open the chat; add its origin to WIDGET_ORIGINS.');
    }
  }

  /** The conversation a returning browser had; anything but a good token simply begins a new one. */
  async function resumed(resume: unknown): Promise<Pass> {
    const pass = typeof resume === 'string' ? await tokens.check('resume', resume) : 'invalid';
    return typeof pass === 'string' ? newPass() : pass;
  }

  server.post('/widget/token', answering(async (request) => {
    checkOrigin(request);
    await limitedBy(limit, request, trustProxy);
    const { resume, locale, userToken } = (request.body ?? {}) as Record<string, unknown>;
    const verifiedPhoneNumber = await numberIn(userToken, parts.userTokenKey, parts.clock());
    // A vouched number opens a conversation of its own: it must not enter somebody else's history.
    const pass = verifiedPhoneNumber ? newPass() : await resumed(resume);
    const { conversationId, userId } = pass;
    await reception.open({
      conversationId,
      userId,
      channelId: 'directline',
      ...(typeof locale === 'string' && { locale: locale.slice(0, 35) }),
      ...(verifiedPhoneNumber && { verifiedPhoneNumber }),
    });
    const [token, next] = await Promise.all([tokens.issue('speak', pass), tokens.issue('resume', pass)]);
    return { status: 200, body: { token, conversationId, userId, expiresIn: tokens.speakSeconds, resume: next } };
  }, fault));
}

/** The phone number a user token vouches for. Refuses a token that is not good: silence would hide a fault. */
async function numberIn(userToken: unknown, vouching: UserTokenKey | undefined, now: Date): Promise<string | undefined> {
  if (userToken === undefined) return undefined;
  if (typeof userToken !== 'string' || !vouching) {
    throw new HttpRefusal(401, 'UserTokenRefused', 'User tokens are not accepted here; set USER_TOKEN_KEY.');
  }
  try {
    const { payload } = await jwtVerify(userToken, keyOf(vouching.key), {
      algorithms: vouching.key.includes('BEGIN') ? ['RS256', 'ES256'] : ['HS256'],
      issuer: vouching.issuer,
      audience: 'mingbai',
      maxTokenAge: '10 minutes',
      requiredClaims: ['exp'],
      currentDate: now,
    });
    if (typeof payload.phone_number !== 'string' || !/^1\d{10}$/.test(payload.phone_number)) throw new Error('no number');
    return payload.phone_number;
  } catch (error) {
    const code = error instanceof errors.JWTExpired ? 'UserTokenExpired' : 'UserTokenRefused';
    throw new HttpRefusal(401, code, 'The user token is not valid; sign in again.');
  }
}

function keyOf(key: string): KeyInput {
  return key.includes('BEGIN') ? createPublicKey(key.replaceAll('\\n', '\n')) : new TextEncoder().encode(key);
}
