import type { DialogContext } from 'botbuilder-dialogs';
import { singleWish } from '../../domain/singleWish.ts';
import { hearCallback, hearPersonWish, hearTranscriptWish } from './besideAgent.ts';
import {
  misplaced,
  namedInQuestion,
  partlyNamed,
  placed,
  pointedAt,
  takingAll,
  tapped,
} from './choices.ts';
import { hearCommand } from './commands.ts';
import { hearCorrection, hearDenial, hearEllipsis, hearValue } from './corrections.ts';
import type { DialogState, Slots } from './enquiry.ts';
import { repair } from './notUnderstood.ts';
import { hearOpenChange } from './openChange.ts';
import { hearOwnWords } from './ownWords.ts';
import { hearRemark } from './remarks.ts';
import {
  begin,
  goOnWith,
  isMostlyEntity,
  isOnlyEntity,
  type Reading,
  type Repertoire,
  sureStart,
} from './repertoire.ts';
import { hearSeveral } from './requests.ts';
import type { Turn } from './turn.ts';
import { passOverSecret, warnOfPassword } from './typedSecrets.ts';

/** The ways to read a message, in their order: the first that understands it answers it. */
const readings: readonly Reading[] = [
  tapped,
  // The way to a person is open from everywhere, and none of its words is a yes.
  hearPersonWish,
  // An open quote hears before anybody else: only so can nothing else turn a word into a yes.
  hearOpenChange,
  hearCallback,
  hearTranscriptWish,
  placed,
  misplaced,
  takingAll,
  // “重新发送” is for whoever waits for a code; it does not start over.
  (dc, turn, repertoire) => hearAnswer(dc, turn, repertoire, 'certain'),
  hearRemark,
  hearCommand,
  hearOwnWords,
  hearSingleWish,
  pointedAt,
  hearCorrection,
  hearDenial,
  hearSeveral,
  hearEllipsis,
  namedInQuestion,
  (dc, turn, repertoire) => hearAnswer(dc, turn, repertoire, 'likely'),
  // “September” alone is no wish of its own, however sure the recogniser is of one.
  (dc, turn, repertoire) => isOnlyEntity(turn) && hearValue(dc, turn, repertoire),
  hearWish,
  hearValue,
  partlyNamed,
  hearNumber,
  passOverSecret,
];

/** Leads one message to what answers it; what nobody understands is repaired. */
export async function steer(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<void> {
  if (turn.heard.hasPassword) await warnOfPassword(turn);
  for (const reading of readings) if (await reading(dc, turn, repertoire)) return;
  await repair(dc, turn, repertoire);
}

/** The answer to the open question, unless the message is a wish of its own. */
async function hearAnswer(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
  how: 'certain' | 'likely',
): Promise<boolean> {
  const instance = dc.activeDialog;
  const dialog = instance && repertoire.dialogs.get(instance.id);
  const taken = dialog?.take(turn, instance?.state as DialogState);
  if (!dialog || !taken) return false;
  if (dialog.isCertain) tellWaiting(dc, turn, repertoire);
  else if (how === 'certain') return false;
  const start = sureStart(turn, repertoire);
  const digresses = start !== undefined && start.dialog !== dialog.id && !isMostlyEntity(turn);
  if (!dialog.isCertain && digresses) return false;
  await goOnWith(dc, turn, taken);
  return true;
}

/** More than the number or the code was said: “13800138000，要9月的”. What waits behind it takes the rest. */
function tellWaiting(dc: DialogContext, { heard }: Turn, { dialogs }: Repertoire): void {
  const waiting = dc.stack.at(-2);
  if (!waiting) return;
  const state = waiting.state as DialogState;
  const slots: Slots | undefined = dialogs
    .get(waiting.id)
    ?.amend(state.slots ?? {}, heard, 'values');
  if (slots) waiting.state = { ...state, slots };
}

/** One thing without a bundle (E4): shown with its price to everybody, before anything is proved. */
async function hearSingleWish(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
): Promise<boolean> {
  const single = singleWish(turn.heard.text);
  if (!single) return false;
  await begin(dc, turn, repertoire, { dialog: 'checkPrice', slots: { single } });
  return true;
}

/** A wish that the recogniser is sure of. */
async function hearWish(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<boolean> {
  const start = sureStart(turn, repertoire);
  if (start) await begin(dc, turn, repertoire, start);
  return start !== undefined;
}

/** A number alone says who, not what: prove it and ask what it is about. */
async function hearNumber(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<boolean> {
  if (turn.heard.phoneNumbers.length === 0) return false;
  await begin(dc, turn, repertoire, { dialog: 'identify', slots: {} });
  return true;
}
