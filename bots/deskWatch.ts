import type { Clock, Log } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import type { DeskDoor } from './deskDoor.ts';

/** What the watch needs. */
export interface DeskWatchParts {
  readonly store: Store;
  readonly door: DeskDoor;
  readonly clock: Clock;
  readonly log: Log;
}

/** Looks after chats that nobody looks after. */
export interface DeskWatch {
  start(): void;
  /** One round now. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 5000;
/** An agent who was not seen for so long has left: a closed laptop, a dead network. */
export const agentGoneMs = 90_000;
/** Nothing was said for so long, by either side. */
export const silenceMs = 30 * 60_000;
/** Nobody waits for ever: the day is over. */
const longestWaitMs = 12 * 60 * 60_000;

/**
 * Tells conversations what a crash kept from them; puts the chats of an agent who is gone back at the
 * head of the queue; ends those in which nobody speaks any more. All of it is one update each in the
 * store, so that of several processes one does it.
 */
export function createDeskWatch({ store, door, clock, log }: DeskWatchParts): DeskWatch {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const nowMs = clock().getTime();
    const since = (at: string | undefined) => (at ? nowMs - Date.parse(at) : 0);
    await door.catchUp('builtIn');
    const open = await store.openHandoffs('builtIn');
    if (open.length === 0) return;
    const here = await store.agentsSince(new Date(nowMs - agentGoneMs).toISOString());
    for (const { id, state, agent, requestedAt, acceptedAt, lastSaidAt } of open) {
      const isTaken = state === 'accepted' && agent !== undefined;
      if (!isTaken) {
        if (since(requestedAt) > longestWaitMs) await door.end(id, 'gone');
      } else if (Math.min(since(lastSaidAt), since(acceptedAt)) > silenceMs) {
        await door.end(id, 'gone');
      } else if (!here.some((each) => each.id === agent.id) && since(acceptedAt) > agentGoneMs) {
        await door.move(id, agent.id);
      }
    }
  }

  function tick(): void {
    running = look().catch((error: Error) => log.warn('desk.watchFailed', { reason: error.name }));
  }

  return {
    look,
    start() {
      timer = setInterval(tick, everyMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
