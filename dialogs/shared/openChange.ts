import type { DialogContext, DialogInstance } from 'botbuilder-dialogs';
import { normaliseConfirmation, readConfirmation } from '../../domain/confirmation.ts';
import {
  asksForChange,
  asksPlainer,
  asksWhy,
  isNegated,
  isQuestion,
} from '../../domain/repairWords.ts';
import { isOnlyOpening } from '../../domain/requestWords.ts';
import { codeRules } from '../../domain/verification.ts';
import { phrasesFor } from './changeReading.ts';
import { type ChangeState, openChangeIn } from './changeState.ts';
import { starters } from './choices.ts';
import { commands } from './commands.ts';
import type { DialogState } from './enquiry.ts';
import { tellsOwnWords } from './ownWords.ts';
import { begin, type Repertoire, sureStart, understood, valuesSaid } from './repertoire.ts';
import { liveIdentity, show, talkOf } from './talk.ts';
import { confidence, type Heard, type Turn } from './turn.ts';

/** Intents that speak of what is on offer: with a quote open, they are about the quote (R23). */
const aboutTheOffer = new Set([
  'checkPrice',
  'checkContract',
  'cancelService',
  'suspendLine',
  'undoPlanChange',
  // Whether a word withdraws is for the reading of the whole message to say: “取消？” only asks.
  'cancel',
  'None',
]);

/**
 * An open quote hears first: only so can nothing else turn a word into a yes. Under a digression it
 * hears a yes or a no too, but then it only shows itself again, and never takes the yes (§4.2).
 */
export async function hearOpenChange(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
): Promise<boolean> {
  const instance = openChangeIn(dc.stack);
  const dialog = instance && repertoire.dialogs.get(instance.id);
  if (!instance || !dialog?.attends) return answerLateConfirmation(turn);
  // A grievance tells of yes and no at length; the quote below it waits.
  if (dc.activeDialog !== instance && tellsOwnWords(dc, turn, repertoire)) return false;
  if (await turnToOtherChange(dc, turn, repertoire, instance)) return true;
  const isOtherEnquiry = asksForOther(turn, repertoire, instance.id);
  if (!dialog.attends(turn, instance.state as DialogState, isOtherEnquiry)) return false;
  if (dc.activeDialog === instance) {
    await understood(turn, async () => void (await dc.continueDialog()));
    return true;
  }
  const { action } = (instance.state as ChangeState).open?.quote.disclosure.order ?? {};
  const { kind } = readConfirmation(turn.heard.text, phrasesFor(action ?? ''));
  if (kind !== 'accept' && kind !== 'cancel') return false;
  while (dc.activeDialog && dc.activeDialog !== instance) {
    dc.stack.pop();
  }
  await understood(turn, async () => {
    if (kind === 'cancel') await dc.continueDialog();
    else await dc.repromptDialog();
  });
  return true;
}

/** How likely a message asks for nothing that the bot knows. */
const mayBeNothing = ({ recognition }: Heard) =>
  recognition.ranking.find(({ intent }) => intent === 'None')?.confidence ?? 0;

/** Whether the recogniser is sure of something else than the change with this id. */
function asksForOther(turn: Turn, { intents, dialogs }: Repertoire, id: string): boolean {
  const { heard } = turn;
  const { intent, confidence: certainty } = heard.recognition;
  return (
    certainty >= confidence.sure &&
    // Half a phrase, “FIRM”, is like nothing: what may be nothing turns nobody from a quote.
    mayBeNothing(heard) < confidence.nothing &&
    !aboutTheOffer.has(intent) &&
    // Of what lies on the table: “没看懂”, “为什么”; or of nothing yet: “我想”.
    !isOnlyOpening(heard.text) &&
    !asksPlainer(heard.text) &&
    !asksWhy(heard.text) &&
    // “几号开始扣费” asks about the offer, “上个月为什么扣这么多” about a bill.
    (intent !== 'explainCharge' || valuesSaid(turn).length > 0) &&
    (intents[intent] !== undefined || commands[intent] !== undefined) &&
    intents[intent]?.dialog !== id &&
    // A guess at a change, “第一个”, or a question of one puts no quote aside; words for it do.
    (dialogs.get(intents[intent]?.dialog ?? '')?.attends === undefined ||
      (asksForChange(heard.text) && !isQuestion(heard.text)))
  );
}

/** Readings of a wish for another change; a question or a plain no stays with the quote. */
const mayTurn: ReadonlySet<string> = new Set(['other', 'soft', 'frozen']);

/**
 * “停机”, “退订来电显示”: a clear wish for another change puts the open quote aside, says so, and shows
 * that change's own card. Nothing in it confirms or cancels anything else (R23, §4.2).
 */
async function turnToOtherChange(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
  instance: DialogInstance,
): Promise<boolean> {
  const { heard } = turn;
  const { quote } = (instance.state as ChangeState).open ?? {};
  const start = sureStart(turn, repertoire);
  const other = start && repertoire.dialogs.get(start.dialog);
  const isOther = other?.names !== undefined && other.id !== instance.id;
  if (!start || !quote || !isOther || !liveIdentity(turn)) return false;
  const phrases = phrasesFor(quote.disclosure.order.action);
  const said = normaliseConfirmation(heard.text);
  const confirms = [...phrases.accepted, ...phrases.others].some((phrase) =>
    said.includes(normaliseConfirmation(phrase)),
  );
  const { kind } = readConfirmation(heard.text, phrases);
  const isSecret = heard.token !== undefined || heard.codes.length > 0;
  const isWish = asksForChange(heard.text) && !isNegated(heard.text);
  if (isSecret || confirms || !mayTurn.has(kind) || !isWish) return false;
  const chosen = await other.names?.(turn);
  if (chosen === undefined) return false;
  await begin(dc, turn, repertoire, { dialog: other.id, slots: { chosen } });
  return true;
}

/** A yes, a code or an old button when nothing is open: said so, and nothing happens (§4.3). */
async function answerLateConfirmation(turn: Turn): Promise<boolean> {
  const { heard, state, now } = turn;
  const { t, operator } = talkOf(turn, 'change');
  const { kind } = readConfirmation(heard.text, phrasesFor(''));
  const isYes = kind === 'accept' || kind === 'wrongPhrase' || heard.token !== undefined;
  const isTheirs = liveIdentity(turn)?.line.id === state.lastOrder?.lineId;
  const lastOrder = isTheirs ? state.lastOrder : undefined;
  const isSameCode =
    heard.codes.length > 0 &&
    state.stack.length === 0 &&
    lastOrder !== undefined &&
    now.getTime() - Date.parse(lastOrder.confirmedAt) < codeRules.lifetimeMs;
  if (!isYes && !isSameCode) return false;
  const key = lastOrder ? `already.${lastOrder.outcome ?? 'open'}` : 'nothingToConfirm';
  await show(turn, {
    text: t(key, {
      hotline: operator.hotline,
      orderNumber: lastOrder?.orderNumber || t('common:none'),
    }),
    choices: starters(turn),
  });
  return true;
}
