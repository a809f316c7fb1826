import type { KeptContext } from '../dialogs/shared/handoff.ts';
import type { LineNews, StatusNews } from '../dialogs/shared/handoffEvents.ts';
import { maskText } from '../domain/masking.ts';
import type { AgentName } from '../ports/agentDesk.ts';
import type { Handoff, HandoffEnder } from '../ports/handoffs.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import type { Reception } from './reception.ts';

/** What the door needs. */
export interface DeskDoorParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly reception: Reception;
}

/**
 * How a desk answers, whichever it is: the Bot Framework's `handoff.status` and an agent's lines. All of
 * it reaches the conversation as events from inside, so an agent's words are never heard as a customer's.
 * False: the handoff is over or another's, and nothing happened.
 */
export interface DeskDoor {
  /**
   * `handoff.status` accepted: the first agent to say so has the chat. `replyTo`: a sealed address for this
   * news alone, on channels that have one.
   */
  accept(handoffId: string, agent: AgentName, replyTo?: string): Promise<boolean>;
  /** `handoff.status` completed, with a summary for the customer; failed: nobody could take it. */
  end(
    handoffId: string,
    by: HandoffEnder,
    agentId?: string,
    message?: string,
    replyTo?: string,
  ): Promise<boolean>;
  /** To another agent, or back to the head of the queue. */
  move(handoffId: string, from: string, to?: AgentName): Promise<boolean>;
  /** A line for the customer; the same key is the same line. */
  say(handoffId: string, agent: AgentName, text: string, key: string): Promise<boolean>;
  /** A note that agents alone read. */
  note(handoffId: string, agent: AgentName, text: string, key: string): Promise<boolean>;
  /** Tells conversations what a crash kept from them. */
  catchUp(desk: Handoff['desk']): Promise<void>;
}

/** Makes the door. Every state is written first and told after; what was not told is told again. */
export function createDeskDoor({ store, vault, clock, reception }: DeskDoorParts): DeskDoor {
  const now = () => clock().toISOString();

  function replyToOf({ sealedContext }: Handoff): string | undefined {
    if (!sealedContext) return undefined;
    return (JSON.parse(vault.open(sealedContext)) as KeptContext).replyTo;
  }

  async function tell(handoff: Handoff, message?: string, replyTo?: string): Promise<void> {
    const { id: handoffId, state, agent, turnCount, endedBy: by, conversationId } = handoff;
    const news: StatusNews = {
      handoffId,
      state,
      ...(agent && { agent: agent.name }),
      ...(by && { by }),
      ...(message && { message }),
    };
    await reception.tell({
      conversationId,
      key: `handoff:${handoffId}:${turnCount}`,
      replyTo: replyTo ?? replyToOf(handoff),
      event: { name: 'handoff.status', value: news },
      shown: { handoffId, state, ...(agent && { agent: agent.name }) },
    });
    await store.toldOfHandoff(handoffId, turnCount);
  }

  async function tellOf(
    handoffId: string,
    isDone: boolean,
    { message, replyTo }: { message?: string | undefined; replyTo?: string | undefined } = {},
  ): Promise<boolean> {
    if (!isDone) return false;
    const handoff = await store.handoff(handoffId);
    if (handoff) await tell(handoff, message, replyTo);
    return true;
  }

  /** The handoff, if this agent has it now. */
  async function theirs(handoffId: string, agent: AgentName): Promise<Handoff | undefined> {
    const handoff = await store.handoff(handoffId);
    return handoff?.state === 'accepted' && handoff.agent?.id === agent.id ? handoff : undefined;
  }

  return {
    accept: async (id, agent, replyTo) =>
      tellOf(id, await store.claimHandoff(id, agent, now()), { replyTo }),
    end: async (id, by, agentId, message, replyTo) =>
      tellOf(id, await store.endHandoff(id, by, now(), agentId), { message, replyTo }),
    move: async (id, from, to) => tellOf(id, await store.moveHandoff(id, from, to)),
    async say(handoffId, agent, text, key) {
      const handoff = await theirs(handoffId, agent);
      if (!handoff) return false;
      const value: LineNews = { handoffId, agent: agent.name, text };
      await reception.tell({
        conversationId: handoff.conversationId,
        key: `desk:${handoffId}:${key}`,
        replyTo: replyToOf(handoff),
        event: { name: 'handoff.line', value },
      });
      return true;
    },
    async note(handoffId, agent, text, key) {
      const handoff = await store.handoff(handoffId);
      if (!handoff) return false;
      await reception.tell({
        conversationId: handoff.conversationId,
        key: `note:${handoffId}:${key}`,
        event: { name: 'handoff.note', value: {} },
        shown: { handoffId, agent: agent.name, text: maskText(text, 'transcript').masked },
      });
      return true;
    },
    async catchUp(desk) {
      for (const handoff of await store.untoldHandoffs(desk)) await tell(handoff);
    },
  };
}
