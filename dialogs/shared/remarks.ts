import type { DialogContext } from 'botbuilder-dialogs';
import { asksPlainer, asksWhy, wantsNothingChanged } from '../../domain/repairWords.ts';
import { asPlain } from './enquiry.ts';
import { begin, type Reading, type Repertoire, understood } from './repertoire.ts';
import { show, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** What is said about the conversation itself: why, plainer, and leave things as they are. */
export const hearRemark: Reading = async (dc, turn, repertoire) => {
  const { text } = turn.heard;
  if (asksWhy(text)) return sayWhy(dc, turn, repertoire);
  if (asksPlainer(text)) return sayPlainly(dc, turn, repertoire);
  return wantsNothingChanged(text) && leaveAsIs(dc, turn, repertoire);
};

/** A wish for a change that was still being talked about is over with it; any other question stays open. */
async function leaveAsIs(dc: DialogContext, turn: Turn, { dialogs }: Repertoire): Promise<boolean> {
  const hasWish = dc.stack.some(({ id }) => dialogs.get(id)?.attends !== undefined);
  await understood(turn, async () => {
    if (hasWish) await dc.cancelAllDialogs();
    await show(turn, { text: talkOf(turn, 'common').t('leftAsIs') });
    if (dc.activeDialog) await dc.repromptDialog();
  });
  return true;
}

/** Why something is asked, why it was refused, or what the last figures come from. */
async function sayWhy(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<boolean> {
  const { t } = talkOf(turn, 'common');
  const { last, why } = turn.state;
  const asking = dc.activeDialog && repertoire.dialogs.get(dc.activeDialog.id);
  if (asking) {
    await understood(turn, async () => {
      await show(turn, { text: t(asking.isCertain ? 'whyCode' : 'whyAsked') });
      await dc.repromptDialog();
    });
    return true;
  }
  if (why !== undefined) {
    await understood(turn, () => sayRefusal(turn, why));
    return true;
  }
  const explanation = last && repertoire.dialogs.get(last.dialog)?.explain?.(turn, last.slots);
  if (!explanation) return false;
  if ('dialog' in explanation) await begin(dc, turn, repertoire, explanation);
  else await understood(turn, () => show(turn, explanation));
  return true;
}

/** The open question once more, the reason of a refusal, or the last answer, shorter. */
async function sayPlainly(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<boolean> {
  const { t } = talkOf(turn, 'common');
  const { last, why } = turn.state;
  if (dc.activeDialog) {
    await understood(turn, async () => {
      await show(turn, { text: t('plain.question') });
      await dc.repromptDialog();
    });
  } else if (why !== undefined) {
    await understood(turn, () => sayRefusal(turn, why));
  } else if (!last) {
    await begin(dc, turn, repertoire, { dialog: 'help', slots: {} });
  } else if (repertoire.dialogs.get(last.dialog)?.isGuarded) {
    const again = { label: t('plain.again'), start: last };
    await understood(turn, () => show(turn, { text: t('plain.guarded'), choices: [again] }));
  } else {
    await begin(dc, turn, repertoire, asPlain(last));
  }
  return true;
}

async function sayRefusal(turn: Turn, key: string): Promise<void> {
  const { t, operator } = talkOf(turn, 'common');
  await show(turn, {
    text: t(key, { hotline: operator.hotline }),
    choices: [{ label: t('choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  });
}
