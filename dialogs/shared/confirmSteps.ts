import { type Confirmation, giveConsent, orderKey } from '../../domain/consent.ts';
import {
  type ChangeStep,
  deadlineOf,
  type OpenQuote,
  type OrderPayload,
  recordOf,
  type StepEnd,
} from './changeState.ts';
import { bindingOf, contactOf, isLocked, lock, locked, sendOrderCode } from './orderCode.ts';
import { disclose, discloseAnew, stillHolds } from './quoteSteps.ts';
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
      await lock(step);
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

function codeValues({ talk, turn }: ChangeStep, { shortCode }: OpenQuote) {
  const { limits } = turn.services.policy;
  return {
    number: talk.identity.maskedNumber,
    minutes: limits.codeLifetimeMs / 60_000,
    shortCode,
  };
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
