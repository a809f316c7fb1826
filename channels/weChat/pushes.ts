import { LRUCache } from 'lru-cache';
import type { Opened, Reception } from '../../bots/reception.ts';
import type { Clock, Vault } from '../../ports/services.ts';
import type { Store, StoredActivity } from '../../ports/store.ts';
import { heard } from './answer.ts';
import { awaitAnswer, placeOf } from './awaitAnswer.ts';
import { answerBudgetMs, type WeChatAddress } from './delivery.ts';
import type { Deed, Push } from './push.ts';
import type { TooFast } from './tooFast.ts';
import { asText, longestBytes, wordsOf } from './words.ts';

/** What hearing pushes needs. */
export interface PushParts {
  readonly appId: string;
  readonly reception: Reception;
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Shows the customer that an answer is coming. */
  readonly typing: (openId: string) => void;
  readonly tooFast: TooFast;
  /** Said to who is told that they are. */
  readonly tooFastText: string;
}

/** How a push is answered. */
export interface AnswerTo {
  /** The bytes of an answer. */
  write(content: string): string;
  /** Whoever pushed has hung up: an answer would reach nobody. */
  isGone(): boolean;
}

/** Has a push answered: resolves with the bytes that go back, the same for the same push. */
export type HearPush = (push: Push, answer: AnswerTo) => Promise<string>;

/** The customer's deeds, and what they let us send (客服消息下发条数). */
const allowances = {
  message: { count: 5, ms: 48 * 3_600_000 },
  scene: { count: 3, ms: 60_000 },
} as const;

/** A push is repeated within seconds; nobody leaves and comes back as fast. */
const sameFollowMs = 60_000;

/** Hears pushes: records what was said, and waits for the answer as long as WeChat does. */
export function createHearPush(parts: PushParts): HearPush {
  const { appId, reception, store, vault, clock } = parts;
  const known = new LRUCache<string, true>({ max: 10_000, ttl: 3_600_000 });

  const senderOf = ({ openId }: Push) => ({
    conversationId: `wc-${vault.digest(`wechat|${appId}|${openId}`)}`,
    channelId: 'wechat',
    userId: vault.digest(`wechat|${openId}`),
  });
  const addressOf = ({ openId }: Push) => {
    const address: WeChatAddress = { openId };
    return vault.seal(JSON.stringify(address));
  };

  async function open(push: Push): Promise<Opened> {
    const sender = senderOf(push);
    const reference = { sealed: addressOf(push), waits: true };
    const opened = await reception.open({ ...sender, reference });
    known.set(sender.conversationId, true);
    return opened;
  }

  /** Whether a conversation was opened by this very push, which comes again. */
  async function isOpening(push: Push, { activityId }: Opened): Promise<boolean> {
    const { conversationId } = senderOf(push);
    const [opening] = await store.activities(conversationId, placeOf(activityId) - 1, 1);
    const openedAtMs = Date.parse(String(opening?.activity.timestamp));
    return Math.abs(openedAtMs - push.createdAt * 1000) < sameFollowMs;
  }

  async function allow(push: Push, kind: keyof typeof allowances): Promise<void> {
    const { count, ms } = allowances[kind];
    const until = new Date(clock().getTime() + ms).toISOString();
    const { conversationId } = senderOf(push);
    await store.weChat.allow({ conversationId, kind, count, until });
  }

  /** Of a customer who comes back, or of one who is greeted: the answer is the greeting. */
  async function follow(push: Push): Promise<readonly string[]> {
    const { conversationId } = senderOf(push);
    const opened = await open(push);
    if (!opened.duplicate) await allow(push, 'scene');
    if (!opened.duplicate || (await isOpening(push, opened))) return [opened.activityId];
    await allow(push, 'scene');
    const event = { name: 'channelJoined', value: {} } as const;
    await reception.tell({ conversationId, key: push.key, event, replyTo: addressOf(push) });
    return [];
  }

  async function leave(push: Push): Promise<void> {
    const { conversationId } = senderOf(push);
    const event = { name: 'channelLeft', value: {} } as const;
    await reception.tell({ conversationId, key: push.key, event });
    known.delete(conversationId);
  }

  /** The messages that are answered together, the customer's own last. */
  async function say(push: Push, said: Extract<Deed, { kind: 'say' }>): Promise<readonly string[]> {
    const sender = senderOf(push);
    const opened = known.has(sender.conversationId) ? undefined : await open(push);
    // What could not be sent before goes first, and the answer after it.
    const behind = await store.weChat.release(sender.conversationId, clock().toISOString());
    const { activityId, duplicate } = await reception.receive({
      ...sender,
      key: push.key,
      activity: {
        type: 'message',
        text: said.text,
        textFormat: 'plain',
        channelId: sender.channelId,
        ...(said.token && { value: { token: said.token } }),
        channelData: {
          reference: { sealed: addressOf(push), waits: behind === 0 },
          ...(behind > 0 && { isBehind: true }),
        },
      },
    });
    if (duplicate) return [activityId];
    await allow(push, said.isScene ? 'scene' : 'message');
    if (behind > 0) return [];
    return opened && !opened.duplicate ? [opened.activityId, activityId] : [activityId];
  }

  function answered(push: Push): Promise<readonly string[]> | undefined {
    const { deed } = push;
    if (deed.kind === 'say') return say(push, deed);
    return deed.kind === 'follow' || deed.kind === 'scan' ? follow(push) : undefined;
  }

  return async (push, { write, isGone }) => {
    const tooFast = await parts.tooFast(push);
    if (tooFast) return tooFast === 'over' ? write(parts.tooFastText) : heard;
    if (push.deed.kind === 'unfollow') await leave(push);
    const { conversationId } = senderOf(push);
    const waiting = awaitAnswer(store, conversationId);
    try {
      const activityIds = (await answered(push)) ?? [];
      const activityId = activityIds.at(-1);
      if (activityId === undefined) return heard;
      const decision = await store.weChat.decided(activityId);
      if (decision) return decision.sealedAnswer ? vault.open(decision.sealedAnswer) : heard;
      const replies = await waiting.to(activityIds, {
        budgetMs: answerBudgetMs,
        now: clock(),
        onSlow: () => parts.typing(push.openId),
      });
      if (replies?.length === 0) return heard;
      const content = replies && !isGone() ? fitting(replies) : undefined;
      const sealedAnswer = content === undefined ? undefined : vault.seal(write(content));
      const decided = await store.weChat.decide({
        conversationId,
        activityIds: replies ? answering(activityIds, replies) : [activityId],
        ...(sealedAnswer && { sealedAnswer }),
        at: clock().toISOString(),
      });
      return decided.sealedAnswer === undefined ? heard : vault.open(decided.sealedAnswer);
    } finally {
      waiting.stop();
    }
  };
}

/** The replies as one text, when they fit into one. */
function fitting(replies: readonly StoredActivity[]): string | undefined {
  const content = asText(wordsOf(replies));
  return Buffer.byteLength(content) > longestBytes ? undefined : content;
}

/** Those of the messages that there is an answer to. */
function answering(activityIds: readonly string[], replies: readonly StoredActivity[]) {
  const last = activityIds.at(-1);
  return activityIds.filter(
    (id) => id === last || replies.some(({ replyToId }) => replyToId === id),
  );
}
