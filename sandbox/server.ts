import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import restify from 'restify';
import { addErrorForm, createResponder } from './answers.ts';
import { addDunning } from './dunningRoute.ts';
import { addFaultRoutes } from './faultRoutes.ts';
import { createFaults, type Faults, misbehave } from './faults.ts';
import { repeatDisputes, watchDisputes } from './operations/disputes.ts';
import { createEvents } from './operations/events.ts';
import { createOperations } from './operations/orders.ts';
import { repeatEffects, settleDue } from './operations/passingTime.ts';
import { createReplies, type Replies, type ReplyTarget } from './operations/replies.ts';
import { addPages } from './pages/pages.ts';
import { addPhoneRoutes } from './pages/phoneRoutes.ts';
import { addPasswordRoutes } from './passwordRoutes.ts';
import { addApis } from './routes.ts';
import { openStore, type Store } from './store/store.ts';
import { addUsageRoutes } from './usageRoutes.ts';
import { addWeChat, demoAccount, type WeChatAccount } from './weChat/addWeChat.ts';
import type { Platform } from './weChat/platform.ts';
import { addWeCom } from './weCom/addWeCom.ts';

/** How the sandbox is started. Without a folder it forgets everything at its end. */
export interface SandboxOptions {
  readonly port: number;
  readonly host?: string;
  readonly dataFolder?: string;
  readonly clock: () => Date;
  /** How much slower than at once every API answers. */
  readonly latencyMs?: number;
  /** How long an order stays in each state. */
  readonly orderStepMs?: number;
  /** How often it looks whether the day or the month has moved on. */
  readonly calendarCheckMs?: number;
  /** Where SMS go that a customer writes; absent: nowhere. */
  readonly replies?: ReplyTarget | undefined;
  /** The official account on the simulated WeChat; absent: one whose pushes reach nobody. */
  readonly weChat?: WeChatAccount | undefined;
  /** Hears when the database of a first start cannot be made. */
  readonly onFailure?: (error: unknown) => void;
}

/** A running sandbox operator. */
export interface Sandbox {
  readonly url: string;
  readonly port: number;
  /** Everything it answers, as `GET /tmf-api/…/:id`. */
  readonly routes: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts the demo operator. Rejects with `FolderFault` when the folder cannot be used, with the
 * system's own error when the port cannot.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host = '127.0.0.1', dataFolder, clock, onFailure = () => {} } = options;
  const store = await openStore(dataFolder, onFailure);
  const server = restify.createServer({ name: 'sandbox', handleUncaughtExceptions: false });
  try {
    await listen(server, port, host);
  } catch (error) {
    await store.close();
    throw error;
  }
  const { collections } = store;
  const events = createEvents(collections, clock, randomUUID);
  watchDisputes(collections);
  passTime(store, clock());
  const faults = createFaults();
  const operations = createOperations({
    collections,
    clock,
    stepMs: options.orderStepMs ?? 300,
    takeFault: faults.takeForOrder,
  });
  const replies = createReplies(options.replies, clock);
  const platform = addRoutes(server, store, faults, replies, options);
  events.resume();
  operations.resume();
  const calendar = setInterval(
    () => passTime(store, clock()),
    options.calendarCheckMs ?? 1000,
  ).unref();
  const { port: taken } = server.address() as AddressInfo;
  return {
    port: taken,
    routes: Object.values(server.router.getRoutes()).map(({ method, path }) => `${method} ${path}`),
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${taken}`,
    async close() {
      clearInterval(calendar);
      platform.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.server.closeAllConnections();
      await closed;
      await replies.close();
      await operations.close();
      await events.close();
      await store.close();
    },
  };
}

/** New demo data for a new month, with what customers had done to the old done again. */
function passTime(store: Store, date: Date): void {
  const now = date.toISOString();
  if (store.rollForward(date)) {
    repeatEffects(store.collections, now);
    repeatDisputes(store.collections);
  }
  settleDue(store.collections, now);
}

function addRoutes(
  server: restify.Server,
  store: Store,
  faults: Faults,
  replies: Replies,
  options: SandboxOptions,
): Platform {
  const { clock, latencyMs = 0, weChat: account = demoAccount } = options;
  const { collections } = store;
  const respond = createResponder();
  const parts = { store, collections, replies, respond, clock, newId: randomUUID };
  addErrorForm(server);
  addTrouble(server, faults, latencyMs);
  server.use(restify.plugins.bodyParser({ mapParams: false, maxBodySize: 1_000_000 }));
  addApis(server, parts);
  addUsageRoutes(server, parts);
  addPhoneRoutes(server, parts);
  addPasswordRoutes(server, respond);
  addDunning(server, collections, respond);
  addFaultRoutes(server, faults, parts.respond);
  addPages(server, collections);
  addWeCom(server, parts);
  return addWeChat(server, { ...parts, account });
}

/** Latency and faults come before anything else, as they do on a network. */
function addTrouble(server: restify.Server, faults: Faults, latencyMs: number): void {
  server.pre((request, response, next) => {
    const fault = faults.take(request);
    const isSlow = latencyMs > 0 && !request.url?.startsWith('/sandbox/');
    if (!fault && !isSlow) return next();
    void (async () => {
      if (isSlow) await wait(latencyMs);
      const isOver = fault !== undefined && (await misbehave(fault, request, response, faults));
      if (!isOver) next();
      // Told of a request without an answer, restify would write one: a hanging one it never hears of.
      else if (response.headersSent) next(false);
    })();
  });
}

function listen(server: restify.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
