import { type DialogContext, DialogReason } from 'botbuilder-dialogs';
import type { Entity } from '../../ports/recognizer.ts';
import { type ChangeState, openChangeIn } from './changeState.ts';
import type { ListeningDialog, Slots } from './enquiry.ts';
import type { Start } from './state.ts';
import { show, talkOf } from './talk.ts';
import { attachTurn, confidence, type Turn } from './turn.ts';

/** What the bot can be asked for: intent → what it begins, and the dialogs by name. */
export interface Repertoire {
  readonly intents: Readonly<Record<string, Start>>;
  readonly dialogs: ReadonlyMap<string, ListeningDialog>;
}

/** One way to read a message; true when it has answered it. */
export type Reading = (
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
) => boolean | Promise<boolean>;

/** What the recogniser is sure to be asked for. */
export function sureStart({ heard }: Turn, { intents }: Repertoire): Start | undefined {
  const { intent, confidence: certainty } = heard.recognition;
  return certainty >= confidence.sure ? intents[intent] : undefined;
}

/** What is said of a thing or a person; a dialog reads it from the words. The others are values for a question. */
const saidOfThings: ReadonlySet<string> = new Set(['billItem', 'phoneNumber', 'address', 'email']);

/** The months, resources and the like in a message: what may answer a question. */
export const valuesSaid = ({ heard }: Turn): Entity[] =>
  heard.recognition.entities.filter(({ category }) => !saidOfThings.has(category));

/**
 * “9月” as an answer is nearly all entity; “我9月用了多少流量” is a question of its own. No question asks
 * for a sum: “充100” is a wish.
 */
export function isMostlyEntity(turn: Turn): boolean {
  const { heard } = turn;
  const covered = valuesSaid(turn)
    .filter(({ category }) => category !== 'amount')
    .reduce((length, entity) => length + entity.length, 0);
  return covered * 2 >= heard.text.trim().length;
}

/** Values and marks, no other word. */
export function isOnlyEntity(turn: Turn): boolean {
  const entities = valuesSaid(turn);
  const others = entities.reduce((text, entity) => text.replace(entity.text, ''), turn.heard.text);
  return entities.length > 0 && !/[\p{L}\p{N}]/u.test(others);
}

/** The open question is answered. */
export function goOnWith(dc: DialogContext, turn: Turn, slots: Slots): Promise<void> {
  const instance = dc.activeDialog;
  if (instance) instance.state = { ...instance.state, slots };
  attachTurn(dc.context, turn);
  return understood(turn, async () => void (await dc.continueDialog()));
}

/** Does what was understood; messages that were not are counted anew. */
export async function understood(turn: Turn, act: () => Promise<void>): Promise<void> {
  turn.state.misses = 0;
  await act();
}

/** Begins a dialog on top of what is going on; the same dialog begun again replaces itself. */
export async function begin(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
  start: Start,
): Promise<void> {
  const dialog = repertoire.dialogs.get(start.dialog);
  if (!dialog) throw new Error(`no dialog ${start.dialog}`);
  Object.assign(turn.state, { misses: 0, why: undefined });
  attachTurn(dc.context, turn);
  await closeOpenChange(dc, turn, start, repertoire);
  noteTried(turn, start.dialog);
  const slots: Slots = { ...dialog.prefill(turn.heard), ...start.slots };
  // A code that is waited for is not asked for twice: the enquiry behind it stays and goes on after.
  if (dialog.isCertain && dc.activeDialog?.id === start.dialog) {
    await dc.continueDialog();
  } else if (dc.activeDialog?.id === start.dialog) {
    await dc.replaceDialog(start.dialog, { slots });
  } else {
    await dc.beginDialog(start.dialog, { slots });
  }
}

const mostTried = 8;

/** What the assistant went through, so that a person need not ask again (§5.4). */
function noteTried({ state }: Turn, dialog: string): void {
  const { tried = [] } = state;
  if (dialog !== tried.at(-1)) state.tried = [...tried, dialog].slice(-mostTried);
}

/** One live quote only: another change begun puts an end to the open one, said and on record (§4.2). */
async function closeOpenChange(
  dc: DialogContext,
  turn: Turn,
  start: Start,
  { dialogs }: Repertoire,
): Promise<void> {
  const open = openChangeIn(dc.stack);
  const isChange = dialogs.get(start.dialog)?.attends !== undefined;
  if (!open || !isChange || (open === dc.activeDialog && open.id === start.dialog)) return;
  const { t, language } = talkOf(turn, 'change');
  const { disclosure } = (open.state as ChangeState).open?.quote ?? {};
  const product = disclosure?.summary.productName[language] ?? '';
  await show(turn, { text: t('setAside', { product }) });
  for (let top = dc.activeDialog; top; top = dc.activeDialog) {
    await dialogs.get(top.id)?.endDialog(dc.context, top, DialogReason.replaceCalled);
    dc.stack.pop();
  }
}
