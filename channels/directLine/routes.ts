import { randomUUID } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import type { Reception } from '../../bots/reception.ts';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { browserOf } from '../browserCookie.ts';
import { addressOf, answering, HttpRefusal, type JsonAnswer, logFault } from '../http.ts';
import { addCors, createOrigins, type OriginOptions } from '../origins.ts';
import { limitPerMinute, type RateLimit } from '../rateLimits.ts';
import { badArgument, languageTag, readPage, readPosted, sequenceOf } from './activities.ts';
import { type DoorParts, passFor, passOf } from './door.ts';
import { createStreams, type Streams } from './streams.ts';
import { newPass, type Pass, type Tokens } from './tokens.ts';
import { addStreamRoute } from './upgrade.ts';

/** What the channel needs. */
export interface DirectLineParts extends OriginOptions {
  readonly reception: Reception;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly log: Log;
  /** Messages of one conversation; an address may send ten times as many: offices share one. */
  readonly postsPerMinute: number;
  /** Conversations begun and tokens asked for from one address. */
  readonly tokensPerMinute: number;
  readonly keepAliveMs?: number;
}

interface RouteParts extends DirectLineParts, DoorParts {
  readonly posts: RateLimit;
  readonly postsFrom: RateLimit;
  readonly reads: RateLimit;
  readonly opens: RateLimit;
}

type AddRoute = (
  method: 'get' | 'post',
  path: string,
  handler: (request: Request, response: Response) => Promise<JsonAnswer>,
) => void;

const base = '/v3/directline';
/** Polling asks once a second, in several tabs. */
const readsPerMinute = 600;
const wrongTokensPerMinute = 60;

/** Serves Direct Line 3.0 (the official protocol's shapes, codes and errors). */
export function addDirectLine(server: Server, given: DirectLineParts): Streams {
  const parts: RouteParts = {
    ...given,
    judge: createOrigins(given),
    posts: limitPerMinute(given.postsPerMinute),
    postsFrom: limitPerMinute(given.postsPerMinute * 10),
    reads: limitPerMinute(readsPerMinute),
    opens: limitPerMinute(given.tokensPerMinute),
    wrongTokens: limitPerMinute(wrongTokensPerMinute),
  };
  const onFault = logFault(parts.log);
  const add: AddRoute = (method, path, handler) =>
    void server[method](`${base}${path}`, answering(handler, onFault));
  addCors(server, base, parts.judge);
  addTokenRoutes(add, parts);
  addConversationRoutes(add, parts);
  addActivityRoutes(add, parts);
  const streams = createStreams(parts);
  addStreamRoute(server, parts, streams);
  return streams;
}

function addTokenRoutes(add: AddRoute, parts: RouteParts): void {
  const { tokens, opens } = parts;
  const answer = async (pass: Pass) => ({
    status: 200,
    body: {
      conversationId: pass.conversationId,
      token: await tokens.issue('speak', pass),
      expires_in: tokens.speakSeconds,
    },
  });
  // Not limited by address: whoever has the secret asks for all customers from one.
  add('post', '/tokens/generate', async (request) => {
    if ((await passOf(request, parts)) !== 'secret') {
      throw new HttpRefusal(403, 'BadArgument', 'Only the secret makes tokens');
    }
    return answer(newPass(originsIn(request, parts), userIn(request)));
  });
  add('post', '/tokens/refresh', async (request) => {
    const pass = await passOf(request, parts);
    if (pass === 'secret') throw new HttpRefusal(403, 'BadArgument', 'A secret is not refreshed');
    await opens(pass.conversationId);
    return answer(pass);
  });
}

