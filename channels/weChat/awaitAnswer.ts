import type { Store, StoredActivity } from '../../ports/store.ts';

/** How long to wait, and for whom. */
export interface Patience {
  /** From when the message was first recorded: WeChat's own clock runs from then. */
  readonly budgetMs: number;
  readonly now: Date;
  /** Called once when the answer takes its time. */
  readonly onSlow: () => void;
}

/** Waits for what is replied to a push. */
export interface AwaitedAnswer {
  /**
   * The replies to these messages, none when the turn had nothing to say; undefined: there are none in
   * time, or the message is too old.
   */
  to(
    activityIds: readonly string[],
    patience: Patience,
  ): Promise<readonly StoredActivity[] | undefined>;
  stop(): void;
}

const slowAfterMs = 1500;
const pageSize = 50;

/** Listens from now on, so that an answer faster than the push's own record is heard too. */
export function awaitAnswer(store: Store, conversationId: string): AwaitedAnswer {
  const known: StoredActivity[] = [];
  let onNews = () => {};
  const stop = store.listen((news) => {
    if (news.conversationId !== conversationId) return;
    known.push(...news.activities.map(({ activity }) => activity));
    onNews();
  });

  /** Of a push that comes again, what was recorded before we listened. */
  async function readBack(activityId: string): Promise<void> {
    const recorded = await store.activities(conversationId, placeOf(activityId) - 1, pageSize);
    const isNew = ({ activity }: { activity: StoredActivity }) =>
      !known.some(({ id }) => id === activity.id);
    known.unshift(...recorded.filter(isNew).map(({ activity }) => activity));
  }

  return {
    stop,
    async to(activityIds, { budgetMs, now, onSlow }) {
      const last = activityIds.at(-1) ?? '';
      const replies = () =>
        known.filter(
          ({ type, replyToId }) => type === 'message' && activityIds.includes(String(replyToId)),
        );
      const isAnswered = () => known.some(({ replyToId }) => replyToId === last);
      if (!isAnswered()) await readBack(last);
      const message = known.find(({ id }) => id === last);
      const agedMs = message ? now.getTime() - Date.parse(String(message.timestamp)) : 0;
      const leftMs = Math.min(budgetMs, budgetMs - agedMs);
      await new Promise<void>((resolve) => {
        const slow = setTimeout(onSlow, slowAfterMs);
        const done = () => {
          clearTimeout(slow);
          clearTimeout(over);
          resolve();
        };
        const over = setTimeout(done, Math.max(0, leftMs));
        onNews = () => {
          if (isAnswered()) done();
        };
        onNews();
      });
      return isAnswered() ? replies() : undefined;
    },
  };
}

/** The place in its conversation that an activity's id names. */
export const placeOf = (activityId: string) =>
  Number(activityId.slice(activityId.lastIndexOf('|') + 1));
