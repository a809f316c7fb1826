import type { DialogContext, DialogInstance } from 'botbuilder-dialogs';
import { Unavailable } from '../../ports/unavailable.ts';
import {
  type ChangeDefinition,
  type ChangeState,
  type ChangeStep,
  deadlineOf,
  openChangeIn,
  recordOf,
} from './changeState.ts';
import { confirmation, order } from './confirmSteps.ts';
import { isLockedFor, locked } from './orderCode.ts';
import { type LineTalk, show, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** The open quote with this id, wherever it is on the stack. */
function openQuote(dc: DialogContext, quoteId: string) {
  const instance = openChangeIn(dc.stack);
  const { open } = (instance?.state ?? {}) as ChangeState;
  return instance && open?.quote.id === quoteId ? { instance, open } : undefined;
}

/** Time is nearly up: one tap gives a fresh quote (WCAG 2.2.1). The old one just runs out. */
export async function quoteExpiring(
  dc: DialogContext,
  turn: Turn,
  { quoteId }: { quoteId: string },
): Promise<void> {
  const found = openQuote(dc, quoteId);
  if (!found) return;
  const { t, format, language } = talkOf(turn, 'change');
  const { slots, reissues = 0 } = found.instance.state as ChangeState;
  const { limits } = turn.services.policy;
  const { quote } = found.open;
  const fresh = { ...slots, reissue: String(reissues + 1) };
  await show(turn, {
    text: t('expiring', {
      product: quote.disclosure.summary.productName[language],
      time: format.dateTime(quote.expiresAt),
    }),
    choices:
      reissues < limits.reissues
        ? [
            {
              label: t('button.freshQuote'),
              start: { dialog: found.instance.id, slots: fresh },
            },
          ]
        : [],
    expiresAt: deadlineOf(found.open),
  });
}

/** Silence is no: the quote is over, on record, and the customer reads that nothing was done (§4.3). */
export async function quoteExpired(
  dc: DialogContext,
  turn: Turn,
  { quoteId }: { quoteId: string },
): Promise<void> {
  const found = openQuote(dc, quoteId);
  if (!found) return;
  const { open, instance } = found;
  const state = instance.state as ChangeState;
  const { t } = talkOf(turn, 'change');
  turn.record({
    kind: 'expired',
    subject: open.quote.disclosure.order.customerId,
    at: turn.now.toISOString(),
    data: { quoteId, hash: open.quote.hash },
  });
  const { slots } = state;
  await end(dc, instance);
  await show(turn, {
    text: t('expired'),
    choices: [{ label: t('button.freshQuote'), start: { dialog: instance.id, slots } }],
  });
}

/** An answer from the customer's own phone: C2 by SMS, or a no from whoever holds the phone (§4.2). */
export async function smsReply(
  dc: DialogContext,
  turn: Turn,
  { quoteId, answer }: { quoteId: string; answer: 'yes' | 'no' },
): Promise<void> {
  const found = openQuote(dc, quoteId);
  if (!found) return;
  const { instance, open } = found;
  // In the words of this kind of change: what has changed meanwhile is disclosed with its own title.
  const talk = talkOf(turn, instance.id);
  if (!talk.identity) return;
  const step: ChangeStep = {
    dc,
    turn,
    talk: { ...talk, line: talk.identity.line } as LineTalk,
    definition: { name: instance.id } as ChangeDefinition,
    state: instance.state as ChangeState,
  };
  if (answer === 'no') {
    recordOf(step, 'cancelled', open, { method: 'smsReply' });
    await end(dc, instance);
    await show(turn, { text: talk.t('change:cancelledBySms') });
    return;
  }
  if (open.phase === 'first' || open.isFrozen || isOver(open.quote.expiresAt, turn)) return;
  try {
    // Too many wrong codes lock the number whichever way it answers (rights §5.1).
    const outcome = (await isLockedFor(step, open))
      ? await locked(step, open)
      : await order(step, open, confirmation(step, open, 'smsReply'));
    if (outcome === 'over') await end(dc, instance);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    await show(turn, { text: talk.t('change:notReached', { hotline: talk.operator.hotline }) });
  }
}

const isOver = (expiresAt: string, { now }: Turn) => now.getTime() >= Date.parse(expiresAt);

/** Ends a change that an event has finished, also below a digression. */
async function end(dc: DialogContext, instance: DialogInstance): Promise<void> {
  const state = instance.state as ChangeState;
  state.open = undefined;
  state.isEnded = true;
  if (dc.activeDialog === instance) await dc.endDialog();
}
