import type { ConversationState } from '../dialogs/shared/state.ts';
import { retention } from '../domain/policy/retention.ts';
import type { Clock, Log } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';

/** What forgetting takes. */
export interface RetentionParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** How much one go takes; between two the turns have their way. */
  readonly batch?: number;
}

/** What one run deleted, and what is left for people to decide. Counts only, no personal data. */
export interface RetentionCounts {
  readonly messages: number;
  readonly states: number;
  readonly conversations: number;
  readonly tasks: number;
  readonly links: number;
  readonly counters: number;
  /** Older than their period may be: contracts end at different times, so no program deletes them. */
  readonly agreementsToReview: number;
  readonly evidenceToReview: number;
}

/** Deletes what is over, once an hour in all processes together; what lives for minutes, every minute. */
export interface Retention {
  start(): void;
  /** Deletes links and counters that are over: what a link opens is not kept until the hour is full. */
  sweep(): Promise<void>;
  /** One run now; undefined when another process or an earlier start did it within the hour. */
  run(): Promise<RetentionCounts | undefined>;
  stop(): Promise<void>;
}

const everyMs = 60 * 60_000;
const sweepEveryMs = 60_000;
/** A tick must not miss the hour of the one before by a moment. */
const oncePerMs = everyMs - 60_000;
const usualBatch = 50;
const sweptAtOnce = 1000;

/**
 * What the bot still knows in a conversation that was idle for days: how to speak, not with whom, but for
 * a number that the customer bound to it and a ring-back that is promised.
 */
const keptState = [
  'language',
  'languageChosen',
  'greeted',
  'bound',
  'callback',
] as const satisfies ReadonlyArray<keyof ConversationState>;

/** Makes the job (rights §7). A miss does no harm: the next hour takes what is due. */
export function createRetention(parts: RetentionParts): Retention {
  const { store, clock, log } = parts;
  const timers: NodeJS.Timeout[] = [];
  let running: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  async function run(): Promise<RetentionCounts | undefined> {
    const at = clock().toISOString();
    const { count } = await store.count('retention', at, oncePerMs);
    if (count > 1) return undefined;
    const counts = await forget(parts, at, () => isStopped);
    log.info('retention.run', { ...counts });
    const { messages, states, conversations, tasks } = counts;
    if (messages + states + conversations + tasks > 0) {
      await store.record([{ kind: 'retentionRun', subject: 'retention', at, data: { ...counts } }]);
    }
    return counts;
  }

  async function sweep(): Promise<void> {
    await store.forgetOver(clock().toISOString(), sweptAtOnce);
  }

  /** One after the other: neither is in a hurry. */
  function tick(job: () => Promise<unknown>): void {
    running = running.then(job).catch((error: unknown) => {
      const reason = error instanceof Unavailable ? error.reason : (error as Error).name;
      log.error('retention.failed', { reason });
    });
  }

  function every(ms: number, job: () => Promise<unknown>): void {
    timers.push(setInterval(() => tick(job), ms).unref());
  }

  return {
    run,
    sweep,
    start() {
      tick(run);
      every(everyMs, run);
      every(sweepEveryMs, sweep);
    },
    async stop() {
      isStopped = true;
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}

async function forget(
  { store, batch = usualBatch }: RetentionParts,
  now: string,
  isStopped: () => boolean,
): Promise<RetentionCounts> {
  const total = { messages: 0, states: 0, conversations: 0, tasks: 0, links: 0, counters: 0 };
  const goOn = async (go: () => Promise<number>) => {
    while (!isStopped() && (await go()) === batch) await new Promise(setImmediate);
  };
  const { transcript, linkedTranscript, dialogState, task, evidence } = retention;
  await goOn(async () => {
    const gone = await store.forgetConversations({
      now,
      transcripts: transcript.keep,
      linkedTranscripts: linkedTranscript.keep,
      states: dialogState.keep,
      keptState,
      limit: batch,
    });
    total.messages += gone.messages;
    total.states += gone.states;
    total.conversations += gone.conversations;
    return gone.looked;
  });
  await goOn(async () => {
    const gone = await store.forgetTasks(now, task.keep, batch);
    total.tasks += gone;
    return gone;
  });
  await goOn(async () => {
    const gone = await store.forgetOver(now, batch);
    total.links += gone.links;
    total.counters += gone.counters;
    return Math.max(...Object.values(gone));
  });
  const { agreements, evidence: facts } = await store.overdue(now, evidence.keep);
  return { ...total, agreementsToReview: agreements, evidenceToReview: facts };
}
