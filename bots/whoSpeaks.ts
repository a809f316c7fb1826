import type { DialogInstance } from 'botbuilder-dialogs';
import { openChangeIn } from '../dialogs/shared/changeState.ts';
import { identityOf } from '../dialogs/shared/identification.ts';
import { liveIdentity } from '../dialogs/shared/talk.ts';
import type { Turn } from '../dialogs/shared/turn.ts';
import { complaintReference } from '../domain/complaint.ts';
import { Unavailable } from '../ports/unavailable.ts';

/**
 * Until the customer chooses a language, the words decide; short codes and names say nothing. While a
 * quote is open only a wish changes it: CONFIRM on a Chinese card is no wish for an English agreement.
 */
export function followLanguage({ state, heard }: Turn): void {
  const { language, intent } = heard.recognition;
  const isFixed =
    state.languageChosen ||
    complaintReference(heard.text) !== undefined ||
    openChangeIn(state.stack as DialogInstance[]);
  if (!isFixed && language && intent !== 'switchLanguage') state.language = language;
}

/** Every message restarts the 30 minutes (rights §5.1 L1); a lapsed identity stays lapsed. */
export function touchIdentity(turn: Turn): void {
  const identity = liveIdentity(turn);
  if (identity) turn.state.identity = { ...identity, lastActiveAtMs: turn.now.getTime() };
}

/** The operator's own page vouches for the number: level L1 without a code. No line, no identity. */
export async function acceptVouchedNumber(turn: Turn, phoneNumber: string): Promise<void> {
  try {
    const line = await turn.services.carrier.findLine(phoneNumber);
    if (!line || line.status === 'closed') return;
    turn.state.identity = { ...identityOf(line), lastActiveAtMs: turn.now.getTime() };
    turn.record({
      kind: 'identified',
      subject: line.id,
      at: turn.now.toISOString(),
      data: { level: 'L1', method: 'userToken', conversationId: turn.conversationId },
    });
  } catch (error) {
    // The customer can still prove the number by SMS; the greeting must not fail for it.
    if (!(error instanceof Unavailable)) throw error;
  }
}
