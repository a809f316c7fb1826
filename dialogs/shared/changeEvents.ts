import type { DialogContext, DialogInstance } from 'botbuilder-dialogs';
import type { CodePurpose } from '../../domain/verification.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { alertOfAccess, alertOfLock, type Holder } from './accessNotices.ts';
import { unbindHere } from './binding.ts';
import { callbackDue, callbackOverdue } from './callback.ts';
import {
  type ChangeDefinition,
  type ChangeState,
  type ChangeStep,
  deadlineOf,
  type OrderOutcome,
  openChangeIn,
  recordOf,
} from './changeState.ts';
import { outcomeText, receiptRows, refusalText } from './changeTexts.ts';
import { forgetCode } from './codeForgetting.ts';
import { type ComplaintNews, sayComplaintNews } from './complaintNews.ts';
import { confirmation, order } from './confirmSteps.ts';
import { writerOf } from './disclosureView.ts';
import { handOver, isHandedOver } from './handOver.ts';
import { agentLine, askIdentity, handoffStatus, stillWaiting } from './handoffEvents.ts';
import { closePages } from './oncePage.ts';
import { isLockedFor, locked } from './orderCode.ts';
import { sayErased } from './sayErased.ts';
import { forgetCustomer } from './state.ts';
import { type LineTalk, liveIdentity, show, type Talk, talkOf } from './talk.ts';
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

