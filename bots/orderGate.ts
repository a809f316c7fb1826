import type { DialogServices } from '../dialogs/shared/turn.ts';
import type { Clock } from '../ports/services.ts';

/**
 * Whichever processes are at an order: one that was called not placed is never sent, and one that
 * was sent is not called so (R26); of two for one line, the second looks when the first is placed.
 * Marks in the store, so that a kill or a lease that ran out forgets nothing.
 */
export interface OrderGate {
  /** Whether any attempt may have sent it. */
  wasSent(key: string): Promise<boolean>;
  /** Before it is sent. False: it may have been called not placed, and must not be sent. */
  opens(key: string): Promise<boolean>;
  /** Before it is called not placed. False: it may have been sent, so nobody can say that. */
  closes(key: string): Promise<boolean>;
  /**
   * Does it unless another order of this line is just being placed: then undefined, and nothing is
   * done. An attempt that was killed in the middle keeps the others out, not the next one of its own order.
   */
  alone<T>(lineId: string, key: string, place: () => Promise<T>): Promise<T | undefined>;
}

/** About as long as a lease: a process that died lets go of its line. */
const placedWithinMs = 60_000;
/** An order's own mark goes first: while the line is still held, nothing looks like its own twice. */
const ownWithinMs = placedWithinMs - 5000;

/** Makes the gate. What it knows of an order is kept for `keepMs`. */
export function createOrderGate(
  limits: DialogServices['limits'],
  clock: Clock,
  keepMs: number,
): OrderGate {
  const now = () => clock().toISOString();
  const mark = (name: string) => ({
    set: (key: string) => limits.count(`order:${name}:${key}`, now(), keepMs),
    isSet: async (key: string) => (await limits.peek(`order:${name}:${key}`, now())) > 0,
  });
  const [sent, closed] = [mark('sent'), mark('closed')];

  return {
    wasSent: sent.isSet,
    // Each sets its own mark before it looks at the other's: of two at once, one at least sees it.
    async opens(key) {
      if (await closed.isSet(key)) return false;
      await sent.set(key);
      return !(await closed.isSet(key));
    },
    async closes(key) {
      await closed.set(key);
      return !(await sent.isSet(key));
    },
    async alone(lineId, key, place) {
      const line = `order:line:${lineId}`;
      const own = `${line}:${key}`;
      const { count: all } = await limits.count(line, now(), placedWithinMs);
      const { count: ours } = await limits.count(own, now(), ownWithinMs);
      try {
        return all === ours ? await place() : undefined;
      } finally {
        await limits.giveBack(own, now());
        await limits.giveBack(line, now());
      }
    },
  };
}
