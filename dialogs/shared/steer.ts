import { type DialogContext, DialogReason } from 'botbuilder-dialogs';
import { readConfirmation } from '../../domain/confirmation.ts';
import type { Language } from '../../domain/language.ts';
import { codeRules } from '../../domain/verification.ts';
import { phrasesFor } from './changeReading.ts';
import { type ChangeState, openChangeIn } from './changeState.ts';
import type { DialogState, ListeningDialog, Slots } from './enquiry.ts';
import type { OfferedChoice, Start } from './state.ts';
import { liveIdentity, show, talkOf } from './talk.ts';
import { confidence, type Turn } from './turn.ts';
import { passOverSecret, warnOfPassword } from './typedSecrets.ts';

/** What the bot can be asked for: intent → what it begins, and the dialogs by name. */
export interface Repertoire {
  readonly intents: Readonly<Record<string, Start>>;
  readonly dialogs: ReadonlyMap<string, ListeningDialog>;
}

type Command = (dc: DialogContext, turn: Turn, repertoire: Repertoire) => Promise<void>;

/** What can be said at any moment, whatever was asked (INV-15). Only as a whole message: see the recogniser. */
const commands: Readonly<Record<string, Command>> = {
  async cancel(dc, turn) {
    const { t } = talkOf(turn, 'common');
    const wasAsking = dc.activeDialog !== undefined;
    await dc.cancelAllDialogs();
    await show(turn, {
      text: t(wasAsking ? 'cancelled' : 'nothingToCancel'),
      choices: starters(turn),
    });
  },
  async startOver(dc, turn, repertoire) {
    await dc.cancelAllDialogs();
    Object.assign(turn.state, { last: undefined, retry: undefined, offered: [], misses: 0 });
    await begin(dc, turn, repertoire, { dialog: 'greet', slots: {} });
  },
  async repeat(dc, turn, repertoire) {
    if (dc.activeDialog) await dc.repromptDialog();
    else await begin(dc, turn, repertoire, turn.state.last ?? { dialog: 'help', slots: {} });
  },
  async switchLanguage(dc, turn) {
    const other = turn.state.language === 'en' ? 'zh-CN' : 'en';
    turn.state.language = languageNamed(turn.heard.text) ?? other;
    turn.state.languageChosen = true;
    const { t } = talkOf(turn, 'common');
    await show(turn, {
      text: t('languageSwitched'),
      choices: dc.activeDialog ? [] : starters(turn),
    });
    if (dc.activeDialog) await dc.repromptDialog();
  },
  async logOut(dc, turn) {
    await dc.cancelAllDialogs();
    const wasKnown = turn.state.identity !== undefined;
    Object.assign(turn.state, { identity: undefined, last: undefined, retry: undefined });
    await show(turn, { text: talkOf(turn, 'common').t(wasKnown ? 'loggedOut' : 'notLoggedIn') });
  },
};

