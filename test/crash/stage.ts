import type { StorePlace } from '../../adapters/store/openEngine.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { freePort } from '../support/serverProcess.ts';
import { prepareBot } from './botProcess.ts';
import type { Places } from './change.ts';
import { type Gate, openGate } from './gate.ts';
import type { Watch } from './watch.ts';

/** An operator that lives on, and a bot before it that does not. */
export interface Stage {
  readonly places: Places;
  readonly gate: Gate;
  /** Has the next conversation that is opened watched; `onPassed` hears of its boundaries. */
  watch(watch: Watch, onPassed: (boundary: string) => void): Promise<void>;
  /** The operator takes its time with the next order. */
  stallNextOrder(): Promise<void>;
  /** Kills the bot and resolves when another has taken over. */
  replaceBot(): Promise<void>;
  /** Time passes, for the bot and the operator. */
  pass(ms: number): void;
  /** Kills the last bot too: what it left is judged by others. */
  close(): Promise<void>;
}

const startsAt = Date.parse('2026-11-02T09:00:00+08:00');
/** Longer than an order is watched, so that the worker must come again. */
const stallMs = 4000;
const secret = 'a secret for tests that is long enough';

/** Opens a stage on a database that nobody used before. */
export async function openStage(place: StorePlace, dataFolder: string): Promise<Stage> {
  let aheadMs = startsAt - Date.now();
  const clock = () => new Date(Date.now() + aheadMs);
  const port = await freePort();
  const site = `http://127.0.0.1:${port}`;
  const replies = { url: `${site}/sms/replies`, secret };
  const sandbox = await startSandbox({ port: 0, clock, orderStepMs: 5, replies });
  const gate = await openGate(sandbox.url);
  const settings = {
    ...settingsFor(place, port, sandbox.url),
    DATA_FOLDER: dataFolder,
    ...gate.settings,
  };
  const passed = new Map<number, (boundary: string) => void>();
  const prepare = () => prepareBot((watch, boundary) => passed.get(watch)?.(boundary));
  let bot = prepare();
  // Loading takes longest: the next one loads while this one works.
  let next = prepare();
  await bot.start(settings, aheadMs);

  return {
    gate,
    places: { site, sandboxUrl: sandbox.url, userTokenKey: secret, clock },
    async watch(watch, onPassed) {
      passed.set(watch.id, onPassed);
      await bot.watch(watch);
    },
    async stallNextOrder() {
      await fetch(`${sandbox.url}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'orderStalls', delayMs: stallMs, times: 1 }),
      });
    },
    async replaceBot() {
      await bot.kill();
      bot = next;
      next = prepare();
      await bot.start(settings, aheadMs);
    },
    pass(ms) {
      aheadMs += ms;
      bot.clockAhead(aheadMs);
    },
    async close() {
      await Promise.all([bot.kill(), next.kill()]);
      await gate.close();
      await sandbox.close();
    },
  };
}

/** Patient with an operator whose answer is held back, and open to everything these customers send. */
function settingsFor(place: StorePlace, port: number, operatorUrl: string): Record<string, string> {
  return {
    CARRIER_URL: operatorUrl,
    CARRIER_TIMEOUT_MS: '30000',
    ...(place.kind === 'postgres' && { DATABASE_URL: place.url }),
    LOG_LEVEL: 'silent',
    PORT: String(port),
    POSTS_PER_MINUTE: '1000000',
    SMS_REPLY_SECRET: secret,
    SMS_TIMEOUT_MS: '30000',
    TOKENS_PER_MINUTE: '1000000',
    USER_TOKEN_KEY: secret,
  };
}