/** The open quote with this id, wherever it is on the stack. */
function openQuote(dc: DialogContext, quoteId: string) {
  const instance = openChangeIn(dc.stack);
  const { open } = (instance?.state ?? {}) as ChangeState;
  return instance && open?.quote.id === quoteId ? { instance, open } : undefined;
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

/** Time is nearly up: one tap gives a fresh quote (WCAG 2.2.1). The old one just runs out. */
async function quoteExpiring(
  dc: DialogContext,
  turn: Turn,
  { quoteId }: { quoteId: string },
): Promise<void> {
  const found = openQuote(dc, quoteId);
  if (!found) return;
  const { t, format, language } = talkOf(turn, 'change');
  const { slots, reissues = 0 } = found.instance.state as ChangeState;
  const { limits } = turn.services.policy;
  const { quote } = found.open;
  const fresh = { ...slots, reissue: String(reissues + 1) };
  await show(turn, {
    text: t('expiring', {
      product: quote.disclosure.summary.productName[language],
      time: format.dateTime(quote.expiresAt),
    }),
    choices:
      reissues < limits.reissues
        ? [
            {
              label: t('button.freshQuote'),
              start: { dialog: found.instance.id, slots: fresh },
            },
          ]
        : [],
    expiresAt: deadlineOf(found.open),
  });
}

/** Silence is no: the quote is over, on record, and the customer reads that nothing was done (§4.3). */
async function quoteExpired(
  dc: DialogContext,
  turn: Turn,
  { quoteId }: { quoteId: string },
): Promise<void> {
  const found = openQuote(dc, quoteId);
  if (!found) return;
  const { open, instance } = found;
  const state = instance.state as ChangeState;
  const { t } = talkOf(turn, 'change');
  turn.record({
    kind: 'expired',
    subject: open.quote.disclosure.order.customerId,
    at: turn.now.toISOString(),
    data: { quoteId, hash: open.quote.hash },
  });
  const { slots } = state;
  await end(dc, instance);
  await show(turn, {
    text: t('expired'),
    choices: [{ label: t('button.freshQuote'), start: { dialog: instance.id, slots } }],
  });
}

/** An answer from the customer's own phone: C2 by SMS, or a no from whoever holds the phone (§4.2). */
async function smsReply(
  dc: DialogContext,
  turn: Turn,
  { quoteId, answer }: { quoteId: string; answer: 'yes' | 'no' },
): Promise<void> {
  const found = openQuote(dc, quoteId);
  if (!found) return;
  const { instance, open } = found;
  // In the words of this kind of change: what has changed meanwhile is disclosed with its own title.
  const talk = talkOf(turn, instance.id);
  if (!talk.identity) return;
  const step: ChangeStep = {
    dc,
    turn,
    talk: { ...talk, line: talk.identity.line } as LineTalk,
    definition: { name: instance.id } as ChangeDefinition,
    state: instance.state as ChangeState,
  };
  if (answer === 'no') {
    recordOf(step, 'cancelled', open, { method: 'smsReply' });
    await end(dc, instance);
    await show(turn, { text: talk.t('change:cancelledBySms') });
    return;
  }
  if (open.phase === 'first' || open.isFrozen || isOver(open.quote.expiresAt, turn)) return;
  try {
    // Too many wrong codes lock the number whichever way it answers (rights §5.1).
    const outcome = (await isLockedFor(step, open))
      ? await locked(step, open)
      : await order(step, open, confirmation(step, open, 'smsReply'));
    if (outcome === 'over') await end(dc, instance);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    await show(turn, { text: talk.t('change:notReached', { hotline: talk.operator.hotline }) });
  }
}

const isOver = (expiresAt: string, { now }: Turn) => now.getTime() >= Date.parse(expiresAt);

/** Ends a change that an event has finished, also below a digression. */
async function end(dc: DialogContext, instance: DialogInstance): Promise<void> {
  const state = instance.state as ChangeState;
  state.open = undefined;
  state.isEnded = true;
  if (dc.activeDialog === instance) await dc.endDialog();
}

/**
 * The order system has spoken, or has not: said in chat, by SMS and by mail, each once (R26, N5–N7,
 * N20). “Done” is said only of what is done.
 */
async function orderOutcome(_dc: DialogContext, turn: Turn, value: OrderOutcome): Promise<void> {
  const { quote, outcome, orderNumber, reason, refusal, to, consent } = value;
  const { disclosure } = quote;
  const talk = talkOf(turn, 'change', quote.language);
  const { t, operator } = talk;
  const { vault } = turn.services;
  const writer = { ...writerOf(talk), operator };
  const facts = { quoteId: quote.id, hash: quote.hash };
  const at = turn.now.toISOString();
  const subject = disclosure.order.customerId;
  turn.record({
    kind: 'outcome',
    subject,
    at,
    data: {
      ...facts,
      outcome,
      orderNumber,
      ...(reason && { reason }),
      ...(refusal && { refusal: refusal.reason }),
      rules: ['R26'],
    },
  });
  const { lastOrder } = turn.state;
  if (lastOrder?.quoteId === quote.id)
    turn.state.lastOrder = { ...lastOrder, outcome, orderNumber };
  const toPeople = isHandedOver(value);
  if (toPeople) handOver(turn, value);
  const notice = toPeople ? 'handedOver' : outcome;
  const text = outcomeText(disclosure, notice, orderNumber, writer);
  const channels = [...notify(turn, talk, text, to), 'chat'];
  for (const channel of channels) {
    turn.record({ kind: 'notified', subject, at, data: { ...facts, notice: outcome, channel } });
  }
  if (outcome === 'committed') {
    const payload = vault.seal(
      JSON.stringify({
        consent,
        orderNumber,
        language: talk.language,
        conversationId: turn.conversationId,
        replyTo: turn.replyTo,
      }),
    );
    turn.intend({ kind: 'agreement', sealedPayload: payload });
  }
  const view = {
    title: t(`outcome.${outcome}`, { action: t(`action.${disclosure.order.action}`) }),
    text: t(`outcomeText.${reason ?? outcome}`, { hotline: operator.hotline }),
    ...(refusal && { notes: [refusalText(refusal, writer)] }),
    ...(outcome === 'committed' && {
      sections: [{ rows: receiptRows(disclosure, orderNumber, writer) }],
    }),
    ...(outcome !== 'committed' &&
      orderNumber && {
        sections: [{ rows: [{ term: t('orderNumber'), value: orderNumber, emphasis: true }] }],
      }),
    choices: choicesAfter(talk),
  };
  const { lineId } = disclosure.order;
  if (isHolder(turn, lineId)) return show(turn, view, quote.language);
  // Somebody else may sit there by now; idle, the same one may: then nothing is named.
  const isSame = turn.state.identity?.line.id === lineId && outcome !== 'committed';
  if (isSame) return show(turn, { text: view.text, choices: view.choices }, quote.language);
  const here = talkOf(turn, 'change');
  await show(turn, { text: here.t('outcomeAside'), choices: choicesAfter(here) });
}

/** Whether the one who sits there has proved to hold this line, and is no longer idle than may be. */
const isHolder = (turn: Turn, lineId: string) => liveIdentity(turn)?.line.id === lineId;

const choicesAfter = ({ t }: Talk) => [
  { label: t('common:intent.checkOrders'), start: { dialog: 'checkOrders', slots: {} } },
  { label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
];

/** SMS always, mail where there is an address. Service notices: free, no offers in them (E33). */
function notify(
  turn: Turn,
  { t, operator, language }: Talk,
  text: string,
  { phoneNumber, email }: OrderOutcome['to'],
): string[] {
  const { vault, sendsMail } = turn.services;
  turn.intend({
    kind: 'sms',
    sealedPayload: vault.seal(JSON.stringify({ to: phoneNumber, text })),
  });
  if (!email || !sendsMail) return ['sms'];
  const subject = t('mailSubject', { operator: operator.name[language] });
  turn.intend({
    kind: 'mail',
    sealedPayload: vault.seal(JSON.stringify({ to: email, subject, text })),
  });
  return ['sms', 'mail'];
}

/** The agreement is made and kept: the customer can have it now and at any time later (R29). */
async function agreementReady(
  _dc: DialogContext,
  turn: Turn,
  given: {
    number: string;
    documentHash: string;
    quoteId: string;
    customerId: string;
    lineId: string;
  },
): Promise<void> {
  const { number, documentHash, quoteId, customerId, lineId } = given;
  const { t } = talkOf(turn, 'change');
  turn.record({
    kind: 'agreement',
    subject: customerId,
    at: turn.now.toISOString(),
    data: { quoteId, number, documentHash, rules: ['R29', 'R30'] },
  });
  await show(turn, {
    text: isHolder(turn, lineId) ? t('agreementReady', { number }) : t('agreementAside'),
    choices: [
      { label: t('common:intent.getAgreement'), start: { dialog: 'getAgreement', slots: {} } },
    ],
  });
}
