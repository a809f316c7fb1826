import type { DialogContext, DialogInstance } from 'botbuilder-dialogs';
import { asksForChange, correctionIn, ellipsisIn, isDenial } from '../../domain/repairWords.ts';
import { namedInQuestion, placed, pointedAt, starters, tapped } from './choices.ts';
import { commands } from './commands.ts';
import type { DialogState, Slots } from './enquiry.ts';
import {
  begin,
  goOnWith,
  isMostlyEntity,
  type Reading,
  type Repertoire,
  sureStart,
  understood,
} from './repertoire.ts';
import { show, talkOf } from './talk.ts';
import { confidence, type Turn } from './turn.ts';

/** “不是，我说的是上个月”: what was understood is put right and answered again. */
export const hearCorrection: Reading = async (dc, turn, repertoire) => {
  const correction = correctionIn(turn.heard.text);
  if (!correction) return false;
  const part = { ...turn, heard: await turn.understand(correction.words) };
  if (!correction.drops) return resay(dc, part, repertoire);
  if (!sureStart(part, repertoire)) return false;
  await dc.cancelAllDialogs();
  return beginOther(dc, part, repertoire);
};

/** “不对”: the last answer was not what was asked for; a second time it is repaired with a person. */
export const hearDenial: Reading = async (dc, turn) => {
  const { state, heard } = turn;
  if (dc.activeDialog || !state.last || state.misses > 0 || !isDenial(heard.text)) return false;
  state.misses = 1;
  const { t } = talkOf(turn, 'common');
  await show(turn, { text: t('misunderstood'), choices: starters(turn) });
  return true;
};

/** “那这个月呢”: what was said last, with one thing changed. */
export const hearEllipsis: Reading = async (dc, turn, repertoire) => {
  const words = ellipsisIn(turn.heard.text);
  if (words === undefined) return false;
  return resay(dc, { ...turn, heard: await turn.understand(words) }, repertoire);
};

/** “9月”: a value alone, where the last enquiry knows what to do with it. */
export const hearValue: Reading = (dc, turn, repertoire) => amend(dc, turn, repertoire, 'values');

/** A value of what is talked about, another wish, or free words for what is talked about. */
async function resay(dc: DialogContext, part: Turn, repertoire: Repertoire): Promise<boolean> {
  for (const reading of [tapped, placed, pointedAt, namedInQuestion])
    if (await reading(dc, part, repertoire)) return true;
  const other = sureStart(part, repertoire);
  const isOther =
    other !== undefined && other.dialog !== topicOf(dc, part) && !isMostlyEntity(part);
  if (!isOther && (await amend(dc, part, repertoire, 'values'))) return true;
  return (await beginOther(dc, part, repertoire)) || (await amend(dc, part, repertoire, 'words'));
}

/** The dialog that is talked about: the one that asks, else the one that answered last. */
function topicOf(dc: DialogContext, { state }: Turn): string | undefined {
  return dc.activeDialog?.id ?? state.last?.dialog;
}

/** Puts what was said in the place of what was understood, in whatever waits for it, else in the last enquiry. */
async function amend(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
  by: 'values' | 'words',
): Promise<boolean> {
  const { last } = turn.state;
  for (const instance of [...dc.stack].reverse()) {
    const state = instance.state as DialogState;
    const slots = amended(repertoire, instance.id, state.slots ?? {}, turn, by);
    if (!slots) continue;
    if (instance === dc.activeDialog) await goOnWith(dc, turn, slots);
    else await note(dc, turn, instance, slots);
    return true;
  }
  if (dc.activeDialog || !last) return false;
  const slots = amended(repertoire, last.dialog, last.slots, turn, by);
  if (slots) await begin(dc, turn, repertoire, { dialog: last.dialog, slots });
  return slots !== undefined;
}

function amended(
  { dialogs }: Repertoire,
  id: string,
  slots: Slots,
  { heard }: Turn,
  by: 'values' | 'words',
): Slots | undefined {
  return dialogs.get(id)?.amend(slots, heard, by);
}

/** What waits behind the open question is put right, and the question asked again. */
async function note(
  dc: DialogContext,
  turn: Turn,
  instance: DialogInstance,
  slots: Slots,
): Promise<void> {
  instance.state = { ...(instance.state as DialogState), slots };
  await understood(turn, async () => {
    await show(turn, { text: talkOf(turn, 'common').t('noted') });
    await dc.repromptDialog();
  });
}

/** Another wish; what it has in common with the last one stays: “那流量呢” is about the same month. */
async function beginOther(dc: DialogContext, part: Turn, repertoire: Repertoire): Promise<boolean> {
  const { intent, confidence: certainty } = part.heard.recognition;
  const command = commands[intent];
  if (command && certainty >= confidence.sure) {
    await understood(part, () => command(dc, part, repertoire));
    return true;
  }
  const start = sureStart(part, repertoire);
  const dialog = start && repertoire.dialogs.get(start.dialog);
  if (!start || !dialog) return false;
  // “不是，我说的是来电显示” goes on with what is talked about; it orders and cancels nothing.
  if (dialog.attends && !asksForChange(part.heard.text)) return false;
  const kept = dialog.adopt?.(part.state.last?.slots ?? {}) ?? {};
  const slots = { ...kept, ...dialog.prefill(part.heard), ...start.slots };
  await begin(dc, part, repertoire, { dialog: start.dialog, slots });
  return true;
}
