import type { ConfirmationReading } from '../../domain/confirmation.ts';
import type { DisclosureKey } from '../../domain/disclosure.ts';
import { fieldsAskedFor } from '../../domain/disclosureTopics.ts';
import { asksForChange, asksPlainer } from '../../domain/repairWords.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { codeAlone, holdsPhrase, isOver, readAnswer } from './changeReading.ts';
import {
  type ChangeStep,
  deadlineOf,
  type OpenQuote,
  recordOf,
  type StepEnd,
} from './changeState.ts';
import { offeredOf } from './chooseStep.ts';
import { confirmFirst, confirmSecond } from './confirmSteps.ts';
import { writerOf } from './disclosureView.ts';
import { findNamed } from './naming.ts';
import { sendOrderCode } from './orderCode.ts';
import { awaitCode, choicesOf, nextStep, say, tellExpired } from './sayQuote.ts';
import { show } from './talk.ts';
import { confidence } from './turn.ts';
import { fieldsOf, writeField } from './writeFacts.ts';

/** Readings of messages that may be about something else than the open quote. */
const mayNameAnother: ReadonlySet<ConfirmationReading['kind']> = new Set([
  'other',
  'question',
  'frozen',
]);

/** Intents that ask for a change, in whatever words. */
const wishIntents: ReadonlySet<string> = new Set(['changePlan', 'orderAddOn', 'cancelService']);

/**
 * Answers a message while a quote is open. Only the phrase, the card's own button and the code move it
 * on (C1, C2); everything else gets a sentence, and the quote stays (R23, §4.3).
 */
export async function hear(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
  const { turn, talk, state } = step;
  const { heard } = turn;
  const reading = readAnswer(heard, open);
  if (isOver(open, turn)) return tellExpired(step, open);
  if (heard.token !== undefined) return accept(step, open);
  const code = codeAlone(heard);
  if (code !== undefined) return hearCode(step, open, code);
  if (asksPlainer(heard.text)) return explainPlainly(step, open);
  // “退订来电显示，确认办理” contradicts itself, whatever else it seems to name.
  const isTorn = reading.kind === 'frozen' && holdsPhrase(heard.text, open);
  const mayName = mayNameAnother.has(reading.kind) && !isTorn;
  const other = mayName ? await otherNamed(step) : undefined;
  if (other !== undefined) return turnTo(step, open, other, reading.kind === 'question');
  switch (reading.kind) {
    case 'accept':
      return accept(step, open);
    case 'cancel':
      recordOf(step, 'cancelled', open);
      state.open = undefined;
      await show(turn, { text: talk.t('change:cancelled') });
      return 'over';
    case 'pause':
      await say(step, open, 'paused', { time: talk.format.dateTime(open.quote.expiresAt) });
      return 'waits';
    case 'frozen':
      state.open = { ...open, isFrozen: true };
      recordOf(step, 'frozen', open);
      await say(step, open, 'frozen');
      return 'waits';
    case 'noCode':
      if (open.phase === 'second') return sendOrderCode(step, open, talk.t('change:codeSentAgain'));
      break;
    case 'question':
      return answer(step, open);
    default:
  }
  await say(step, open, answerTo(reading.kind, heard.codes.length > 0, open));
  return 'waits';
}

/** The sentence of `change:said` for what moves nothing: a code among words is sent again by itself. */
function answerTo(kind: ConfirmationReading['kind'], hasCode: boolean, { phase }: OpenQuote) {
  const isUnclear = kind === 'other' || kind === 'noCode';
  if (hasCode && (isUnclear || kind === 'soft'))
    return phase === 'first' ? 'codeTooEarly' : 'codeAmongWords';
  return isUnclear ? 'unclear' : kind;
}

/** Something else of the same kind that is named; undefined also when nobody can look it up now. */
async function otherNamed({
  talk,
  turn,
  state,
  definition,
}: ChangeStep): Promise<string | undefined> {
  try {
    const named = findNamed((await definition.collect?.(talk)) ?? [], turn.heard.text);
    const others = offeredOf(named).filter(({ id }) => id !== state.slots.chosen);
    return others.length === 1 ? others[0]?.id : undefined;
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

/** A wish for something else voids the quote for a fresh one; a question about it leaves it open (R23). */
async function turnTo(
  { dc, turn, definition }: ChangeStep,
  { wish }: OpenQuote,
  other: string,
  isQuestion: boolean,
): Promise<StepEnd> {
  const { intent, confidence: certainty } = turn.heard.recognition;
  const isAskedFor = wishIntents.has(intent) && certainty >= confidence.sure;
  // “那69元的呢” asks, whatever the recogniser makes of it.
  const isWish = !isQuestion || (isAskedFor && asksForChange(turn.heard.text));
  if (isWish) await dc.replaceDialog(definition.name, { slots: { chosen: other } });
  else if ('offerId' in wish) await dc.beginDialog('checkPrice', { slots: { offer: other } });
  else await dc.beginDialog('checkSubscriptions', { slots: {} });
  return 'waits';
}

async function accept(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
  const { turn, state } = step;
  const { token } = turn.heard;
  if (token !== undefined && token !== open.token) {
    await say(step, open, 'olderButton');
    return 'waits';
  }
  if (open.phase === 'first' && turn.isBehind) {
    // A card counts only when it was fully shown (§4.2 C1).
    await say(step, open, 'notAllShown');
    return 'waits';
  }
  if (open.phase === 'first') return confirmFirst(step, open, token ? 'button' : 'phrase');
  if (open.isFrozen) state.open = { ...open, isFrozen: false };
  await awaitCode(step, open);
  return 'waits';
}

async function hearCode(step: ChangeStep, open: OpenQuote, code: string): Promise<StepEnd> {
  if (open.phase === 'first') {
    await say(step, open, 'codeTooEarly');
    return 'waits';
  }
  if (open.isFrozen) {
    await say(step, open, 'stillFrozen');
    return 'waits';
  }
  return confirmSecond(step, open, code);
}

/** A question is answered from what was disclosed; the quote stays as it is (R23). */
async function answer(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
  const keys = fieldsAskedFor(step.turn.heard.text);
  return tell(step, open, keys, keys.length > 0 ? 'fromDisclosure' : 'askMore');
}

/** What matters most, for who did not understand the card: its own figures, fewer of them. */
const plainKeys: readonly DisclosureKey[] = [
  'action',
  'recurringFee',
  'firstCharge',
  'effectiveAt',
  'earlyTermination',
  'cancellation',
];

async function explainPlainly(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
  return tell(step, open, plainKeys, 'plainly');
}

async function tell(
  step: ChangeStep,
  open: OpenQuote,
  keys: readonly DisclosureKey[],
  key: string,
): Promise<StepEnd> {
  const { turn, talk } = step;
  const writer = writerOf(talk);
  const rows = fieldsOf(open.quote.disclosure, keys).map((field) => writeField(field, writer));
  await show(turn, {
    text: talk.t(rows.length > 0 ? `change:${key}` : 'change:askMore'),
    ...(rows.length > 0 && { sections: [{ rows }] }),
    notes: [nextStep(step, open)],
    choices: choicesOf(step, open),
    expiresAt: deadlineOf(open),
  });
  return 'waits';
}
