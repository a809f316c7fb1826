import type { DialogContext } from 'botbuilder-dialogs';
import type { CodePurpose } from '../../domain/verification.ts';
import { alertOfAccess, alertOfLock, type Holder } from './accessNotices.ts';
import { unbindHere } from './binding.ts';
import { callbackDue, callbackOverdue } from './callback.ts';
import { forgetCode } from './codeForgetting.ts';
import { type ComplaintNews, sayComplaintNews } from './complaintNews.ts';
import { agentLine, askIdentity, handoffStatus, stillWaiting } from './handoffEvents.ts';
import { closePages } from './oncePage.ts';
import { agreementReady, orderOutcome } from './orderEvents.ts';
import { quoteExpired, quoteExpiring, smsReply } from './quoteEvents.ts';
import { sayErased } from './sayErased.ts';
import { forgetCustomer } from './state.ts';
import type { Turn } from './turn.ts';

/** Something that reaches a conversation from inside: a clock, a worker, a phone. Never a client. */
export interface InnerEvent {
  readonly name:
    | 'quoteExpiring'
    | 'quoteExpired'
    | 'smsReply'
    | 'orderOutcome'
    | 'agreementReady'
    | 'accessed'
    | 'erased'
    | 'codeOver'
    | 'codeLocked'
    | 'nothingFollowed'
    | 'complaintNews'
    | 'handoff.status'
    | 'handoff.line'
    | 'handoff.note'
    | 'handoff.identify'
    | 'stillWaiting'
    | 'callbackDue'
    | 'callbackOverdue'
    | 'channelJoined'
    | 'channelLeft';
  readonly value: unknown;
}

type Handler = (dc: DialogContext, turn: Turn, value: never) => Promise<void>;

const handlers: Readonly<Partial<Record<InnerEvent['name'], Handler>>> = {
  quoteExpiring,
  quoteExpired,
  smsReply,
  orderOutcome,
  agreementReady,
  complaintNews: (_dc, turn, value: ComplaintNews) => sayComplaintNews(turn, value),
  erased: (_dc, turn, value) => sayErased(turn, value),
  'handoff.status': (dc, turn, value) => handoffStatus(dc, turn, value),
  'handoff.line': (_dc, turn, value) => agentLine(turn, value),
  'handoff.identify': (dc, turn, value) => askIdentity(dc, turn, value),
  stillWaiting: (_dc, turn, value) => stillWaiting(turn, value),
  callbackDue: (_dc, turn, value) => callbackDue(turn, value),
  callbackOverdue: (_dc, turn, value) => callbackOverdue(turn, value),
  channelLeft: leave,
  codeOver: async (dc, _turn, value) => forgetCode(dc.stack, value),
  accessed: async (_dc, turn, { holder, words }: { holder: Holder; words: string }) =>
    alertOfAccess(turn, holder, words),
  codeLocked: async (_dc, turn, { holder, purpose }: { holder: Holder; purpose: CodePurpose }) =>
    alertOfLock(turn, holder, purpose),
};

/** Answers an event from inside. What it is about may be over by now: then nothing is said. */
export async function hearEvent(
  dc: DialogContext,
  turn: Turn,
  { name, value }: InnerEvent,
): Promise<void> {
  await handlers[name]?.(dc, turn, value as never);
}

/**
 * The customer left the account, or ended this binding (`heldId`) from elsewhere, which is on record there:
 * whoever comes back proves the number anew, and nothing stays open.
 */
async function leave(
  dc: DialogContext,
  turn: Turn,
  { heldId }: { heldId?: string },
): Promise<void> {
  // Bound anew meanwhile: what was ended is not what there is now.
  if (heldId !== undefined && turn.state.bound?.id !== heldId) return;
  if (heldId === undefined) unbindHere(turn);
  turn.state.bound = undefined;
  await dc.cancelAllDialogs();
  forgetCustomer(turn.state);
  closePages(turn);
  turn.state.offered = [];
}
