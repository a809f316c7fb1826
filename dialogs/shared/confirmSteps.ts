import { type Confirmation, giveConsent, orderKey } from '../../domain/consent.ts';
import { codeRules } from '../../domain/verification.ts';
import {
  type ChangeStep,
  type OpenQuote,
  type OrderPayload,
  recordOf,
  type StepEnd,
} from './changeState.ts';
import {
  contactOf,
  isLockedFor,
  lineOf,
  locked,
  refuteCode,
  sendOrderCode,
  withContact,
} from './orderCode.ts';
import { disclose, discloseAnew, type Held, stillHolds } from './quoteSteps.ts';
import { show } from './talk.ts';

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
  // Read before anything is put on record: when the carrier fails here, nothing has happened.
  const line = await lineOf(step);
  const reachable = withContact(step, open, line);
  if (await isLockedFor(step, reachable)) return locked(step, open);
  const first = confirmation(step, open, method);
  recordOf(step, 'confirmedOnce', open, { ...first, rules: ['R24'] });
  state.open = { ...reachable, phase: 'second', first, isFrozen: false };
  const text = talk.t('change:codeSent', codeValues(step, open));
  return sendOrderCode(step, state.open, text, async () => line);
}

/** C2: the code of the SMS. Right: a consent is made and the order is on its way after the commit. */
export async function confirmSecond(
  step: ChangeStep,
  open: OpenQuote,
  code: string,
): Promise<StepEnd> {
  const refuted = await refuteCode(step, open, code);
  return refuted ?? order(step, open, confirmation(step, open, 'smsCode'));
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
  recordOf(step, 'confirmedTwice', open, { ...second, rules: ['R24', 'E16', 'INV-1'] });
  recordOf(step, 'ordered', open, { orderKey: orderKey(given.consent) });
  const payload: OrderPayload = {
    consent: given.consent,
    conversationId: turn.conversationId,
    ...(turn.replyTo !== undefined && { replyTo: turn.replyTo }),
    line: talk.line,
    wish: open.wish,
    to: contactOf(step, open),
  };
  turn.intend({ kind: 'order', sealedPayload: vault.seal(JSON.stringify(payload)) });
  turn.state.lastOrder = {
    quoteId: orderKey(given.consent),
    lineId: talk.line.id,
    dialog: definition.name,
    confirmedAt: turn.now.toISOString(),
  };
  state.open = undefined;
  await show(turn, { text: talk.t('change:ordering') });
  return 'over';
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

function codeValues({ talk }: ChangeStep, { shortCode }: OpenQuote) {
  return {
    number: talk.identity.maskedNumber,
    minutes: codeRules.lifetimeMs / 60_000,
    shortCode,
  };
}

async function changed(
  step: ChangeStep,
  open: OpenQuote,
  held: Exclude<Held, 'holds'>,
): Promise<StepEnd> {
  if ('changed' in held) {
    await discloseAnew(step, open, held.changed);
    return step.state.open ? 'waits' : 'over';
  }
  recordOf(step, 'superseded', open, { reason: 'refused' });
  step.state.open = undefined;
  await show(step.turn, held.refused);
  return 'over';
}
