import { type Activity, EventFactory, TurnContext } from 'botbuilder';
import type { HandoffPayload, KeptContext } from '../dialogs/shared/handoff.ts';
import type { AgentDesk, HandoffContext } from '../ports/agentDesk.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { Store, StoredActivity } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';
import type { IntentHandler } from './intentWorker.ts';
import type { Reception } from './reception.ts';
import { TurnAdapter } from './turnAdapter.ts';

/** What handing over takes. */
export interface HandoffParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly desk?: AgentDesk;
  readonly reception: () => Reception;
}

const pageSize = 500;
/** About a minute: then the customer is told, and offered a ring-back. */
const mostAttempts = 7;

/** Everything said so far, masked as it is kept; what happened inside is nobody's to read. */
export async function transcriptOf(
  store: Store,
  conversationId: string,
): Promise<StoredActivity[]> {
  const said: StoredActivity[] = [];
  for (let after = 0; ; ) {
    const page = await store.activities(conversationId, after, pageSize);
    said.push(...page.map(({ activity }) => activity).filter(({ type }) => type === 'message'));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return said;
    after = last.sequence;
  }
}

/** The Bot Framework's `handoff.initiate`, as its SDK makes it: the context as value, the Transcript attached. */
export function handoffInitiation(
  context: HandoffContext,
  activities: readonly StoredActivity[],
): StoredActivity {
  const { conversationId, channelId } = context;
  const turn = new TurnContext(new TurnAdapter(), {
    type: 'message',
    channelId,
    conversation: { id: conversationId } as Activity['conversation'],
    from: { id: conversationId, name: '', role: 'user' } as Activity['from'],
    recipient: { id: 'mingbai', name: 'Mingbai', role: 'bot' } as Activity['recipient'],
    serviceUrl: '',
  });
  const transcript = { activities: activities as unknown as Activity[] };
  const event = EventFactory.createHandoffInitiation(turn, context, transcript);
  return JSON.parse(JSON.stringify(event)) as StoredActivity;
}

/** Tells a desk that does not read the record itself. A desk that stays down is told to the customer, once. */
export function createHandoffHandler(parts: HandoffParts): IntentHandler {
  const { store, vault, clock, desk, reception } = parts;

  async function carryOut(payload: HandoffPayload): Promise<void> {
    const { what, handoffId, conversationId, activityId } = payload;
    if (!desk || desk.readsRecord) return;
    if (what === 'end') return desk.end(handoffId, conversationId);
    const handoff = await store.handoff(handoffId);
    if (!handoff?.sealedContext) return;
    if (what === 'initiate') {
      const { context } = JSON.parse(vault.open(handoff.sealedContext)) as KeptContext;
      const transcript = await transcriptOf(store, conversationId);
      return desk.initiate(context, handoffInitiation(context, transcript));
    }
    const line = (await transcriptOf(store, conversationId)).find(({ id }) => id === activityId);
    if (!line || activityId === undefined) return;
    const text = String(line.text ?? '');
    await desk.forward({ handoffId, conversationId, activityId, text, at: String(line.timestamp) });
  }

  return async (payload, _id, attempt) => {
    const task = payload as HandoffPayload;
    try {
      await carryOut(task);
    } catch (error) {
      const isGivenUp = error instanceof Unavailable && attempt >= mostAttempts;
      if (!isGivenUp || task.what !== 'initiate') throw error;
      const { handoffId, conversationId } = task;
      const handoff = await store.handoff(handoffId);
      const { replyTo } = handoff?.sealedContext
        ? (JSON.parse(vault.open(handoff.sealedContext)) as KeptContext)
        : {};
      await store.endHandoff(handoffId, 'desk', clock().toISOString());
      await reception().tell({
        conversationId,
        replyTo,
        key: `handoff:${handoffId}:failed`,
        event: { name: 'handoff.status', value: { handoffId, state: 'failed' } },
        shown: { handoffId, state: 'failed' },
      });
    }
  };
}
