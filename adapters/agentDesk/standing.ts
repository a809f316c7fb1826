import { isOpenAt, type OpeningHours } from '../../domain/openingHours.ts';
import type { AgentDesk } from '../../ports/agentDesk.ts';
import type { Handoffs } from '../../ports/handoffs.ts';
import type { Clock } from '../../ports/services.ts';

/** How a desk is run, whichever it is. */
export interface DeskRules {
  readonly handoffs: Pick<Handoffs, 'queueBefore'>;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly hours: OpeningHours;
  /** So many may wait at once. */
  readonly queueLimit: number;
}

/** Waits of this long ago say nothing about now. */
const recentMs = 2 * 60 * 60_000;

/**
 * How a desk stands (R31): its hours and its limit are the house's and hold for every desk; the queue is
 * counted in our own record. Only who is there is asked of the desk, and only while it is open.
 */
export function deskStanding(
  name: AgentDesk['name'],
  { handoffs, clock, timeZone, hours, queueLimit }: DeskRules,
  isSomebodyThere: () => Promise<boolean>,
): AgentDesk['standing'] {
  return async (priority, since) => {
    const now = clock();
    const takenSince = new Date(now.getTime() - recentMs).toISOString();
    const isOpen = isOpenAt(hours, now, timeZone);
    const [{ ahead, waiting, waitMs }, isThere] = await Promise.all([
      handoffs.queueBefore(name, priority, since, takenSince),
      isOpen && isSomebodyThere(),
    ]);
    const whoIsThere = waiting >= queueLimit ? 'full' : isThere ? 'open' : 'empty';
    return {
      state: isOpen ? whoIsThere : 'closed',
      ahead,
      ...(waitMs !== undefined && { waitMs }),
    };
  };
}
