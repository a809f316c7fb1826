import type { DialogContext } from 'botbuilder-dialogs';
import { readConfirmation } from '../../domain/confirmation.ts';
import {
  aboutCallback,
  asksForPerson,
  asksForTranscript,
  callWish,
  leavesPerson,
  saysElder,
  soundsDistressed,
} from '../../domain/personWords.ts';
import { saysWhen } from '../../domain/timeWords.ts';
import { bookedCallback } from './callback.ts';
import { phrasesFor } from './changeReading.ts';
import { type ChangeState, openChangeIn } from './changeState.ts';
import { choiceNamed } from './choices.ts';
import type { DialogState } from './enquiry.ts';
import { hearOpenChange } from './openChange.ts';
import { begin, goOnWith, type Reading, type Repertoire } from './repertoire.ts';
import { show, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';
import { warnOfPassword } from './typedSecrets.ts';

/** A person is wanted, in whatever state and however it is spelt (§9.1): nothing is asked before. */
export const hearPersonWish: Reading = async (dc, turn, repertoire) => {
  const { heard, state } = turn;
  if (state.handoff && leavesPerson(heard.text)) {
    await begin(dc, turn, repertoire, { dialog: 'leavePerson', slots: {} });
    return true;
  }
  const isElder = saysElder(heard.text) && !state.saysElder;
  if (isElder) state.saysElder = true;
  if (!isElder && !asksForPerson(heard.text)) return false;
  await begin(dc, turn, repertoire, { dialog: 'talkToPerson', slots: {} });
  return true;
};

/**
 * About a ring-back: the hour in the customer's own words while hours are offered, a change or an end of what
 * is booked, or the wish for one. Whole messages, and no yes to anything else.
 */
export const hearCallback: Reading = async (dc, turn, repertoire) => {
  const { heard, state } = turn;
  const booked = bookedCallback(turn);
  const about = booked && aboutCallback(heard.text);
  if (about === 'withdraw') {
    await begin(dc, turn, repertoire, { dialog: 'withdrawCallback', slots: {} });
    return true;
  }
  const wish = callWish(heard.text);
  const isOffered = state.offered.some(({ start: { dialog } }) =>
    ['callMeBack', 'withdrawCallback'].includes(dialog),
  );
  if (!about && wish !== 'call' && !(wish && isOffered)) return false;
  const isChange = about === 'change' || (booked && saysWhen(heard.text));
  await begin(dc, turn, repertoire, {
    dialog: 'callMeBack',
    slots: isChange ? { change: 'yes' } : {},
  });
  return true;
};

/** What was said here, as a paper: said as a whole message, as the button says it. */
export const hearTranscriptWish: Reading = async (dc, turn, repertoire) => {
  if (!asksForTranscript(turn.heard.text)) return false;
  await begin(dc, turn, repertoire, { dialog: 'getTranscript', slots: {} });
  return true;
};

/**
 * While an agent talks the assistant is silent. It hears only what nobody else may answer: the
 * customer's own button, phrase, code or no for an open quote (INV-1), a code that is waited for, and
 * the way back. Everything else is for the agent, who reads the same record.
 */
export async function hearBesideAgent(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
): Promise<void> {
  const { heard, state } = turn;
  if (state.handoff) state.handoff = { ...state.handoff, unansweredSince: turn.saidAt };
  if (heard.hasPassword) await warnOfPassword(turn);
  if (leavesPerson(heard.text)) {
    await begin(dc, turn, repertoire, { dialog: 'leavePerson', slots: {} });
    return;
  }
  const chosen = choiceNamed(state.offered, heard.text);
  if (chosen) return begin(dc, turn, repertoire, chosen.start);
  if (await hearsQuote(dc, turn, repertoire)) return;
  await hearCode(dc, turn, repertoire);
}

/** The quote's own words and marks; whatever else is said to the agent leaves it as it lies. */
async function hearsQuote(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<boolean> {
  const { heard } = turn;
  const { open } = (openChangeIn(dc.stack)?.state ?? {}) as ChangeState;
  if (!open) return false;
  const { kind } = readConfirmation(heard.text, phrasesFor(open.quote.disclosure.order.action));
  const isForQuote =
    heard.token !== undefined ||
    kind === 'accept' ||
    kind === 'cancel' ||
    (open.phase === 'second' && heard.codes.length > 0);
  return isForQuote && hearOpenChange(dc, turn, repertoire);
}

/** A number or a code that the assistant itself waits for: an agent never gets to see one. */
async function hearCode(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<void> {
  const instance = dc.activeDialog;
  const dialog = instance && repertoire.dialogs.get(instance.id);
  const { codes, phoneNumbers } = turn.heard;
  if (!dialog?.isCertain || codes.length + phoneNumbers.length === 0) return;
  const taken = dialog.take(turn, instance?.state as DialogState);
  if (taken) await goOnWith(dc, turn, taken);
}

/** Who sounds distressed is offered a person once, without being asked anything (§9.1). */
export async function offerPerson(turn: Turn): Promise<void> {
  const { state, heard, services } = turn;
  const isOffered = state.personOffered || state.handoff !== undefined;
  if (isOffered || !services.desk || !soundsDistressed(heard.text)) return;
  state.personOffered = true;
  const { offered } = state;
  const { t } = talkOf(turn, 'handoff');
  await show(turn, {
    text: t('offer'),
    choices: [
      {
        label: t('common:choice.person'),
        start: { dialog: 'talkToPerson', slots: { reason: 'distress' } },
      },
    ],
  });
  state.offered = [...state.offered, ...offered];
}
