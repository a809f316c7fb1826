import type { DialogContext } from 'botbuilder-dialogs';
import { longestCommand, sizeOf } from './commands.ts';
import type { DialogState } from './enquiry.ts';
import { goOnWith, type Reading, type Repertoire, sureStart } from './repertoire.ts';
import type { Turn } from './turn.ts';

/** What a grievance is made of: said to “what is it about?”, these are the answer and no other wish. */
const grievances: ReadonlySet<string> = new Set([
  'complain',
  'disputeCharge',
  'explainCharge',
  'reportFault',
  'complaintStatus',
  'cancelService',
  'None',
]);

/** “I cancelled this two months ago” sounds a little like a request for records; “查余额” is one. */
const certainWish = 0.9;

/**
 * Whether the message tells what the open question asks to be told in the customer's own words. Long
 * ones always do, whatever they are about; a short wish for something else, “转人工”, does not.
 */
export function tellsOwnWords(dc: DialogContext, turn: Turn, repertoire: Repertoire): boolean {
  const instance = dc.activeDialog;
  const dialog = instance && repertoire.dialogs.get(instance.id);
  if (!dialog?.hearsOwnWords?.(instance?.state as DialogState)) return false;
  const { text, recognition } = turn.heard;
  if (sizeOf(text) > longestCommand) return true;
  const isWish = sureStart(turn, repertoire) !== undefined && recognition.confidence >= certainWish;
  return !isWish || grievances.has(recognition.intent);
}

/** The answer in the customer's own words; commands have been heard before. */
export const hearOwnWords: Reading = async (dc, turn, repertoire) => {
  if (!tellsOwnWords(dc, turn, repertoire)) return false;
  const instance = dc.activeDialog;
  const dialog = instance && repertoire.dialogs.get(instance.id);
  const taken = dialog?.take(turn, instance?.state as DialogState);
  if (!taken) return false;
  await goOnWith(dc, turn, taken);
  return true;
};
