import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { openStore } from '../../adapters/store/store.ts';
import { createVault } from '../../adapters/vault/vault.ts';
import { createReception, type Reception } from '../../bots/reception.ts';
import { addDirectLine, type DirectLineParts } from '../../channels/directLine/routes.ts';
import type { Streams } from '../../channels/directLine/streams.ts';
import { createTokens, type Tokens } from '../../channels/directLine/tokens.ts';
import type { UserTokenKey } from '../../channels/directLine/userToken.ts';
import { addWidgetToken } from '../../channels/directLine/widgetToken.ts';
import { createServer, listen } from '../../channels/server.ts';
import type { Log } from '../../ports/services.ts';
import type { Store, StoredActivity } from '../../ports/store.ts';
import { closeAtEnd } from '../support/closing.ts';
import { silentLog } from '../support/world.ts';

export const secret = 'a Direct Line secret only the tests know';
export const widgetOrigin = 'https://www.example.com';

/** A bot that says back what it heard, over the real store, reception and tokens. */
export interface Site {
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly reception: Reception;
  readonly tokens: Tokens;
  readonly streams: Streams;
  /** Moves the clock that tokens are judged by. */
  later(seconds: number): void;
  /** Everything asked of the bot so far is answered. */
  idle(): Promise<void>;
  /** Closes the server and opens another on the same port, with the same memory. */
  restart(whileClosed?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface SiteOptions extends Partial<DirectLineParts> {
  readonly userTokenKey?: UserTokenKey;
  readonly log?: Log;
  /** Stands before the real store, to let it fail. */
  readonly wrap?: (store: Store) => Store;
}

let opened: Promise<Store> | undefined;

/** One memory for all sites: conversations are apart by their ids. */
export function memory(): Promise<Store> {
  opened ??= openStore({ kind: 'pglite', folder: '' }, { log: silentLog }).then((store) => {
    closeAtEnd(() => store.close());
    return store;
  });
  return opened;
}

/** Opens a site on a free port. */
export async function openSite(options: SiteOptions = {}): Promise<Site> {
  let offsetMs = 0;
  const clock = () => new Date(Date.now() + offsetMs);
  const log = options.log ?? silentLog;
  const real = await memory();
  const store = options.wrap?.(real) ?? real;
  const bot = echoBot(store, clock);
  const vault = createVault('a secret for tests that is long enough');
  const reception = createReception({ store, vault, clock, newId: randomUUID, wake: bot.wake });
  const tokens = createTokens(secret, clock);

  const start = async (port: number) => {
    const server = createServer({ log, registry: new Registry(), checks: {} });
    const parts = {
      reception,
      store,
      tokens,
      log,
      clock,
      trustProxy: false,
      postsPerMinute: 1000,
      tokensPerMinute: 1000,
      origins: [widgetOrigin],
      ...options,
    };
    const streams = addDirectLine(server, parts);
    addWidgetToken(server, parts);
    return { streams, listening: await listen(server, port, '127.0.0.1') };
  };
  const stop = async () => {
    running.streams.close();
    await running.listening.close();
  };

  let running = await start(0);
  const { port } = running.listening;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    store,
    reception,
    tokens,
    get streams() {
      return running.streams;
    },
    later(seconds) {
      offsetMs += seconds * 1000;
    },
    idle: bot.idle,
    async restart(whileClosed) {
      await stop();
      await whileClosed?.();
      running = await start(port);
    },
    async close() {
      await stop();
      await bot.idle();
    },
  };
}

/** Answers a message with `heard: …`, and the opening of a conversation with `welcome`. */
function echoBot(store: Store, clock: () => Date) {
  let answering: Promise<unknown> = Promise.resolve();

  async function answerAll(conversationId: string): Promise<void> {
    for (;;) {
      const at = clock().toISOString();
      const turn = await store.claimTurn(conversationId, 'echo', at, 60_000);
      if (!turn) return;
      const text = turn.activity.type === 'message' ? `heard: ${turn.activity.text}` : 'welcome';
      const reply: StoredActivity = {
        type: 'message',
        text,
        from: { id: 'mingbai', role: 'bot' },
        replyToId: turn.activityId,
      };
      const { activityId, version } = turn;
      const nothing = { state: {}, intents: [], evidence: [], links: [] };
      await store.commitTurn({
        conversationId,
        activityId,
        version,
        replies: [reply],
        at,
        ...nothing,
      });
    }
  }

  return {
    wake(conversationId: string) {
      answering = answering.then(() => answerAll(conversationId)).catch(() => {});
    },
    async idle() {
      await answering;
    },
  };
}

/** What a Direct Line answer looks like to a test. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly id?: string;
    readonly token?: string;
    readonly conversationId?: string;
    readonly userId?: string;
    readonly resume?: string;
    readonly expiresIn?: number;
    readonly expires_in?: number;
    readonly streamUrl?: string;
    readonly watermark?: string;
    readonly activities?: ReadonlyArray<Record<string, unknown> & { text?: string; id: string }>;
    readonly error?: { readonly code: string; readonly message: string };
  };
}

/** Asks the site over real HTTP. */
export async function ask(
  site: { readonly url: string },
  method: 'GET' | 'POST' | 'OPTIONS',
  path: string,
  given: { bearer?: string; body?: unknown; headers?: Record<string, string>; raw?: string } = {},
): Promise<Answer> {
  const { bearer, body, headers, raw } = given;
  const response = await fetch(`${site.url}${path}`, {
    method,
    headers: {
      ...(bearer && { Authorization: `Bearer ${bearer}` }),
      ...((body !== undefined || raw !== undefined) && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(raw !== undefined && { body: raw }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : {},
  };
}

/** A conversation that has begun, and its token. */
export async function begin(site: Site, user = `dl_${randomUUID()}`) {
  const { body } = await ask(site, 'POST', '/v3/directline/tokens/generate', {
    bearer: secret,
    body: { user: { id: user } },
  });
  const { token = '', conversationId = '' } = body;
  const begun = await ask(site, 'POST', '/v3/directline/conversations', { bearer: token });
  await site.idle();
  const path = `/v3/directline/conversations/${conversationId}`;
  return { token, conversationId, user, path, streamUrl: begun.body.streamUrl ?? '' };
}

/** The texts of a set of activities. */
export function textsOf({ body }: Answer): Array<string | undefined> {
  return (body.activities ?? []).map(({ text }) => text);
}
