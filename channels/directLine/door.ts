import type { IncomingMessage } from 'node:http';
import type { Request } from 'restify';
import type { Store } from '../../ports/store.ts';
import { addressOf, HttpRefusal } from '../http.ts';
import { type Origins, originRefused } from '../origins.ts';
import type { RateLimit } from '../rateLimits.ts';
import type { Pass, Tokens } from './tokens.ts';

/** What is needed to know who asks. */
export interface DoorParts {
  readonly tokens: Tokens;
  readonly judge: Origins;
  /** Makes guessing slow. */
  readonly wrongTokens: RateLimit;
  readonly trustProxy: boolean;
}

/**
 * Who asks: the secret opens everything, a token its one conversation. Throws 401 without a bearer,
 * 403 `TokenExpired`, 403 for what is not ours and for a page that may not use it.
 */
export async function passOf(request: Request, parts: DoorParts): Promise<Pass | 'secret'> {
  const { tokens, judge, wrongTokens, trustProxy } = parts;
  const [, bearer] = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!bearer) throw new HttpRefusal(401, 'BadArgument', 'Missing token or secret');
  const { origin } = request.headers;
  if (tokens.isSecret(bearer)) {
    if (origin && !judge.trusts(origin, request)) throw originRefused();
    return 'secret';
  }
  const pass = await tokens.check('speak', bearer);
  if (pass === 'expired') throw new HttpRefusal(403, 'TokenExpired', 'Token has expired');
  if (pass === 'invalid') {
    await wrongTokens(addressOf(request, trustProxy));
    throw new HttpRefusal(403, 'BadArgument', 'Invalid token or secret');
  }
  if (!mayUse(pass, request, judge)) throw originRefused();
  return pass;
}

/** What the id of a conversation is made of. */
const isName = /^[\w-]{1,100}$/;

/** Whether the page a request comes from may use a pass: one it was made for, else any we trust. */
export function mayUse({ origins }: Pass, request: IncomingMessage, judge: Origins): boolean {
  const { origin } = request.headers;
  if (!origin) return true;
  return origins.length > 0 ? origins.includes(origin) : judge.trusts(origin, request);
}

/**
 * The pass for the conversation in the address, which must have begun; the secret speaks for the
 * user who began it. Throws 403 for another's conversation, 404 for one that never began.
 */
export async function passFor(
  request: Request,
  parts: DoorParts & { readonly store: Store },
): Promise<Pass> {
  const pass = await passOf(request, parts);
  const conversationId = String(request.params.id);
  if (pass !== 'secret' && pass.conversationId !== conversationId) {
    throw new HttpRefusal(403, 'BadArgument', 'The token opens another conversation');
  }
  const conversation = isName.test(conversationId)
    ? await parts.store.conversation(conversationId)
    : undefined;
  // The secret opens no conversation of another channel either.
  if (conversation?.channelId !== 'directline') {
    throw new HttpRefusal(404, 'NotFound', 'There is no such conversation');
  }
  return pass === 'secret' ? { conversationId, userId: conversation.userId, origins: [] } : pass;
}
