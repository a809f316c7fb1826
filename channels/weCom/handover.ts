import type { DeskDoor } from '../../bots/deskDoor.ts';
import { leavesPerson } from '../../domain/personWords.ts';
import type { AgentDesk } from '../../ports/agentDesk.ts';
import type { Handoff } from '../../ports/handoffs.ts';
import type { Clock, Vault } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { KfCustomer } from './account.ts';
import { allow, type CustomerParts, customerAt, sealedAddressOf, senderOf } from './customer.ts';
import { type KfMessage, serviceStates, type WeComPlatform, withPeople } from './platform.ts';

/** What passing chats to people in WeCom and back takes. */
export interface HandoverParts extends CustomerParts {
  readonly platform: WeComPlatform;
  readonly store: Pick<Store, 'weChat' | 'handoffsOf'>;
  /** Tells conversations what became of them. */
  readonly door: DeskDoor;
}

/** What the desk needs. */
export interface WeComDeskParts extends Pick<AgentDesk, 'hours' | 'standing'> {
  readonly platform: Pick<WeComPlatform, 'stateOf' | 'moveTo'>;
  readonly store: Pick<Store, 'weChat' | 'handoff'>;
  readonly vault: Vault;
  readonly clock: Clock;
}

/**
 * Agents who sit in WeCom's own client: a chat is moved into WeCom's pool, and all that is said from then on
 * is between the two of them there. Customers of other channels find nobody, and book a ring-back.
 */
export function createWeComDesk(parts: WeComDeskParts): AgentDesk {
  const { platform, store, vault, clock, hours, standing } = parts;

  async function customerOf(handoffId: string): Promise<KfCustomer> {
    const { sealedContext, channelId } = (await store.handoff(handoffId)) ?? {};
    const { replyTo } = sealedContext
      ? (JSON.parse(vault.open(sealedContext)) as { replyTo?: string })
      : {};
    if (!replyTo || channelId !== 'wecom') throw new Unavailable('agentDesk', 'not on WeCom');
    return customerAt(vault, replyTo);
  }

  return {
    name: 'weCom',
    readsRecord: false,
    hours,
    standing: async (priority, since, channelId) =>
      channelId === 'wecom' ? standing(priority, since) : { state: 'empty', ahead: 0 },
    async initiate({ handoffId, conversationId }) {
      const customer = await customerOf(handoffId);
      // From the pool on nothing of ours is taken: what was just said leaves before.
      if ((await store.weChat.release(conversationId, clock().toISOString())) > 0)
        throw new Unavailable('agentDesk', 'replies on their way');
      if (!withPeople.has(await platform.stateOf(customer)))
        await platform.moveTo(customer, 'queue');
    },
    forward: async () => {},
    // Whoever left was heard by the channel, which moved the chat.
    end: async () => {},
  };
}

const agentOf = (userId: string) => ({ id: `wecom-${userId}`, name: userId });

async function openHandoff(
  { store }: HandoverParts,
  conversationId: string,
): Promise<Handoff | undefined> {
  const [latest] = await store.handoffsOf(conversationId);
  return latest?.desk === 'weCom' && ['waiting', 'accepted'].includes(latest.state)
    ? latest
    : undefined;
}

/** A person took the chat, passed it on or ended it; its code carries what the bot says about that. */
export async function hearChange(
  parts: HandoverParts,
  event: NonNullable<KfMessage['event']>,
): Promise<void> {
  const { door, vault } = parts;
  const customer = { openKfId: event.open_kfid, userId: event.external_userid };
  const handoff = await openHandoff(parts, senderOf(parts, customer).conversationId);
  if (!handoff) return;
  const { change_type: change, msg_code: welcomeCode, new_servicer_userid: agentId = '' } = event;
  const replyTo = welcomeCode && sealedAddressOf(vault, { ...customer, welcomeCode });
  if (replyTo) await allow(parts, customer, 'scene');
  if (change === 1) await door.accept(handoff.id, agentOf(agentId), replyTo);
  if (change === 2) await door.move(handoff.id, handoff.agent?.id ?? '', agentOf(agentId));
  if (change === 3) {
    const by = handoff.agent ? 'agent' : 'desk';
    await door.end(handoff.id, by, handoff.agent?.id, undefined, replyTo);
  }
}

/** The way back is open while people have the chat: its words, and in the queue a tap on what the bot offered (E56). */
export async function leavesPeople(
  parts: HandoverParts,
  customer: KfCustomer,
  { text }: KfMessage,
  state: number,
): Promise<boolean> {
  const isTap = state === serviceStates.queue && text?.menu_id !== undefined;
  if (!text || !(isTap || leavesPerson(text.content))) return false;
  return (await openHandoff(parts, senderOf(parts, customer).conversationId)) !== undefined;
}
