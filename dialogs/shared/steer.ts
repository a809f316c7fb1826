import type { DialogContext } from 'botbuilder-dialogs';
import { choiceNamed, choiceNumbered } from './choices.ts';
import { commands } from './commands.ts';
import type { DialogState } from './enquiry.ts';
import { repair } from './notUnderstood.ts';
import { hearOpenChange } from './openChange.ts';
import { begin, goOnWith, type Repertoire, understood } from './repertoire.ts';
import type { Start } from './state.ts';
import { confidence, type Turn } from './turn.ts';

/** Leads one message to what answers it: a choice, an open question, a command, an intent, or repair. */
export async function steer(dc: DialogContext, turn: Turn, repertoire: Repertoire): Promise<void> {
  const { state, heard } = turn;
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
  return repair(dc, turn, repertoire);
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
