import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { StorePlace } from '../../adapters/store/openEngine.ts';
import { type MadeChange, makeChange } from './change.ts';
import { type Customer, makeCustomers } from './customers.ts';
import { openStage, type Stage } from './stage.ts';
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

/** A bot that is killed again and again while customers change something. */
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
  close(): Promise<void>;
}

/** A change that is under way. */
interface Begun {
  readonly made: Promise<MadeChange>;
  /** Resolves when it stands at its point. */
  readonly standing: Promise<void>;
  readonly boundaries: readonly string[];
}

/** After each change, so that with seven customers nobody asks for too many codes a day (rights §4.4). */
const pauseMs = 1_800_000;

/** Opens a run on a database that nobody used before. */
export async function openRun(place: StorePlace, dataFolder: string): Promise<CrashRun> {
  const stage = await openStage(place, dataFolder);
  const books = booksOf(stage.places.sandboxUrl);
  const customers = makeCustomers();
  const changes: MadeChange[] = [];
  let begun = 0;
  let closing: Promise<void> | undefined;

  function beginNext(interruption: Interruption): Promise<Begun> {
    const customer = customers[begun % customers.length];
    assert.ok(customer);
    begun += 1;
    return begin(stage, customer, interruption, begun);
  }

  async function end(made: Promise<MadeChange>): Promise<void> {
    const change = await made;
    await judge(change, books);
    changes.push(change);
  }

  return {
    changes,
    mostAtOnce: customers.length,
    async boundaries(confirmedBy) {
      const { made, boundaries } = await beginNext({ confirmedBy });
      await end(made);
      // The quote's reminders come with the pause; they are no part of the change.
      const ofChange = [...boundaries];
      stage.pass(pauseMs);
      return ofChange;
    },
    async round(interruptions, killAfterMs) {
      const moment = killAfterMs === undefined ? undefined : wait(killAfterMs);
      const all: Begun[] = [];
      for (const each of interruptions) all.push(await beginNext(each));
      await (moment ?? Promise.all(all.map(standing)));
      await stage.replaceBot();
      for (const { made } of all) await end(made);
      stage.pass(pauseMs * interruptions.length);
    },
    close: () => (closing ??= stage.close()),
  };
}

/** Begins a change; resolves when its conversation is being opened. */
async function begin(
  stage: Stage,
  customer: Customer,
  { confirmedBy, point, isStalled }: Interruption,
  id: number,
): Promise<Begun> {
  const boundaries: string[] = [];
  let arrive = () => {};
  const standing = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const hear = (boundary: string) => {
    boundaries.push(boundary);
    if (boundary === point) arrive();
  };
  if (isStalled) await stage.stallNextOrder();
  stage.gate.watch(customer.names, countSteps(point, hear));
  await stage.watch({ id, point }, hear);
  const made = makeChange(stage.places, customer, confirmedBy);
  made.catch(() => {});
  // The next conversation is watched as the next change: this one must be open before.
  while (boundaries.length === 0) await Promise.race([wait(5), made]);
  return { made, standing, boundaries };
}

/** Resolves when the change stands at its point; rejects when it is made and never came there. */
function standing(begun: Begun): Promise<void> {
  const missed = async () => {
    const { quoteId } = await begun.made;
    // The customer may see what the last commit left before we hear that it is held there.
    await wait(5000, undefined, { ref: false });
    throw new Error(`the change ${quoteId} never came to its point`);
  };
  return Promise.race([begun.standing, missed()]);
}
