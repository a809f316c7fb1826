import type { DialogContext } from 'botbuilder-dialogs';
import type { Language } from '../../domain/language.ts';
import { isNegated } from '../../domain/repairWords.ts';
import { unbindHere } from './binding.ts';
import { starters } from './choices.ts';
import { closePages } from './oncePage.ts';
import { begin, isMostlyEntity, type Reading, type Repertoire, understood } from './repertoire.ts';
import { forgetCustomer } from './state.ts';
import { show, talkOf } from './talk.ts';
import { confidence, type Turn } from './turn.ts';

type Command = (dc: DialogContext, turn: Turn, repertoire: Repertoire) => Promise<void>;

/** What can be said at any moment, whatever was asked (INV-15). Only as a whole message: see the recogniser. */
export const commands: Readonly<Record<string, Command>> = {
  async cancel(dc, turn) {
    const { t } = talkOf(turn, 'common');
    const wasAsking = dc.activeDialog !== undefined;
    turn.state.queued = [];
    await dc.cancelAllDialogs();
    await show(turn, {
      text: t(wasAsking ? 'cancelled' : 'nothingToCancel'),
      choices: starters(turn),
    });
  },
  async startOver(dc, turn, repertoire) {
    await dc.cancelAllDialogs();
    Object.assign(turn.state, {
      last: undefined,
      retry: undefined,
      why: undefined,
      offered: [],
      queued: [],
      misses: 0,
    });
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
    unbindHere(turn);
    forgetCustomer(turn.state);
    closePages(turn);
    await show(turn, { text: talkOf(turn, 'common').t(wasKnown ? 'loggedOut' : 'notLoggedIn') });
  },
};

/** “说英文” names English in Chinese words: the name counts, not the language it is said in. */
function languageNamed(text: string): Language | undefined {
  if (/english|英文|英语/i.test(text)) return 'en';
  return /chinese|mandarin|中文|汉语|普通话|国语/i.test(text) ? 'zh-CN' : undefined;
}

/** A longer sentence that only holds the word of a command is none; characters and words count alike. */
export const longestCommand = 8;
export const sizeOf = (text: string) => text.match(/\p{Script=Han}|[\p{L}']+|\d+/gu)?.length ?? 0;

/** A command, said as a whole message (INV-15). */
export const hearCommand: Reading = async (dc, turn, repertoire) => {
  const { text, recognition } = turn.heard;
  const command = commands[recognition.intent];
  if (!command || recognition.confidence < confidence.sure) return false;
  const isOnlyInside = isNegated(text) || sizeOf(text) > longestCommand;
  // “sorry, September” is a value, however much its first word sounds like a command.
  const isGuess = isOnlyInside || isMostlyEntity(turn);
  if (isGuess && recognition.confidence < 1) return false;
  await understood(turn, () => command(dc, turn, repertoire));
  return true;
};