/** Leads one message to what answers it: a choice, an open question, a command, an intent, or repair. */
export async function steer(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<void> {
  const { state, heard } = turn;
  if (heard.hasPassword) await warnOfPassword(turn);
  const tapped = choiceNamed(state.offered, heard.text);
  if (tapped) return begin(dc, turn, repertoire, tapped.start);
  if (await hearOpenChange(dc, turn, repertoire)) return;
  const chosen = choiceNumbered(state.offered, heard.text);
  if (chosen) return begin(dc, turn, repertoire, chosen.start);

  const active = dc.activeDialog && repertoire.dialogs.get(dc.activeDialog.id);
  const taken = dc.activeDialog && active?.take(turn, dc.activeDialog.state as DialogState);
  // “重新发送” is for whoever waits for a code; it does not start over.
  if (taken && active?.isCertain) return goOnWith(dc, turn, taken);

  const { intent, confidence: certainty } = heard.recognition;
  const command = commands[intent];
  if (command && certainty >= confidence.sure)
    return understood(turn, () => command(dc, turn, repertoire));

  const start = certainty >= confidence.sure ? repertoire.intents[intent] : undefined;
  const digresses = start !== undefined && start.dialog !== active?.id && !isMostlyEntity(turn);
  if (taken && !digresses) return goOnWith(dc, turn, taken);
  if (start) return begin(dc, turn, repertoire, start);
  const followUp = followUpOf(turn, repertoire);
  if (followUp) return begin(dc, turn, repertoire, followUp);
  // A number alone says who, not what: prove it and ask what it is about.
  if (heard.phoneNumbers.length > 0) {
    return begin(dc, turn, repertoire, { dialog: 'identify', slots: {} });
  }
  if (heard.codes.length > 0 || heard.hasPassword) return passOverSecret(dc, turn);
  return repair(dc, turn, repertoire);
}

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
async function hearOpenChange(
  dc: DialogContext,
  turn: Turn,
  { intents, dialogs }: Repertoire,
): Promise<boolean> {
  const instance = openChangeIn(dc.stack);
  const { intent, confidence: certainty, entities } = turn.heard.recognition;
  const dialog = instance && dialogs.get(instance.id);
  if (!instance || !dialog?.attends) return answerLateConfirmation(turn);
  const isOtherEnquiry =
    certainty >= confidence.sure &&
    !aboutTheOffer.has(intent) &&
    // “几号开始扣费” asks about the offer, “上个月为什么扣这么多” about a bill.
    (intent !== 'explainCharge' || entities.length > 0) &&
    (intents[intent] !== undefined || commands[intent] !== undefined) &&
    intents[intent]?.dialog !== instance.id;
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

/** A yes, a code or an old button when nothing is open: said so, and nothing happens (§4.3). */
async function answerLateConfirmation(turn: Turn): Promise<boolean> {
  const { heard, state, now } = turn;
  const { t, operator } = talkOf(turn, 'change');
  const { kind } = readConfirmation(heard.text, phrasesFor(''));
  const isYes = kind === 'accept' || kind === 'wrongPhrase' || heard.token !== undefined;
  const { lastOrder } = state;
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

/** The open question is answered. */
function goOnWith(dc: DialogContext, turn: Turn, slots: Slots): Promise<void> {
  const instance = dc.activeDialog;
  if (instance) instance.state = { ...instance.state, slots };
  return understood(turn, async () => void (await dc.continueDialog()));
}

async function understood(turn: Turn, act: () => Promise<void>): Promise<void> {
  turn.state.misses = 0;
  await act();
}

/** Begins a dialog on top of what is going on; the same dialog begun again replaces itself. */
export async function begin(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
  start: Start,
): Promise<void> {
  const dialog = repertoire.dialogs.get(start.dialog);
  if (!dialog) throw new Error(`no dialog ${start.dialog}`);
  turn.state.misses = 0;
  await closeOpenChange(dc, start, repertoire);
  const slots: Slots = { ...dialog.prefill(turn.heard), ...start.slots };
  // A code that is waited for is not asked for twice: the enquiry behind it stays and goes on after.
  if (dialog.isCertain && dc.activeDialog?.id === start.dialog) {
    await dc.continueDialog();
  } else if (dc.activeDialog?.id === start.dialog) {
    await dc.replaceDialog(start.dialog, { slots });
  } else {
    await dc.beginDialog(start.dialog, { slots });
  }
}

/** One live quote only: another change begun puts an end to the open one, on record (§4.2). */
async function closeOpenChange(
  dc: DialogContext,
  start: Start,
  { dialogs }: Repertoire,
): Promise<void> {
  const open = openChangeIn(dc.stack);
  const isChange = dialogs.get(start.dialog)?.attends !== undefined;
  if (!open || !isChange || (open === dc.activeDialog && open.id === start.dialog)) return;
  for (let top = dc.activeDialog; top; top = dc.activeDialog) {
    await dialogs.get(top.id)?.endDialog(dc.context, top, DialogReason.replaceCalled);
    dc.stack.pop();
  }
}

/** A choice by its words, as a tap says them; only the choices shown last count, older buttons are just words. */
function choiceNamed(offered: readonly OfferedChoice[], text: string): OfferedChoice | undefined {
  const said = text.normalize('NFKC').trim();
  return offered.find(({ message }) => message.normalize('NFKC') === said);
}

/** A choice by its number. */
function choiceNumbered(
  offered: readonly OfferedChoice[],
  text: string,
): OfferedChoice | undefined {
  const said = text.normalize('NFKC').trim();
  return /^[1-9]\d?$/.test(said) ? offered[Number(said) - 1] : undefined;
}

/** “说英文” names English in Chinese words: the name counts, not the language it is said in. */
function languageNamed(text: string): Language | undefined {
  if (/english|英文|英语/i.test(text)) return 'en';
  return /chinese|mandarin|中文|汉语|普通话|国语/i.test(text) ? 'zh-CN' : undefined;
}

/** “9月” as an answer is nearly all entity; “我9月用了多少流量” is a question of its own. */
function isMostlyEntity({ heard }: Turn): boolean {
  const covered = heard.recognition.entities.reduce((length, entity) => length + entity.length, 0);
  return covered * 2 >= heard.text.trim().length;
}

/** “那上个月呢”: the last enquiry again, with what is new in this message. */
function followUpOf({ heard, state }: Turn, { dialogs }: Repertoire): Start | undefined {
  if (!state.last || heard.recognition.entities.length === 0) return undefined;
  const dialog = dialogs.get(state.last.dialog);
  const read = dialog?.prefill(heard) ?? {};
  const values = new Set(heard.recognition.entities.map(({ value }) => value));
  const isNew = Object.values(read).some((value) => values.has(value));
  return isNew ? { dialog: state.last.dialog, slots: { ...state.last.slots, ...read } } : undefined;
}

/** Not understood: ask which of two was meant, else say so; the second time offer a person (§9.1). */
async function repair(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<void> {
  const { t, operator } = talkOf(turn, 'common');
  turn.state.misses += 1;
  const meant = turn.heard.recognition.ranking
    .filter(
      (guess) => guess.confidence >= confidence.unsure / 2 && repertoire.intents[guess.intent],
    )
    .slice(0, 2);
  const person = { label: t('choice.person'), start: { dialog: 'talkToPerson', slots: {} } };
  const top = turn.heard.recognition.confidence;
  if (turn.state.misses >= 2) {
    await show(turn, {
      text: t('stillNotUnderstood', { hotline: operator.hotline }),
      choices: dc.activeDialog ? [person] : starters(turn),
    });
  } else if (
    meant.length > 0 &&
    top >= confidence.unsure &&
    turn.heard.recognition.intent !== 'None'
  ) {
    const guesses = meant.flatMap(({ intent }) => {
      const start = repertoire.intents[intent];
      return start ? [{ label: t(`intent.${intent}`), start }] : [];
    });
    await show(turn, { text: t('didYouMean'), choices: [...guesses, person] });
  } else {
    await show(turn, {
      text: t('notUnderstood'),
      choices: dc.activeDialog ? [person] : starters(turn),
    });
  }
  if (dc.activeDialog) await repromptQuietly(dc, turn);
}

/** Asks the open question again without losing the choices just offered. */
async function repromptQuietly(dc: DialogContext, turn: Turn): Promise<void> {
  const { offered } = turn.state;
  await dc.repromptDialog();
  // Numbers name the choices shown last; the earlier ones stay reachable by their words.
  turn.state.offered = [...turn.state.offered, ...offered];
}

/** The first things to ask for, as buttons. Elders see the person first (§9.1: 65+). */
export function starters(turn: Turn) {
  const { t } = talkOf(turn, 'common');
  const names = ['checkUsage', 'checkBill', 'checkBalance', 'checkPlan', 'talkToPerson'];
  const isElder = liveIdentity(turn)?.isElder ?? false;
  const ordered = isElder ? ['talkToPerson', ...names.slice(0, -1)] : names;
  return ordered.map((name) => ({
    label: t(`intent.${name}`),
    start: { dialog: name, slots: {} },
  }));
}
