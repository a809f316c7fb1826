import type { DeliveryOf } from '../../bots/turnRunner.ts';
import type { Vault } from '../../ports/services.ts';
import type { StoredActivity } from '../../ports/store.ts';
import { asText, longestBytes, wordsOf } from './words.ts';

/** How long a push is kept waiting for its answer; WeChat hangs up after five seconds. */
export const answerBudgetMs = 4500;
/** Longer than the push waits, so that whoever holds it has decided. */
const graceMs = 300;
/** For so long after a customer's word messages may be sent at all. */
const windowMs = 48 * 3_600_000;

/** Whom to write to, sealed wherever it is kept. */
export interface WeChatAddress {
  readonly openId: string;
}

/** What the worker sends: whom to, and what. */
export interface WeChatDelivery {
  readonly weChat: WeChatAddress;
  readonly conversationId: string;
  readonly activityId: string;
  readonly replies: readonly StoredActivity[];
}

/**
 * Replies to WeChat are an intent of their turn, whoever waits for them: were the process to die before
 * it answers the push, another one sends them. Not before the push is over, unless they are too long for it.
 */
export function weChatDelivery(vault: Vault): DeliveryOf {
  return ({ activity, activityId, conversationId }, replies) => {
    const { reference } = (activity.channelData ?? {}) as {
      reference?: { sealed?: string; waits?: boolean };
    };
    if (!reference?.sealed) return undefined;
    const weChat = JSON.parse(vault.open(reference.sealed)) as WeChatAddress;
    const delivery: WeChatDelivery = { weChat, conversationId, activityId, replies };
    const saidAtMs = Date.parse(String(activity.timestamp));
    const waits = reference.waits && Buffer.byteLength(asText(wordsOf(replies))) <= longestBytes;
    const at = (ms: number) => new Date(saidAtMs + ms).toISOString();
    return {
      id: `deliver:${activityId}`,
      kind: 'deliver',
      sealedPayload: vault.seal(JSON.stringify(delivery)),
      expiresAt: at(windowMs),
      ...(waits && { notBefore: at(answerBudgetMs + graceMs) }),
    };
  };
}
