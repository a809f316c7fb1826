import type { DialogContext } from 'botbuilder-dialogs';
import { starters } from './choices.ts';
import type { Repertoire } from './repertoire.ts';
import type { Start } from './state.ts';
import { show, talkOf } from './talk.ts';
import { confidence, type Turn } from './turn.ts';

/** Not understood: ask which of two was meant, else say so; the second time offer a person (§9.1). */
export async function repair(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<void> {
  const { t, operator } = talkOf(turn, 'common');
  turn.state.misses += 1;
  const { intent, confidence: certainty } = turn.heard.recognition;
  turn.doubt({ guess: intent, confidence: certainty });
  const meant = turn.heard.recognition.ranking
    .filter(
      (guess) => guess.confidence >= confidence.unsure / 2 && repertoire.intents[guess.intent],
    )
    .slice(0, 2);
  const reason: Start['slots'] = turn.state.misses >= 2 ? { reason: 'notUnderstood' } : {};
  const person = { label: t('choice.person'), start: { dialog: 'talkToPerson', slots: reason } };
  // Who waits for a person tells it to them.
  if (turn.state.handoff) return show(turn, { text: t('handoff:noted') });
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
