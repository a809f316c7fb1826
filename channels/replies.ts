import type { Received, Store, StoredActivity } from '../ports/store.ts';
import { replyTimeoutMs } from './delivery.ts';

/** Replies as they are committed, for a channel that waits for them. */
export interface AwaitedReplies {
  /**
   * What is said to the message, with the greeting where the conversation was just opened. What comes of
   * something else meanwhile, a receipt or a reminder, is delivered by itself: here it would be said twice.
   */
  to(received: Received, opening?: Received): Promise<readonly StoredActivity[]>;
  /** What is said first. */
  first(): Promise<readonly StoredActivity[]>;
  stop(): void;
}

const pageSize = 200;

/** Listens from now on, so that an answer faster than the question's own receipt is heard too. */
export function awaitReplies(store: Store, conversationId: string): AwaitedReplies {
  const heard: StoredActivity[] = [];
  let onNews: () => void = () => {};
  const stop = store.listen((news) => {
    if (news.conversationId !== conversationId) return;
    heard.push(...news.activities.map(({ activity }) => activity).filter(isReply));
    onNews();
  });

  /** Resolves when `isDone` holds, or when nobody should wait any longer. */
  function until(isDone: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, replyTimeoutMs);
      onNews = () => {
        if (!isDone()) return;
        clearTimeout(timer);
        resolve();
      };
      onNews();
    });
  }

  return {
    stop,
    async first() {
      await until(() => heard.length > 0);
      return heard;
    },
    async to({ activityId, duplicate }, opening) {
      const answers = ({ replyToId }: StoredActivity) => replyToId === activityId;
      const earlier = duplicate ? (await said(store, conversationId)).filter(answers) : [];
      if (earlier.length > 0) return earlier;
      await until(() => heard.some(answers));
      const greets = ({ replyToId }: StoredActivity) => replyToId === opening?.activityId;
      return heard.filter((reply) => answers(reply) || greets(reply));
    },
  };
}

function isReply({ replyToId }: StoredActivity): boolean {
  return replyToId !== undefined;
}

async function said(store: Store, conversationId: string): Promise<StoredActivity[]> {
  const replies: StoredActivity[] = [];
  for (let after = 0; ; ) {
    const page = await store.activities(conversationId, after, pageSize);
    replies.push(...page.map(({ activity }) => activity).filter(isReply));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return replies;
    after = last.sequence;
  }
}
