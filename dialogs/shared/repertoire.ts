import { type DialogContext, DialogReason } from 'botbuilder-dialogs';
import { openChangeIn } from './changeState.ts';
import type { ListeningDialog, Slots } from './enquiry.ts';
import type { Start } from './state.ts';
import type { Turn } from './turn.ts';

/** What the bot can be asked for: intent → what it begins, and the dialogs by name. */
export interface Repertoire {
  readonly intents: Readonly<Record<string, Start>>;
  readonly dialogs: ReadonlyMap<string, ListeningDialog>;
}

/** The open question is answered. */
export function goOnWith(dc: DialogContext, turn: Turn, slots: Slots): Promise<void> {
  const instance = dc.activeDialog;
  if (instance) instance.state = { ...instance.state, slots };
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
  turn.state.misses = 0;
  await closeOpenChange(dc, start, repertoire);
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

/** One live quote only: another change begun puts an end to the open one, on record (§4.2). */
async function closeOpenChange(
  dc: DialogContext,
  start: Start,
  { dialogs }: Repertoire,
): Promise<void> {
  const open = openChangeIn(dc.stack);
  const isChange = dialogs.get(start.dialog)?.attends !== undefined;
  if (!open || !isChange || (open === dc.activeDialog && open.id === start.dialog)) return;
  for (let top = dc.activeDialog; top; top = dc.activeDialog) {
    await dialogs.get(top.id)?.endDialog(dc.context, top, DialogReason.replaceCalled);
    dc.stack.pop();
  }
}
