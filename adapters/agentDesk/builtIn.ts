import type { AgentDesk } from '../../ports/agentDesk.ts';
import type { Handoffs } from '../../ports/handoffs.ts';
import { type DeskRules, deskStanding } from './standing.ts';

/** How the desk of the house is run. */
export interface BuiltInDeskOptions extends DeskRules {
  readonly handoffs: Pick<Handoffs, 'queueBefore' | 'agentsSince'>;
}

/** An agent who was not seen for so long is not at the desk. */
export const presenceMs = 60_000;

/** The house's own desk: agents read and write the conversation's record, so nothing is sent to it. */
export function createBuiltInDesk(options: BuiltInDeskOptions): AgentDesk {
  const { handoffs, clock, hours } = options;
  const nothing = async () => {};
  return {
    name: 'builtIn',
    readsRecord: true,
    hours,
    standing: deskStanding('builtIn', options, async () => {
      const seenSince = new Date(clock().getTime() - presenceMs).toISOString();
      // Who has paused takes nobody: for who waits they are not there.
      return (await handoffs.agentsSince(seenSince)).some(({ isReady }) => isReady);
    }),
    initiate: nothing,
    forward: nothing,
    end: nothing,
  };
}
