import type { Activity, ConversationReference } from 'botbuilder';
import type { DeliveryOf } from '../bots/turnRunner.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { StoredActivity } from '../ports/store.ts';
import { weChatDelivery } from './weChat/delivery.ts';

/** How long a channel that wants the replies in its response is kept waiting. */
export const replyTimeoutMs = 15_000;

/** Where replies go, as a message carries it. */
export interface ReplyAddress {
  /** A sealed conversation reference: it names people. */
  readonly sealed: string;
  /** The channel waits for the replies in the response to its own request. */
  readonly waits?: boolean;
}

/** What the worker delivers: where to, and what. */
export interface Delivery {
  readonly reference: Partial<ConversationReference>;
  readonly replies: readonly StoredActivity[];
}

/** Channels of the Bot Framework do not read the store: their replies become an intent of the turn. */
export function deliveryOver(vault: Vault, clock: Clock): DeliveryOf {
  return ({ activity }, replies) => {
    const { reference } = (activity.channelData ?? {}) as { reference?: ReplyAddress };
    if (!reference?.sealed) return undefined;
    const waitedMs = clock().getTime() - Date.parse(String(activity.timestamp));
    if (reference.waits && waitedMs < replyTimeoutMs) return undefined;
    const delivery: Delivery = { reference: JSON.parse(vault.open(reference.sealed)), replies };
    return { kind: 'deliver', sealedPayload: vault.seal(JSON.stringify(delivery)) };
  };
}

/** The official account, or 微信客服 of WeCom: the same phone, and the same limits. */
export const isWeChat = (channelId: string) => ['wechat', 'wecom'].includes(channelId);

/** How each channel's replies leave. */
export function deliveryFor(vault: Vault, clock: Clock): DeliveryOf {
  const [toBotFramework, toWeChat] = [deliveryOver(vault, clock), weChatDelivery(vault)];
  return (claimed, replies) =>
    (isWeChat(claimed.channelId) ? toWeChat : toBotFramework)(claimed, replies);
}

/** Takes the place of a delivery where no channel is open. */
export async function closedDelivery(): Promise<void> {
  throw new Error('the channel is closed');
}

/** A stored reply as a channel gets it: without our own ids; the SDK adds the channel's. */
export function outgoing(reply: StoredActivity): Partial<Activity> {
  const { type, text, textFormat, speak, summary, attachments, suggestedActions, locale } =
    reply as Partial<Activity>;
  const said = { type, text, textFormat, speak, summary, attachments, suggestedActions, locale };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
