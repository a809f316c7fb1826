import type { DialogContext } from 'botbuilder-dialogs';
import { talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** Nobody needs to know a password here; said before whatever else the message is answered with (E48). */
export async function warnOfPassword(turn: Turn): Promise<void> {
  const { t, operator, language } = talkOf(turn, 'common');
  // Not a view to choose from: what was offered before stays on offer.
  await turn.show({ text: t('passwordTyped', { hotline: operator.hotline }), language });
}

/** A code that nobody waits for is neither kept nor tried, and the open question is asked again (§4.3). */
export async function passOverSecret(dc: DialogContext, turn: Turn): Promise<boolean> {
  if (turn.heard.codes.length === 0 && !turn.heard.hasPassword) return false;
  const { t, language } = talkOf(turn, 'common');
  if (turn.heard.codes.length > 0) await turn.show({ text: t('noCodeAwaited'), language });
  if (dc.activeDialog) await dc.repromptDialog();
  return true;
}
