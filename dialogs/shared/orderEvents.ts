import type { DialogContext } from 'botbuilder-dialogs';
import type { OrderOutcome } from './changeState.ts';
import { outcomeText, receiptRows, refusalText } from './changeTexts.ts';
import { writerOf } from './disclosureView.ts';
import { handOver, isHandedOver } from './handOver.ts';
import { liveIdentity, show, type Talk, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/**
 * The order system has spoken, or has not: said in chat, by SMS and by mail, each once (R26, N5–N7,
 * N20). “Done” is said only of what is done.
 */
export async function orderOutcome(
  _dc: DialogContext,
  turn: Turn,
  value: OrderOutcome,
): Promise<void> {
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
export async function agreementReady(
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
