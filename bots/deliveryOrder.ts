import type { Clock } from '../ports/services.ts';
import type { StoredActivity } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';
import type { IntentHandler } from './intentWorker.ts';

/** Replies of one turn on their way: where they stand in their conversation. */
interface Parcel {
  readonly id: string;
  /** Of the message that is answered, counted from 1. */
  readonly place: number;
  send(): Promise<void>;
  drop(error: unknown): void;
}

/** One conversation's replies; `late`: what did not arrive yet, and when that was seen. */
interface Lane {
  readonly waiting: Parcel[];
  isBusy: boolean;
  late?: { readonly id: string; readonly place: number; readonly seenAtMs: number };
}

/** Longer than any wait between two tries: by then another process has delivered what was late. */
const forgetLateMs = 120_000;

/**
 * Delivers the replies of each conversation one after the other, the oldest first: two that are under
 * way at once arrive in any order, and a receipt before “submitting” is none. What follows a reply
 * that could not be delivered waits for it.
 */
export function inOrder(deliver: IntentHandler, clock: Clock): IntentHandler {
  const lanes = new Map<string, Lane>();

  async function run(name: string, lane: Lane): Promise<void> {
    lane.isBusy = true;
    // Everything that was claimed in the same go is here before the first leaves.
    await new Promise(setImmediate);
    for (let next = oldest(lane); next; next = oldest(lane)) {
      if (lane.late && clock().getTime() - lane.late.seenAtMs >= forgetLateMs) delete lane.late;
      const { late } = lane;
      if (late && late.id !== next.id && late.place < next.place)
        next.drop(new Unavailable('channel', 'an earlier reply is not delivered'));
      else await next.send();
    }
    lane.isBusy = false;
    if (!lane.late) lanes.delete(name);
  }

  return (payload, id, attempt) => {
    const [reply = {}] = (payload as { replies: readonly StoredActivity[] }).replies;
    const name = String((reply.conversation as { id?: string } | undefined)?.id ?? id);
    const lane = lanes.get(name) ?? { waiting: [], isBusy: false };
    lanes.set(name, lane);
    return new Promise<void>((resolve, drop) => {
      const place = placeOf(reply);
      const send = () =>
        Promise.resolve(deliver(payload, id, attempt)).then(
          () => {
            if (lane.late?.id === id) delete lane.late;
            resolve();
          },
          (error) => {
            if (error instanceof Unavailable)
              lane.late = { id, place, seenAtMs: clock().getTime() };
            else if (lane.late?.id === id) delete lane.late;
            drop(error);
          },
        );
      lane.waiting.push({ id, place, send, drop });
      if (!lane.isBusy) void run(name, lane);
    });
  };
}

function oldest({ waiting }: Lane): Parcel | undefined {
  waiting.sort((one, other) => one.place - other.place);
  return waiting.shift();
}

const placeOf = ({ replyToId = '' }: StoredActivity) =>
  Number(String(replyToId).slice(String(replyToId).lastIndexOf('|') + 1)) || 0;
