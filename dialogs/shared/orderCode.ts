import { codeBinding } from '../../domain/verification.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { sendSms } from './accessNotices.ts';
import {
  type ChangeStep,
  type Contact,
  deadlineOf,
  type OpenQuote,
  recordOf,
  type StepEnd,
} from './changeState.ts';
import { orderText } from './changeTexts.ts';
import { writerOf } from './disclosureView.ts';
import { isOverLimit, makeChallenge, secondsUntilResend } from './oneTimeCode.ts';
import { show } from './talk.ts';

const hourMs = 60 * 60_000;

/** Sends a code, or says how long to wait. A new code voids the old one (rights §4.4). */
export async function sendOrderCode(
  step: ChangeStep,
  open: OpenQuote,
  text: string,
  known?: Contact,
): Promise<StepEnd> {
  const { turn, talk, state } = step;
  const { limits, operator, policy } = turn.services;
  const { codeDigits, codeLifetimeMs, resendAfterMs, sendsPerHour, sendsPerDay } = policy.limits;
  const seconds = secondsUntilResend(open.challenge, resendAfterMs, turn.now);
  if (seconds > 0) {
    await show(turn, { text: talk.t('change:resendLater', { seconds }) });
    return 'waits';
  }
  const sends = (window: string, most: number, windowMs: number) => ({
    key: `change:sends:${window}:${talk.line.id}`,
    most,
    windowMs,
  });
  const each = [sends('hour', sendsPerHour, hourMs), sends('day', sendsPerDay, 24 * hourMs)];
  if (await isOverLimit(limits, each, turn.now.toISOString())) {
    await show(turn, { text: talk.t('change:tooManyCodes', { hotline: operator.hotline }) });
    return 'waits';
  }
  const to = known ?? (await contactOf(step));
  const { challenge, code } = makeChallenge(turn.services, codeDigits, turn.now, (digits) =>
    bindingOf(step, open, digits),
  );
  state.open = { ...open, challenge };
  const sms = orderText(open, code, {
    ...writerOf(talk),
    operator,
    minutes: codeLifetimeMs / 60_000,
  });
  const expiresAt = deadlineOf(step, state.open);
  sendSms(turn, to.phoneNumber, sms, expiresAt);
  awaitReply(step, open, to.phoneNumber);
  recordOf(step, 'codeSent', open, { shortCode: open.shortCode, rules: ['E17'] });
  await show(turn, {
    text,
    choices: [{ label: talk.t('change:button.resend') }, { label: talk.t('change:button.no') }],
    expiresAt,
  });
  return 'waits';
}

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
export function bindingOf({ turn, talk }: ChangeStep, { quote }: OpenQuote, code: string): string {
  return codeBinding(
    'change',
    turn.conversationId,
    `${talk.line.id}|${quote.id}|${quote.hash}`,
    code,
  );
}

/** Where the customer's messages go. Personal data: only ever inside a sealed intent. */
export async function contactOf({ talk }: ChangeStep): Promise<Contact> {
  const line = await talk.carrier.line(talk.line.id);
  if (!line) throw new Unavailable('carrier', 'nonsense: the line is gone');
  return { phoneNumber: line.phoneNumber, ...(line.email && { email: line.email }) };
}

/** The number's lock after too many wrong codes (rights §4.4). */
const lockKey = (lineId: string) => `change:lock:${lineId}`;

/** Whether nothing can be confirmed for the line just now (rights §4.4). */
export async function isLocked({ turn, talk }: ChangeStep): Promise<boolean> {
  return (await turn.services.limits.peek(lockKey(talk.line.id), turn.now.toISOString())) > 0;
}

/** Says so, and the quote is void. */
export async function locked(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
  const { turn, talk, state } = step;
  recordOf(step, 'locked', open, { rules: ['X16'] });
  state.open = undefined;
  const minutes = turn.services.policy.limits.lockMs / 60_000;
  await show(turn, {
    text: talk.t('change:locked', { minutes, hotline: talk.operator.hotline }),
    choices: [
      { label: talk.t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
    ],
  });
  return 'over';
}

/** From now on nothing is confirmed for the line for a while, in any conversation (rights §4.4). */
export async function lock({ turn, talk }: ChangeStep): Promise<void> {
  const { limits, policy } = turn.services;
  await limits.count(lockKey(talk.line.id), turn.now.toISOString(), policy.limits.lockMs);
}
