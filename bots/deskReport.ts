import type { HandoffCount } from '../ports/handoffs.ts';
import type { Clock } from '../ports/services.ts';
import type { Store, UnrecognisedMessage } from '../ports/store.ts';

/** What a supervisor looks at: how people were reached, and what the assistant did not understand. */
export interface DeskFigures {
  readonly days: number;
  readonly since: string;
  readonly madeAt: string;
  readonly handoffs: readonly HandoffCount[];
  /** Not understood since then and not reviewed yet, masked; the latest first. */
  readonly unanswered: readonly UnrecognisedMessage[];
  /** By what the assistant took them for, most first. */
  readonly guesses: ReadonlyArray<{ readonly guess: string; readonly count: number }>;
}

/** Figures of so many days up to now. */
export type DeskReport = (days: number) => Promise<DeskFigures>;

const dayMs = 24 * 60 * 60_000;
const mostRead = 5000;
const shown = 30;

/** Makes the report. */
export function createDeskReport({ store, clock }: { store: Store; clock: Clock }): DeskReport {
  return async (days) => {
    const now = clock();
    const since = new Date(now.getTime() - days * dayMs).toISOString();
    const [handoffs, open] = await Promise.all([
      store.handoffCounts(since),
      store.unrecognised(mostRead),
    ]);
    const recent = open.filter(({ foundAt }) => foundAt >= since).reverse();
    const counts = new Map<string, number>();
    for (const { guess } of recent) counts.set(guess, (counts.get(guess) ?? 0) + 1);
    const guesses = [...counts].map(([guess, count]) => ({ guess, count }));
    return {
      days,
      since,
      madeAt: now.toISOString(),
      handoffs,
      unanswered: recent.slice(0, shown),
      guesses: guesses.sort((one, other) => other.count - one.count),
    };
  };
}
