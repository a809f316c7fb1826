import { codeRules } from '../../domain/verification.ts';
import type { Line } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { alertOfLock, sendSms } from './accessNotices.ts';
import {
  type ChangeStep,
  type Contact,
  deadlineOf,
  type OpenQuote,
  recordOf,
  type StepEnd,
} from './changeState.ts';
import { orderText } from './changeTexts.ts';
import { intendForgetting } from './codeForgetting.ts';
import { writerOf } from './disclosureView.ts';
import { type CodeUse, type Issued, isLocked, issueCode, tryCode } from './oneTimeCode.ts';
import { show } from './talk.ts';

/** Sends a code, or says how long to wait. A new code voids the old one (rights §4.4). */
export async function sendOrderCode(
  step: ChangeStep,
  open: OpenQuote,
  text: string,
  find: () => Promise<Line> = () => lineOf(step),
): Promise<StepEnd> {
  const { turn, talk, state } = step;
  const { phoneNumber } = contactOf(step, open);
  const issued = await issueCode(turn.services, useOf(step, open), find, open.challenge);
  if (issued.kind !== 'issued') return refuse(step, open, issued);
  const { challenge, code } = issued;
  state.open = { ...open, challenge };
  intendForgetting(turn, challenge);
  const sms = orderText(open, code, {
    ...writerOf(talk),
    operator: talk.operator,
    minutes: codeRules.lifetimeMs / 60_000,
  });
  const expiresAt = deadlineOf(state.open);
  sendSms(turn, phoneNumber, sms, { expiresAt });
  awaitReply(step, open, phoneNumber);
  recordOf(step, 'codeSent', open, { shortCode: open.shortCode, rules: ['E17'] });
  await show(turn, { text, choices: againOrNo(step), expiresAt });
  return 'waits';
}

async function refuse(
  step: ChangeStep,
  open: OpenQuote,
  issued: Exclude<Issued, { kind: 'issued' }>,
): Promise<StepEnd> {
  const { turn, talk, state } = step;
  const { hotline } = talk.operator;
  switch (issued.kind) {
    case 'locked':
      return locked(step, open);
    case 'tooSoon':
      await show(turn, { text: talk.t('change:resendLater', { seconds: issued.seconds }) });
      return 'waits';
    case 'tooMany':
      await show(turn, { text: talk.t('change:tooManyCodes', { hotline }) });
      return 'waits';
    case 'freshSim':
      recordOf(step, 'superseded', open, { reason: 'freshSim', rules: ['X16'] });
      state.open = undefined;
      await show(turn, { text: talk.t('change:refusal.freshSim', { hotline }) });
      return 'over';
  }
}

/**
 * Judges a typed code by the rules of every code (X16): right, or said to be wrong, over or one too
 * many, which voids the quote. Undefined: it is right.
 */
export async function refuteCode(
  step: ChangeStep,
  open: OpenQuote,
  code: string,
): Promise<StepEnd | undefined> {
  const { turn, talk, state } = step;
  const choices = againOrNo(step);
  if (!open.challenge) {
    await show(turn, { text: talk.t('change:codeExpired'), choices });
    return 'waits';
  }
  const judged = await tryCode(turn.services, useOf(step, open), open.challenge, code);
  const { verdict, challenge, left, isNewLock } = judged;
  if (verdict === 'right') return undefined;
  if (verdict === 'locked') {
    const { id: lineId, customerId } = talk.line;
    const { phoneNumber } = contactOf(step, open);
    if (isNewLock) alertOfLock(turn, { lineId, customerId, phoneNumber }, 'change');
    return locked(step, open);
  }
  state.open = { ...open, challenge };
  const wrong = { text: talk.t('change:codeWrong', { left }), expiresAt: deadlineOf(open) };
  const over = { text: talk.t('change:codeExpired') };
  await show(turn, { ...(verdict === 'wrong' ? wrong : over), choices });
  return 'waits';
}

const againOrNo = ({ talk }: ChangeStep) => [
  { label: talk.t('change:button.resend') },
  { label: talk.t('change:button.no') },
];

/** The phone may answer instead: `Y` and the order's short code, or `N` (rights §4.2, §4.6). */
function awaitReply({ turn }: ChangeStep, open: OpenQuote, phoneNumber: string): void {
  const { vault } = turn.services;
  const sealedPayload = vault.seal(
    JSON.stringify({
      conversationId: turn.conversationId,
      replyTo: turn.replyTo,
      quoteId: open.quote.id,
    }),
  );
  for (const answer of [`Y${open.shortCode}`, `N${open.shortCode}`]) {
    turn.link({
      digest: vault.digest(smsReplyKey(phoneNumber, answer)),
      sealedPayload,
      expiresAt: open.quote.expiresAt,
    });
  }
}

/** Under which key an SMS reply finds its quote: the number it comes from and what it says. */
export function smsReplyKey(phoneNumber: string, answer: string): string {
  return ['smsReply', phoneNumber, answer].join('|');
}

/** Bound to this conversation, this line, this quote and its very content (X17). */
function useOf(step: ChangeStep, open: OpenQuote): CodeUse {
  const { conversationId, addressDigest, now } = step.turn;
  const { id, hash } = open.quote;
  const { phoneNumber } = contactOf(step, open);
  const subject = `${step.talk.line.id}|${id}|${hash}`;
  return { purpose: 'change', conversationId, subject, phoneNumber, addressDigest, now };
}

/** The line as the carrier has it now. Throws `Unavailable`. */
export async function lineOf({ talk }: ChangeStep): Promise<Line> {
  const line = await talk.carrier.line(talk.line.id);
  if (!line) throw new Unavailable('carrier', 'nonsense: the line is gone');
  return line;
}

/** Keeps with the quote, sealed, where its messages go. */
export function withContact({ turn }: ChangeStep, open: OpenQuote, line: Line): OpenQuote {
  const { phoneNumber, email } = line;
  const contact: Contact = { phoneNumber, ...(email && { email }) };
  return { ...open, sealedContact: turn.services.vault.seal(JSON.stringify(contact)) };
}

/** Where the customer's messages go. Throws before the first confirmation: a bug. */
export function contactOf({ turn }: ChangeStep, { sealedContact = '' }: OpenQuote): Contact {
  return JSON.parse(turn.services.vault.open(sealedContact)) as Contact;
}

/** Whether nothing can be confirmed with the number today (rights §5.1). */
export function isLockedFor(step: ChangeStep, open: OpenQuote): Promise<boolean> {
  return isLocked(step.turn.services, useOf(step, open));
}

/** Says so, and the quote is void. */
export async function locked(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
  const { turn, talk, state } = step;
  recordOf(step, 'locked', open, { rules: ['X16'] });
  state.open = undefined;
  await show(turn, {
    text: talk.t('change:locked', { hotline: talk.operator.hotline }),
    choices: [
      { label: talk.t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
    ],
  });
  return 'over';
}
