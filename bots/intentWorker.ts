import type { Instant } from '../domain/calendar.ts';
import type { Clock, Log, Vault } from '../ports/services.ts';
import type { ClaimedIntent, Intent, Store } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';

/**
 * Does one kind of thing outside. Must be safe to repeat with the same id; `attempt` counts from 1.
 * Throws `Unavailable` to be tried again.
 */
export type IntentHandler = (payload: unknown, id: string, attempt: number) => Promise<void>;

/** Thrown by a handler that is not done and knows when there is more to see: no failure, no log line. */
export class LookAgain extends Error {
  readonly at: Instant;

  constructor(at: Instant) {
    super('not yet');
    this.at = at;
  }
}

/** What the worker needs. */
export interface WorkerParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly handlers: Readonly<Record<Intent['kind'], IntentHandler>>;
}

/** Carries out what turns asked for, after their commit. */
export interface IntentWorker {
  /** Looks for work now. Calls while it runs are one further look. */
  wake(): void;
  idle(): Promise<void>;
}

const leaseMs = 60_000;
const mostAtOnce = 20;
/** About half an hour of tries; an order is followed for a day, its handler ends by itself before (N7). */
const mostAttempts: Readonly<Partial<Record<Intent['kind'], number>>> = {
  order: 3000,
  agreement: 1500,
  // Followed for weeks, a look at a time; its handler ends by itself.
  complaint: 100_000,
};
const usualAttempts = 30;

/**
 * Makes the worker. Failures wait 1, 2, 4 … 60 seconds; what can no longer help expires unsent. Nothing
 * waits for another to end: an order that takes its time holds up nobody's code.
 */
export function createIntentWorker(parts: WorkerParts): IntentWorker {
  const underWay = new Map<string, Promise<void>>();
  let looking: Promise<void> | undefined;
  let again = false;

  async function look(): Promise<void> {
    const { store, owner, clock } = parts;
    while (again && underWay.size < mostAtOnce) {
      again = false;
      const room = mostAtOnce - underWay.size;
      const claimed = await store.claimIntents(owner, clock().toISOString(), leaseMs, room);
      for (const intent of claimed) begin(intent);
      again ||= claimed.length === room;
    }
  }

  function begin(intent: ClaimedIntent): void {
    // Slower than its lease, it comes by once more; who does it here is still at it.
    if (underWay.has(intent.id)) return;
    const done = carryOut(parts, intent)
      .catch(report)
      .finally(() => {
        underWay.delete(intent.id);
        lookAgain();
      });
    underWay.set(intent.id, done);
  }

  function wake(): void {
    again = true;
    looking ??= look()
      .catch(report)
      .finally(() => {
        looking = undefined;
        lookAgain();
      });
  }

  function lookAgain(): void {
    if (again && underWay.size < mostAtOnce) wake();
  }

  /** What was not finished comes by again when its lease is over. */
  function report(error: unknown): void {
    parts.log.error('intents.notRun', { reason: errorName(error) });
  }

  return {
    wake,
    async idle() {
      while (looking || underWay.size > 0) await Promise.all([looking, ...underWay.values()]);
    },
  };
}

async function carryOut(
  { store, vault, clock, log, handlers }: WorkerParts,
  intent: ClaimedIntent,
): Promise<void> {
  try {
    await handlers[intent.kind](
      JSON.parse(vault.open(intent.sealedPayload)),
      intent.id,
      intent.attempt,
    );
    await store.finishIntent(intent.id, 'done', clock().toISOString());
  } catch (error) {
    if (error instanceof LookAgain) return store.retryIntent(intent.id, intent.attempt, error.at);
    const facts = {
      id: intent.id,
      kind: intent.kind,
      attempt: intent.attempt,
      reason: errorName(error),
    };
    if (
      !(error instanceof Unavailable) ||
      intent.attempt >= (mostAttempts[intent.kind] ?? usualAttempts)
    ) {
      log.error('intent.failed', facts);
      await store.finishIntent(intent.id, 'failed', clock().toISOString(), intent.attempt);
      return;
    }
    log.warn('intent.retried', facts);
    const waitMs = Math.min(60_000, 1000 * 2 ** (intent.attempt - 1));
    const notBefore = error.retryAt ?? new Date(clock().getTime() + waitMs).toISOString();
    await store.retryIntent(intent.id, intent.attempt, notBefore);
  }
}

function errorName(error: unknown): string {
  if (error instanceof Unavailable) return error.reason;
  return error instanceof Error ? error.name : typeof error;
}
