import { randomUUID } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Request, Response, Server } from 'restify';
import type { Reception } from '../../bots/reception.ts';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { addressOf, answering, HttpRefusal, type JsonAnswer, originOf } from '../http.ts';
import { acceptedActivity, activitySet, keyOf, sequenceOf } from './activities.ts';
import { addStreams, type Streams } from './streams.ts';
import { newPass, type Pass, type Tokens } from './tokens.ts';

/** What the channel needs. */
export interface DirectLineParts {
  readonly reception: Reception;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly log: Log;
  readonly publicUrl?: string | undefined;
  readonly trustProxy: boolean;
  readonly postsPerMinute: number;
  readonly tokensPerMinute: number;
  /** Pages of other origins that may talk to us directly. */
  readonly origins: readonly string[];
}

const base = '/v3/directline';
const pageSize = 100;

/** Serves Direct Line 3.0 (the official protocol's shapes, codes and errors). */
export function addDirectLine(server: Server, parts: DirectLineParts): Streams {
  const { reception, store, tokens, log, trustProxy } = parts;
  const streams = addStreams(server, store, tokens);
  const posts = limiter(parts.postsPerMinute);
  const opens = limiter(parts.tokensPerMinute);
  const fault = (error: unknown) => log.error('directLine.fault', { reason: (error as Error).name });
  const route = (handler: (request: Request, response: Response) => Promise<JsonAnswer>) => answering(handler, fault);

  addCors(server, parts.origins);

  /** Who asks: the secret opens everything, a token its one conversation. */
  async function passOf(request: Request): Promise<Pass | 'secret'> {
    const [, bearer] = /^Bearer (\S+)$/.exec(request.header('authorization') ?? '') ?? [];
    if (!bearer) throw new HttpRefusal(401, 'BadArgument', 'Missing token or secret');
    if (tokens.isSecret(bearer)) return 'secret';
    const pass = await tokens.check('speak', bearer);
    if (pass === 'expired') throw new HttpRefusal(403, 'TokenExpired', 'Token has expired');
    if (pass === 'invalid') throw new HttpRefusal(403, 'BadArgument', 'Invalid token or secret');
    const origin = request.header('origin');
    const own = originOf(request, parts.publicUrl, trustProxy);
    if (pass.origins.length > 0 && origin && origin !== own && !pass.origins.includes(origin)) {
      throw new HttpRefusal(403, 'BadArgument', 'This page may not use this token');
    }
    return pass;
  }

  /** The pass for the conversation in the URL; the secret speaks for the user who opened it. */
  async function passFor(request: Request): Promise<Pass> {
    const pass = await passOf(request);
    const conversationId = String(request.params.id);
    if (pass !== 'secret') {
      if (pass.conversationId !== conversationId) throw new HttpRefusal(403, 'BadArgument', 'Invalid token or secret');
      return pass;
    }
    const conversation = await store.conversation(conversationId);
    if (!conversation) throw new HttpRefusal(404, 'BadArgument', 'Unknown conversation');
    return { conversationId, userId: conversation.userId, origins: [] };
  }

  const limitOpens = (request: Request) => limitedBy(opens, request, trustProxy);

  async function described(request: Request, pass: Pass, watermark?: string) {
    const [token, stream] = await Promise.all([tokens.issue('speak', pass), tokens.issue('stream', pass)]);
    const origin = originOf(request, parts.publicUrl, trustProxy).replace(/^http/, 'ws');
    const query = new URLSearchParams({ ...(watermark && { watermark }), t: stream });
    return {
      conversationId: pass.conversationId,
      token,
      expires_in: tokens.speakSeconds,
      streamUrl: `${origin}${base}/conversations/${pass.conversationId}/stream?${query}`,
    };
  }

  server.post(`${base}/tokens/generate`, route(async (request) => {
    await limitOpens(request);
    if ((await passOf(request)) !== 'secret') throw new HttpRefusal(403, 'BadArgument', 'Only the secret makes tokens');
    const { user, trustedOrigins } = (request.body ?? {}) as { user?: { id?: unknown }; trustedOrigins?: unknown };
    const pass = newPass(originsIn(trustedOrigins), userIn(user?.id));
    const { conversationId } = pass;
    return { status: 200, body: { conversationId, token: await tokens.issue('speak', pass), expires_in: tokens.speakSeconds } };
  }));

  server.post(`${base}/tokens/refresh`, route(async (request) => {
    await limitOpens(request);
    const pass = await passOf(request);
    if (pass === 'secret') throw new HttpRefusal(403, 'BadArgument', 'A secret is not refreshed');
    const { conversationId } = pass;
    return { status: 200, body: { conversationId, token: await tokens.issue('speak', pass), expires_in: tokens.speakSeconds } };
  }));

  server.post(`${base}/conversations`, route(async (request) => {
    await limitOpens(request);
    const given = await passOf(request);
    const { user, locale } = (request.body ?? {}) as { user?: { id?: unknown }; locale?: unknown };
    const pass = given === 'secret' ? newPass([], userIn(user?.id)) : given;
    const { conversationId, userId } = pass;
    const language = typeof locale === 'string' ? { locale } : {};
    const isNew = await reception.open({ conversationId, userId, channelId: 'directline', ...language });
    return { status: isNew ? 201 : 200, body: await described(request, pass) };
  }));

  server.get(`${base}/conversations/:id`, route(async (request) => {
    const pass = await passFor(request);
    const watermark = queryOf(request).get('watermark');
    sequenceOf(watermark);
    if (!(await store.conversation(pass.conversationId))) throw new HttpRefusal(404, 'BadArgument', 'Unknown conversation');
    return { status: 200, body: await described(request, pass, watermark ?? undefined) };
  }));

  server.get(`${base}/conversations/:id/activities`, route(async (request) => {
    const { conversationId } = await passFor(request);
    const after = sequenceOf(queryOf(request).get('watermark'));
    return { status: 200, body: activitySet(await store.activities(conversationId, after, pageSize), after) };
  }));

  server.post(`${base}/conversations/:id/activities`, route(async (request) => {
    const pass = await passFor(request);
    await spend(posts, pass.conversationId);
    const activity = acceptedActivity(request.body, pass);
    const { conversationId, userId } = pass;
    const { activityId } = await reception
      .receive({
        conversationId,
        userId,
        channelId: 'directline',
        key: keyOf(activity) ?? randomUUID(),
        activity,
        address: addressOf(request, trustProxy),
      })
      .catch(async (error) => {
        if (!(await store.conversation(conversationId))) {
          throw new HttpRefusal(404, 'BadArgument', 'Start the conversation first');
        }
        fault(error);
        throw new HttpRefusal(502, 'BotRejectedActivity', 'The message could not be recorded; please send it again.');
      });
    return { status: 200, body: { id: activityId } };
  }));

  // The bot reads no files: a clear no is better than a file that nobody looks at.
  server.post(`${base}/conversations/:id/upload`, route(async () => {
    throw new HttpRefusal(415, 'UnsupportedMediaType', 'Files are not accepted; please describe it in words.');
  }));
  return streams;
}

