import {
  type ChangeStep,
  deadlineOf,
  type OpenQuote,
  recordOf,
  type StepEnd,
} from './changeState.ts';
import { confirmChoices, freshQuoteChoice, howToConfirm } from './disclosureView.ts';
import { show } from './talk.ts';

/** A sentence of ours, then what to do next: the quote stays open. */
export async function say(
  step: ChangeStep,
  open: OpenQuote,
  key: string,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { talk, turn } = step;
  const { phrase } = turn.services.policy.changes[open.quote.disclosure.order.action];
  await show(turn, {
    text: talk.t(`change:said.${key}`, {
      phrase: talk.t(`change:phrase.${phrase}`),
      hotline: talk.operator.hotline,
      ...values,
    }),
    notes: [nextStep(step, open)],
    choices: choicesOf(step, open),
    expiresAt: deadlineOf(open),
  });
}

/** What to do next, in one sentence. */
export function nextStep(step: ChangeStep, open: OpenQuote): string {
  return open.phase === 'first' ? howToConfirm(step, open) : step.talk.t('change:codeAwaited');
}

/** The buttons of what is asked now. */
export function choicesOf(step: ChangeStep, open: OpenQuote) {
  const { t } = step.talk;
  return open.phase === 'first'
    ? confirmChoices(step, open)
    : [{ label: t('change:button.resend') }, { label: t('change:button.no') }];
}

/** Between the two confirmations: only the code is missing. */
export async function awaitCode(step: ChangeStep, open: OpenQuote): Promise<void> {
  await show(step.turn, {
    text: step.talk.t('change:codeAwaited'),
    choices: choicesOf(step, open),
    expiresAt: deadlineOf(open),
  });
}

/** Back from a digression: what is open, in one sentence; a digression never confirms. */
export async function remind(step: ChangeStep, open: OpenQuote): Promise<void> {
  await say(step, open, 'back', {
    product: open.quote.disclosure.summary.productName[step.talk.language],
  });
}

/** The quote's time is over; a fresh one is a tap away (§4.4). */
export async function tellExpired(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
  recordOf(step, 'expired', open);
  step.state.open = undefined;
  await show(step.turn, {
    text: step.talk.t('change:expired'),
    choices: [freshQuoteChoice(step)],
  });
  return 'over';
}
