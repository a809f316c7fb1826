import { localDateTime } from '../../domain/calendar.ts';
import type { AgentDesk } from '../../ports/agentDesk.ts';
import type { Handoffs } from '../../ports/handoffs.ts';
import type { Clock } from '../../ports/services.ts';

/** How the desk of the house is run. */
export interface BuiltInDeskOptions {
  readonly handoffs: Pick<Handoffs, 'queueBefore' | 'agentsSince'>;
  readonly clock: Clock;
  readonly timeZone: string;
  /** When people are there, `08:00`–`22:00` in the operator's zone; equal ends: around the clock. */
  readonly hours: readonly [string, string];
  /** So many may wait at once. */
  readonly queueLimit: number;
}

/** An agent who was not seen for so long is not at the desk. */
export const presenceMs = 60_000;
/** Waits of this long ago say nothing about now. */
const recentMs = 2 * 60 * 60_000;

/** The house's own desk: agents read and write the conversation's record, so nothing is sent to it. */
export function createBuiltInDesk(options: BuiltInDeskOptions): AgentDesk {
  const { handoffs, clock, timeZone, hours, queueLimit } = options;
  const ago = (ms: number) => new Date(clock().getTime() - ms).toISOString();
  const nothing = async () => {};
  return {
    name: 'builtIn',
    readsRecord: true,
    async standing(priority, since) {
      const [queue, agents] = await Promise.all([
        handoffs.queueBefore('builtIn', priority, since, ago(recentMs)),
        handoffs.agentsSince(ago(presenceMs)),
      ]);
      const { ahead, waiting, waitMs } = queue;
      const state = !isWithin(hours, localDateTime(clock(), timeZone).slice(-5))
        ? 'closed'
        : agents.length === 0
          ? 'empty'
          : waiting >= queueLimit
            ? 'full'
            : 'open';
      return { state, ahead, ...(waitMs !== undefined && { waitMs }) };
    },
    initiate: nothing,
    forward: nothing,
    end: nothing,
  };
}

/** `22:00`–`06:00` goes over midnight. */
function isWithin([from, to]: readonly [string, string], time: string): boolean {
  if (from === to) return true;
  return from < to ? from <= time && time < to : time >= from || time < to;
}