const queryOf = (request: Request) => new URLSearchParams(request.getQuery());

/** Counts per minute, in this process: a second line behind the limits that outlive a restart. */
export function limiter(perMinute: number): RateLimiterMemory {
  return new RateLimiterMemory({ points: perMinute, duration: 60 });
}

/** Counts a request against its sender's address; refuses with 429 and when to come back. */
export function limitedBy(limit: RateLimiterMemory, request: Request, trustProxy: boolean): Promise<void> {
  return spend(limit, addressOf(request, trustProxy));
}

async function spend(limit: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limit.consume(key);
  } catch (refused) {
    const { msBeforeNext = 60_000 } = refused as { msBeforeNext?: number };
    const seconds = Math.ceil(msBeforeNext / 1000);
    throw new HttpRefusal(429, 'TooManyRequests', `Too many requests; try again in ${seconds} seconds.`, { 'Retry-After': String(seconds) });
  }
}

/** A given user id must be ours to trust: `dl_` and not guessable from outside. Absent: a fresh one. */
function userIn(id: unknown): string | undefined {
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || !/^dl_[\w-]{8,60}$/.test(id)) {
    throw new HttpRefusal(400, 'BadArgument', 'user.id must begin with dl_ and be hard to guess');
  }
  return id;
}

function originsIn(given: unknown): string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || !given.every((origin) => typeof origin === 'string' && URL.canParse(origin))) {
    throw new HttpRefusal(400, 'BadArgument', 'trustedOrigins must be a list of origins');
  }
  return given.map((origin) => new URL(origin).origin);
}

/** Lets pages of trusted origins call; everyone else's browser keeps the answer to itself. */
function addCors(server: Server, origins: readonly string[]): void {
  server.pre((request, response, next) => {
    const origin = request.header('origin');
    if (!origin || !origins.includes(origin) || !request.url?.startsWith(base)) return next();
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Vary', 'Origin');
    if (request.method !== 'OPTIONS') return next();
    response.writeHead(204, {
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
      'Access-Control-Max-Age': '600',
    });
    response.end();
    next(false);
  });
}
