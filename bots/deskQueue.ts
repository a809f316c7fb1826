import type { DeskAgent, Handoff } from '../ports/handoffs.ts';
import type { Vault } from '../ports/services.ts';
import type { StaffMember } from '../ports/staff.ts';
import { contextOf } from './deskCard.ts';

/** Somebody in the queue or in a chat, as the list shows them: no name, no words. */
export interface QueueEntry
  extends Pick<Handoff, 'id' | 'reason' | 'language' | 'channelId' | 'requestedAt' | 'acceptedAt'> {
  readonly conversationId: string;
  readonly maskedNumber?: string;
  readonly isElder: boolean;
  /** Of a ring-back: until when it was promised. */
  readonly dueBy?: string;
  readonly agent?: string;
  readonly lastSaidAt?: string;
}

/** What an agent has in view. */
export interface DeskQueue {
  readonly waiting: readonly QueueEntry[];
  /** All who wait, also those the list has no room for. */
  readonly waitingCount: number;
  readonly mine: readonly QueueEntry[];
  /** Of other agents; supervisors and auditors alone see them. */
  readonly others: readonly QueueEntry[];
  readonly colleagues: readonly DeskAgent[];
}

const shownWaiting = 50;

/** What of the open handoffs, in their order, somebody at the desk has in view. */
export function queueFor(
  staff: StaffMember,
  open: readonly Handoff[],
  agents: readonly DeskAgent[],
  vault: Vault,
): DeskQueue {
  const waiting = open.filter(({ state }) => state === 'waiting');
  const taken = open.filter(({ state }) => state === 'accepted');
  const others = taken.filter(({ agent }) => agent?.id !== staff.id);
  const entries = (handoffs: readonly Handoff[]) =>
    handoffs.map((handoff) => entryOf(handoff, vault));
  return {
    waiting: entries(waiting.slice(0, shownWaiting)),
    waitingCount: waiting.length,
    mine: entries(taken.filter(({ agent }) => agent?.id === staff.id)),
    others: staff.role === 'agent' ? [] : entries(others),
    colleagues: agents.filter(({ id }) => id !== staff.id),
  };
}

function entryOf(handoff: Handoff, vault: Vault): QueueEntry {
  const { id, conversationId, reason, language, channelId, requestedAt } = handoff;
  const { acceptedAt, lastSaidAt, agent } = handoff;
  const { customer, callback, accessibility = [] } = contextOf(handoff, vault) ?? {};
  const maskedNumber = customer?.maskedNumber ?? callback?.maskedNumber;
  return {
    id,
    conversationId,
    reason,
    language,
    channelId,
    requestedAt,
    isElder: accessibility.includes('elder'),
    ...(acceptedAt && { acceptedAt }),
    ...(lastSaidAt && { lastSaidAt }),
    ...(maskedNumber && { maskedNumber }),
    ...(callback && { dueBy: callback.end }),
    ...(agent && { agent: agent.name }),
  };
}