function addConversationRoutes(add: AddRoute, parts: RouteParts): void {
  const { reception, opens, trustProxy } = parts;
  add('post', '/conversations', async (request) => {
    const given = await passOf(request, parts);
    if (given !== 'secret') await opens(addressOf(request, trustProxy));
    const pass = given === 'secret' ? newPass([], userIn(request)) : given;
    const { conversationId, userId } = pass;
    const { locale } = bodyOf(request);
    const { isNew } = await reception.open({
      conversationId,
      userId,
      channelId: 'directline',
      ...(typeof locale === 'string' && languageTag.test(locale) && { locale }),
    });
    return { status: isNew ? 201 : 200, body: await described(request, pass, 0, parts) };
  });
  add('get', '/conversations/:id', async (request) => {
    const pass = await passFor(request, parts);
    const after = sequenceOf(watermarkOf(request));
    return { status: 200, body: await described(request, pass, after, parts) };
  });
}

function addActivityRoutes(add: AddRoute, parts: RouteParts): void {
  const { reception, store, posts, postsFrom, reads, trustProxy } = parts;
  add('get', '/conversations/:id/activities', async (request) => {
    const { conversationId } = await passFor(request, parts);
    await reads(conversationId);
    const after = sequenceOf(watermarkOf(request));
    return { status: 200, body: await readPage(store, conversationId, after) };
  });
  add('post', '/conversations/:id/activities', async (request) => {
    const pass = await passFor(request, parts);
    const { conversationId, userId } = pass;
    const address = addressOf(request, trustProxy);
    await posts(conversationId);
    await postsFrom(address);
    const { activity, key = randomUUID() } = readPosted(request.body, pass);
    const message = {
      conversationId,
      userId,
      channelId: 'directline',
      key,
      activity,
      address,
      browser: browserOf(request),
    };
    const { activityId } = await reception.receive(message).catch(notRecorded);
    return { status: 200, body: { id: activityId } };
  });
  // The bot reads no files, and a photo of a bill would be personal data to keep: a clear no.
  add('post', '/conversations/:id/upload', async (request) => {
    await passFor(request, parts);
    const message = 'Files are not accepted; please describe it in words.';
    throw new HttpRefusal(415, 'UnsupportedMediaType', message, { Connection: 'close' });
  });
}

/** The one use of Direct Line's 502: the message is nowhere, the client must send it again. */
function notRecorded(cause: unknown): never {
  if (!(cause instanceof Unavailable)) throw cause;
  const message = 'The message could not be recorded; please send it again.';
  throw new HttpRefusal(502, 'BotRejectedActivity', message, {}, { cause });
}

async function described(
  request: Request,
  pass: Pass,
  after: number,
  { tokens, judge }: RouteParts,
) {
  const [token, stream] = await Promise.all([
    tokens.issue('speak', pass),
    tokens.issue('stream', pass),
  ]);
  const path = `${base}/conversations/${pass.conversationId}/stream`;
  return {
    conversationId: pass.conversationId,
    token,
    expires_in: tokens.speakSeconds,
    streamUrl: `${judge.socketBaseOf(request)}${path}?watermark=${after}&t=${stream}`,
  };
}

function watermarkOf(request: Request): string | null {
  return new URLSearchParams(request.getQuery()).get('watermark');
}

/** Members are looked at one by one; a body that is no object has none. */
function bodyOf(request: Request): Record<string, unknown> {
  const { body } = request as { body?: unknown };
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

/** A given user id must be ours to trust: `dl_` and not guessable from outside. Absent: a fresh one. */
function userIn(request: Request): string | undefined {
  const { id } = (bodyOf(request).user ?? {}) as { id?: unknown };
  if (id === undefined || id === '') return undefined;
  if (typeof id !== 'string' || !/^dl_[\w-]{8,60}$/.test(id)) {
    throw badArgument('user.id must begin with dl_ and be hard to guess');
  }
  return id;
}

/** The pages a token is for: among those the server trusts, else a browser there could not use it. */
function originsIn(request: Request, { judge }: RouteParts): string[] {
  const { trustedOrigins: given = [] } = bodyOf(request);
  if (
    !Array.isArray(given) ||
    !given.every((one) => typeof one === 'string' && URL.canParse(one))
  ) {
    throw badArgument('trustedOrigins must be a list of origins');
  }
  if (!given.every((origin) => judge.trusts(origin, request))) {
    throw badArgument('trustedOrigins must be among the configured WIDGET_ORIGINS');
  }
  return given.map((origin) => new URL(origin).origin);
}
