import type { Activity } from 'botbuilder';
import type { ConversationState } from '../dialogs/shared/state.ts';
import { linkingEvidence } from '../domain/policy/retention.ts';
import type { Clock, Log, Vault } from '../ports/services.ts';
import type { ClaimedTurn, Intent, Store, StoredActivity } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';
import type { Answer, Confidential, CustomerBot } from './customerBot.ts';
import type { RenderView, Typing } from './reception.ts';

/** What happens to the answers of a channel that does not read them from the store. */
export type DeliveryOf = (
  claimed: ClaimedTurn,
  replies: readonly StoredActivity[],
) => (Omit<Intent, 'id'> & { readonly id?: string }) | undefined;

/** What the runner needs. */
export interface RunnerParts {
  readonly store: Store;
  readonly bot: CustomerBot;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  /** This process, among those that share a database. */
  readonly owner: string;
  readonly renderFor: (channelId: string) => RenderView;
  readonly onError: (error: unknown, claimed: ClaimedTurn) => Answer;
  readonly typing: Typing;
  readonly deliveryOf: DeliveryOf;
  /** Called when a turn left something to do outside. */
  readonly onIntents: () => void;
  readonly onTurn: (seconds: number, outcome: 'answered' | 'bug' | 'lost') => void;
  readonly typingAfterMs: number;
  readonly leaseMs: number;
}

/** Answers recorded messages, one after the other in each conversation. */
export interface TurnRunner {
  wake(conversationId: string): void;
  /** Takes up what a crash left unanswered. */
  sweep(): Promise<void>;
  /** Resolves when nothing is being answered. */
  idle(): Promise<void>;
  isBusy(): boolean;
}

/** Makes the runner. A turn is claimed, answered and committed; a lost claim leaves no trace. */
export function createTurnRunner(parts: RunnerParts): TurnRunner {
  const running = new Map<string, { again: boolean; done: Promise<void> }>();

  async function drain(conversationId: string): Promise<void> {
    try {
      while (await runOne(parts, conversationId));
    } catch (error) {
      // The message stays recorded; the sweep takes it up when the store answers again.
      parts.log.error('turn.notRun', { conversationId, reason: reasonOf(error) });
    }
  }

  function wake(conversationId: string): void {
    const current = running.get(conversationId);
    if (current) {
      current.again = true;
      return;
    }
    const entry = { again: false, done: Promise.resolve() };
    running.set(conversationId, entry);
    entry.done = drain(conversationId).finally(() => {
      running.delete(conversationId);
      if (entry.again) wake(conversationId);
    });
  }

  return {
    wake,
    async sweep() {
      for (const id of await parts.store.waitingConversations(parts.clock().toISOString()))
        wake(id);
    },
    async idle() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done));
    },
    isBusy: () => running.size > 0,
  };
}

async function runOne(parts: RunnerParts, conversationId: string): Promise<boolean> {
  const { store, clock, owner, leaseMs } = parts;
  const startedAt = performance.now();
  const claimed = await store.claimTurn(conversationId, owner, clock().toISOString(), leaseMs);
  if (!claimed) return false;
  const { answer, replies, intents, isBug } = await answerOf(parts, claimed);
  const { activityId, version } = claimed;
  const isCommitted = await store.commitTurn({
    conversationId,
    activityId,
    version,
    state: { ...answer.state },
    replies,
    intents,
    evidence: answer.evidence,
    links: answer.links,
    ...(answer.doubt && { doubt: answer.doubt }),
    ...(answer.handoff && { handoff: answer.handoff }),
    ...belongingOf(claimed, answer),
    at: clock().toISOString(),
  });
  if (isCommitted && intents.length > 0) parts.onIntents();
  const outcome = isBug ? 'bug' : 'answered';
  parts.onTurn((performance.now() - startedAt) / 1000, isCommitted ? outcome : 'lost');
  return isCommitted;
}

/** Whose the conversation turned out to be in this turn, and whether it is kept longer (rights §7). */
function belongingOf(claimed: ClaimedTurn, { state, evidence }: Answer) {
  const { identity: before } = claimed.state as Partial<ConversationState>;
  const line = state.identity?.line;
  const holder =
    line && line.id !== before?.line.id
      ? { customerId: line.customerId, lineId: line.id }
      : undefined;
  const isKeptLonger = evidence.some(({ kind }) => linkingEvidence.has(kind));
  return { ...(holder && { holder }), ...(isKeptLonger && { isKeptLonger }) };
}

/** An answer in its channel's form, with what carries it there. */
interface Rendered {
  readonly answer: Answer;
  readonly replies: readonly StoredActivity[];
  readonly intents: readonly Intent[];
}

async function answerOf(
  parts: RunnerParts,
  claimed: ClaimedTurn,
): Promise<Rendered & { readonly isBug: boolean }> {
  const slow = setTimeout(() => parts.typing(claimed.conversationId), parts.typingAfterMs);
  try {
    const sealed = claimed.sealedText;
    const confidential: Confidential = sealed ? JSON.parse(parts.vault.open(sealed)) : {};
    const answer = await parts.bot.answer(claimed, confidential, parts.clock());
    return { ...rendered(parts, claimed, answer), isBug: false };
  } catch (error) {
    const isBug = !(error instanceof Unavailable);
    return { ...renderedError(parts, claimed, parts.onError(error, claimed)), isBug };
  } finally {
    clearTimeout(slow);
  }
}

function rendered(parts: RunnerParts, claimed: ClaimedTurn, answer: Answer): Rendered {
  const render = parts.renderFor(claimed.channelId);
  const at = parts.clock().toISOString();
  const said = answer.views.map((view) => replyTo(claimed, render(view), at));
  const delivery = said.length > 0 ? parts.deliveryOf(claimed, said) : undefined;
  const replies = [...said, ...handoffEvents(claimed, answer, at)];
  const intents = [...answer.intents, ...(delivery ? [{ id: parts.newId(), ...delivery }] : [])];
  return { answer, replies, intents };
}

/** Marks in the record that a person was asked for or let go: the desk looks at its queue then. */
function handoffEvents(claimed: ClaimedTurn, { handoff }: Answer, at: string): StoredActivity[] {
  const { begin, change } = handoff ?? {};
  const name = begin ? 'handoff.initiate' : change?.endedBy && 'handoff.status';
  if (!name) return [];
  const value = begin
    ? { handoffId: begin.id, reason: begin.reason }
    : { handoffId: change?.id, state: 'completed' };
  const conversation = { id: claimed.conversationId };
  return [{ type: 'event', name, value, timestamp: at, conversation }];
}

/** Where not even the apology can be shown, the turn ends without a word: the next one is answered. */
function renderedError(parts: RunnerParts, claimed: ClaimedTurn, answer: Answer): Rendered {
  try {
    return rendered(parts, claimed, answer);
  } catch (error) {
    const { conversationId } = claimed;
    parts.log.error('turn.notShown', { conversationId, reason: reasonOf(error) });
    return { answer, replies: [], intents: answer.intents };
  }
}

function replyTo(claimed: ClaimedTurn, rendered: Partial<Activity>, at: string): StoredActivity {
  return {
    type: 'message',
    timestamp: at,
    channelId: claimed.channelId,
    conversation: { id: claimed.conversationId },
    from: { id: 'mingbai', name: 'Mingbai', role: 'bot' },
    replyToId: claimed.activityId,
    ...rendered,
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof Unavailable) return error.reason;
  return error instanceof Error ? error.name : typeof error;
}
