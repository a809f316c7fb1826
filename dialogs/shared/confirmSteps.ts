import type { Confirmation } from '../../domain/consent.ts';
import { giveConsent, orderKey } from '../../domain/consent.ts';
import { codeBinding } from '../../domain/verification.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { sendSms } from './accessNotices.ts';
import {
  type ChangeStep,
  type Contact,
  deadlineOf,
  type OpenQuote,
  type OrderPayload,
  recordOf,
} from './changeState.ts';
import { orderText } from './changeTexts.ts';
import { writerOf } from './disclosureView.ts';
import { isOverLimit, makeChallenge, secondsUntilResend } from './oneTimeCode.ts';
import { disclose, discloseAnew, stillHolds } from './quoteSteps.ts';
import { show } from './talk.ts';

const hourMs = 60 * 60_000;

/** Whether the change goes on after a step, or its dialog is over. */
export type StepEnd = 'waits' | 'over';

/** The number's lock after too many wrong codes (rights §4.4). */
const lockKey = (lineId: string) => `change:lock:${lineId}`;

/**
 * C1: the customer accepted what the live card says. Everything is looked at anew, then a code goes
 * out whose SMS describes the order (E16, E17). Throws `Unavailable`: nothing was changed.
 */
export async function confirmFirst(
  step: ChangeStep,
  open: OpenQuote,
  method: 'phrase' | 'button',
): Promise<StepEnd> {
  const { talk, state } = step;
  const held = await stillHolds(step, open);
  if (held !== 'holds') return changed(step, open, held);
  if (await isLocked(step)) return locked(step, open);
  // Read before anything is put on record: when the carrier fails here, nothing has happened.
  const to = await contactOf(step);
  const first = confirmation(step, open, method);
  recordOf(step, 'confirmedOnce', open, { ...first, rules: ['R24'] });
  state.open = { ...open, phase: 'second', first, isFrozen: false };
  const text = talk.t('change:codeSent', codeValues(step, open));
  return sendOrderCode(step, state.open, text, to);
}

/** C2: the code of the SMS. Right: a consent is made and the order is on its way after the commit. */
export async function confirmSecond(
  step: ChangeStep,
  open: OpenQuote,
  code: string,
): Promise<StepEnd> {
  const { turn, talk, state } = step;
  const { vault, policy } = turn.services;
  const { challenge } = open;
  const again = [{ label: talk.t('change:button.resend') }, { label: talk.t('change:button.no') }];
  if (await isLocked(step)) return locked(step, open);
  const isOver =
    !challenge || turn.now.getTime() >= challenge.sentAtMs + policy.limits.codeLifetimeMs;
  if (isOver) {
    await show(turn, { text: talk.t('change:codeExpired'), choices: again });
    return 'waits';
  }
  if (!vault.matches(bindingOf(step, open, code), challenge.digest)) {
    const tries = open.tries + 1;
    state.open = { ...open, tries };
    if (tries >= policy.limits.triesPerQuote) {
      await turn.services.limits.count(
        lockKey(talk.line.id),
        turn.now.toISOString(),
        policy.limits.lockMs,
      );
      return locked(step, open);
    }
    const left = policy.limits.triesPerQuote - tries;
    await show(turn, {
      text: talk.t('change:codeWrong', { left }),
      choices: again,
      expiresAt: deadlineOf(step, open),
    });
    return 'waits';
  }
  return order(step, open, confirmation(step, open, 'smsCode'));
}

/** Both confirmations are there: the last look, then the consent, then the order as an intent. */
export async function order(
  step: ChangeStep,
  open: OpenQuote,
  second: Confirmation,
): Promise<StepEnd> {
  const { turn, talk, state, definition } = step;
  const { vault, hash } = turn.services;
  const held = await stillHolds(step, open);
  if (held !== 'holds') return changed(step, open, held);
  const given = open.first
    ? giveConsent(open.quote, open.first, second, hash)
    : { fault: 'wrongOrder' as const };
  if ('fault' in given) {
    recordOf(step, 'noConsent', open, { fault: given.fault });
    await disclose(step, { ...open, phase: 'first' });
    return 'waits';
  }
  const to = await contactOf(step);
  recordOf(step, 'confirmedTwice', open, { ...second, rules: ['R24', 'E16', 'INV-1'] });
  recordOf(step, 'ordered', open, { orderKey: orderKey(given.consent) });
  const payload: OrderPayload = {
    consent: given.consent,
    conversationId: turn.conversationId,
    ...(turn.replyTo !== undefined && { replyTo: turn.replyTo }),
    line: talk.line,
    wish: open.wish,
    language: talk.language,
    to,
  };
  turn.intend({ kind: 'order', sealedPayload: vault.seal(JSON.stringify(payload)) });
  turn.state.lastOrder = {
    quoteId: orderKey(given.consent),
    dialog: definition.name,
    confirmedAt: turn.now.toISOString(),
  };
  state.open = undefined;
  await show(turn, { text: talk.t('change:ordering') });
  return 'over';
}

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

/** A confirmation of this quote by this turn's message. */
export function confirmation(
  { turn }: ChangeStep,
  { quote }: OpenQuote,
  method: Confirmation['method'],
): Confirmation {
  return {
    method,
    at: turn.now.toISOString(),
    channelId: method === 'smsReply' ? 'sms' : turn.channelId,
    activityId: turn.activityId,
    quoteId: quote.id,
    hash: quote.hash,
  };
}

/** Bound to this conversation, this line, this quote and its very content (X17). */
function bindingOf({ turn, talk }: ChangeStep, { quote }: OpenQuote, code: string): string {
  return codeBinding(
    'change',
    turn.conversationId,
    `${talk.line.id}|${quote.id}|${quote.hash}`,
    code,
  );
}

function codeValues({ talk, turn }: ChangeStep, { shortCode }: OpenQuote) {
  const { limits } = turn.services.policy;
  return {
    number: talk.identity.maskedNumber,
    minutes: limits.codeLifetimeMs / 60_000,
    shortCode,
  };
}

/** Where the customer's messages go. Personal data: only ever inside a sealed intent. */
async function contactOf({ talk }: ChangeStep): Promise<Contact> {
  const line = await talk.carrier.line(talk.line.id);
  if (!line) throw new Unavailable('carrier', 'nonsense: the line is gone');
  return { phoneNumber: line.phoneNumber, ...(line.email && { email: line.email }) };
}

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

async function changed(
  step: ChangeStep,
  open: OpenQuote,
  held: Exclude<Awaited<ReturnType<typeof stillHolds>>, 'holds'>,
): Promise<StepEnd> {
  if (held === 'changed') {
    await discloseAnew(step, open);
    return step.state.open ? 'waits' : 'over';
  }
  recordOf(step, 'superseded', open, { reason: 'refused' });
  step.state.open = undefined;
  await show(step.turn, held.refused);
  return 'over';
}
