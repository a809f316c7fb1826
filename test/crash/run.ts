import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { StorePlace } from '../../adapters/store/openEngine.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { prepareBot } from './botProcess.ts';
import { type MadeChange, makeChange } from './change.ts';
import { type Customer, makeCustomers } from './customers.ts';
import { freePort } from './freePort.ts';
import { openGate } from './gate.ts';
import { booksOf, judge } from './verdict.ts';
import { countSteps } from './watch.ts';

/** One change in a round, and where the kill meets it. */
export interface Interruption {
  readonly confirmedBy: MadeChange['confirmedBy'];
  /** A boundary as `boundaries` names it; absent: wherever it happens to be. */
  readonly point?: string;
  /** The operator takes its time with this order. */
  readonly isStalled?: boolean;
}

/** A bot that is killed again and again, and the operator that lives on. */
export interface CrashRun {
  /** Makes one change without a kill and names every boundary it passed, in order. */
  boundaries(confirmedBy: MadeChange['confirmedBy']): Promise<readonly string[]>;
  /**
   * Customers begin their changes; when each stands at its point, or after `killAfterMs`, the bot is
   * killed and another takes over. Resolves when all changes are made and judged.
   */
  round(interruptions: readonly Interruption[], killAfterMs?: number): Promise<void>;
  readonly changes: readonly MadeChange[];
  readonly mostAtOnce: number;
  /** Kills the last bot too, for what it left is judged by others. */
  close(): Promise<void>;
}

const startsAt = Date.parse('2026-11-02T09:00:00+08:00');
/** Longer than any lease: on PostgreSQL a dead process keeps its claims until they run out. */
const leaseMs = 61_000;
/** Between two rounds, so that nobody asks for too many codes a day (rights §4.4). */
const pauseMs = 3 * 3_600_000;
/** Longer than an order is watched, so that the worker must come again. */
const stallMs = 4000;
const secret = 'a secret for tests that is long enough';

/** Opens a run on a database that nobody used before. */
export async function openRun(place: StorePlace, dataFolder: string): Promise<CrashRun> {
  let aheadMs = startsAt - Date.now();
  const clock = () => new Date(Date.now() + aheadMs);
  const port = await freePort();
  const site = `http://127.0.0.1:${port}`;
  const replies = { url: `${site}/sms/replies`, secret };
  const sandbox = await startSandbox({ port: 0, clock, orderStepMs: 5, replies });
  const gate = await openGate(sandbox.url);
  const books = booksOf(sandbox.url);
  const places = { site, sandboxUrl: sandbox.url, userTokenKey: secret, clock };
  const settings = {
    ...gate.settings,
    CARRIER_URL: sandbox.url,
    CARRIER_TIMEOUT_MS: '30000',
    DATA_FOLDER: dataFolder,
    ...(place.kind === 'postgres' && { DATABASE_URL: place.url }),
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    PORT: String(port),
    POSTS_PER_MINUTE: '1000000',
    SMS_REPLY_SECRET: secret,
    SMS_TIMEOUT_MS: '30000',
    TOKENS_PER_MINUTE: '1000000',
    USER_TOKEN_KEY: secret,
  };
  const customers = makeCustomers();
  const changes: MadeChange[] = [];
  let watches = 0;
  let firstCustomer = 0;
  const passed = new Map<number, (boundary: string) => void>();
  const prepare = () => prepareBot((watch, boundary) => passed.get(watch)?.(boundary));
  let bot = prepare();
  let next = prepare();
  await bot.start(settings, aheadMs);

  /** Begins a change; resolves when it is begun as far as it may go, with the promise of its end. */
  async function begin(customer: Customer, { confirmedBy, point, isStalled }: Interruption) {
    watches += 1;
    const id = watches;
    const boundaries: string[] = [];
    const standing = new Promise<void>((resolve) => {
      const hear = (boundary: string) => {
        boundaries.push(boundary);
        if (boundary === point) resolve();
      };
      passed.set(id, hear);
      gate.watch(customer.names, countSteps(point, hear));
    });
    if (isStalled) await stallNextOrder();
    await bot.watch({ id, point });
    const made = makeChange(places, customer, confirmedBy);
    made.catch(() => {});
    // The next conversation is watched as the next change: this one must be open before.
    while (boundaries.length === 0) await Promise.race([wait(5), made]);
    return { made, standing, boundaries };
  }

  async function stallNextOrder(): Promise<void> {
    await fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'orderStalls', delayMs: stallMs, times: 1 }),
    });
  }

  function nextCustomer(): Customer {
    const customer = customers[firstCustomer % customers.length];
    firstCustomer += 1;
    assert.ok(customer);
    return customer;
  }

  function pass(ms: number): void {
    aheadMs += ms;
    bot.clockAhead(aheadMs);
  }

  async function end(made: Promise<MadeChange>): Promise<void> {
    const change = await made;
    await judge(change, books);
    changes.push(change);
  }

  async function replaceBot(): Promise<void> {
    await bot.kill();
    if (place.kind === 'postgres') aheadMs += leaseMs;
    bot = next;
    next = prepare();
    await bot.start(settings, aheadMs);
  }

  async function close(): Promise<void> {
    await Promise.all([bot.kill(), next.kill()]);
    await gate.close();
    await sandbox.close();
  }
  let closing: Promise<void> | undefined;

  return {
    changes,
    mostAtOnce: customers.length,
    async boundaries(confirmedBy) {
      const { made, boundaries } = await begin(nextCustomer(), { confirmedBy });
      await end(made);
      // The quote's reminders come with the pause; they are no part of the change.
      const ofChange = [...boundaries];
      pass(pauseMs);
      return ofChange;
    },
    async round(interruptions, killAfterMs) {
      const t0 = Date.now();
      const begun: Awaited<ReturnType<typeof begin>>[] = [];
      const kill = killAfterMs === undefined ? undefined : wait(killAfterMs);
      for (const each of interruptions) begun.push(await begin(nextCustomer(), each));
      await (kill ??
        Promise.all(begun.map(({ made, standing }) => Promise.race([standing, neverMade(made)]))));
      const t1 = Date.now();
      await replaceBot();
      const t2 = Date.now();
      for (const { made } of begun) await end(made);
      if (process.env.CRASH_TIMES)
        console.log(
          interruptions.length,
          'until kill',
          t1 - t0,
          'restart',
          t2 - t1,
          'rest',
          Date.now() - t2,
        );
      pass(pauseMs);
    },
    close: () => (closing ??= close()),
  };
}

async function neverMade(made: Promise<MadeChange>): Promise<never> {
  const { quoteId } = await made;
  // The customer may see what the last commit left before we hear that it is held there.
  await wait(5000, undefined, { ref: false });
  throw new Error(`the change ${quoteId} never came to its point`);
}
