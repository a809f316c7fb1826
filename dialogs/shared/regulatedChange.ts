import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  DialogReason,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import { Unavailable } from '../../ports/unavailable.ts';
import { asksAnew, isForQuote, isNo, isOver } from './changeReading.ts';
import type {
  ChangeDefinition,
  ChangeState,
  ChangeStep,
  OpenQuote,
  StepEnd,
} from './changeState.ts';
import { askWhich, choose, nameOnly } from './chooseStep.ts';
import { freshQuoteChoice } from './disclosureView.ts';
import type { ListeningDialog, Slots } from './enquiry.ts';
import { hear } from './hearSteps.ts';
import { disclose, discloseInLanguage, quote } from './quoteSteps.ts';
import { awaitCode, remind } from './sayQuote.ts';
import { sayUnavailable } from './sayUnavailable.ts';
import { type LineTalk, liveIdentity, show, talkOf } from './talk.ts';
import { type Heard, type Turn, turnOf } from './turn.ts';

/** Makes the dialog of a change. Every change goes through the same steps in the same order. */
export function regulatedChange(definition: ChangeDefinition): ListeningDialog {
  return new ChangeDialog(definition);
}

class ChangeDialog extends Dialog implements ListeningDialog {
  private readonly definition: ChangeDefinition;

  constructor(definition: ChangeDefinition) {
    super(definition.name);
    this.definition = definition;
  }

  override async beginDialog(
    dc: DialogContext,
    options?: { slots?: Slots },
  ): Promise<DialogTurnResult> {
    const { reissue = '0', ...slots } = options?.slots ?? {};
    const state = stateOf(dc);
    state.slots = slots;
    state.reissues = Number(reissue);
    if (!liveIdentity(turnOf(dc.context))) return dc.beginDialog('identification');
    return this.collect(dc);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { open, asking } = stateOf(dc);
    if (!open && asking !== undefined && isNo(turn.heard)) {
      await show(turn, { text: talkOf(turn, 'change').t('cancelled') });
      return dc.endDialog();
    }
    if (!open) return liveIdentity(turn) ? this.collect(dc) : dc.beginDialog('identification');
    // The proof of the number has lapsed: what was agreed so far is void with it (§5.1).
    if (!liveIdentity(turn)) return this.expire(dc, open);
    const { start } = freshQuoteChoice(this.step(dc));
    if (start && asksAnew(turn, stateOf(dc))) {
      return dc.replaceDialog(this.id, { slots: start.slots });
    }
    return this.guarded(dc, () => hear(this.step(dc), open));
  }

  override async resumeDialog(
    dc: DialogContext,
    _reason: DialogReason,
    result?: unknown,
  ): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { slots, open, isEnded } = stateOf(dc);
    if (isEnded) return dc.endDialog();
    if (result === 'unavailable') await sayUnavailable(turn, { dialog: this.id, slots });
    if (result === 'unavailable' || result === 'notIdentified') return dc.endDialog();
    // Asked something of nobody any more: the question is over with the proof of the number.
    if (!open) return liveIdentity(turn) ? this.collect(dc, result === undefined) : dc.endDialog();
    if (isOver(open, turn) || !liveIdentity(turn)) return this.expire(dc, open);
    if (open.quote.language === turn.state.language) await remind(this.step(dc), open);
    else await discloseInLanguage(this.step(dc), open);
    return Dialog.EndOfTurn;
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const turn = turnOf(context);
    const state = instance.state as ChangeState;
    const talk = this.lineTalk(turn);
    if (!talk) return;
    const { definition } = this;
    const step = { turn, talk, state, definition } as ChangeStep;
    if (state.open) return showAgain(step, state.open);
    try {
      await askWhich(step, (await definition.collect?.(talk)) ?? []);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await sayUnavailable(turn, { dialog: this.id, slots: state.slots });
    }
  }

  /** Cancelled from outside, by a command or by another change: on record, and nothing was done. */
  override async endDialog(
    context: TurnContext,
    instance: DialogInstance,
    reason: DialogReason,
  ): Promise<void> {
    const { open } = instance.state as ChangeState;
    if (!open || (reason !== DialogReason.cancelCalled && reason !== DialogReason.replaceCalled))
      return;
    const turn = turnOf(context);
    const { customerId } = open.quote.disclosure.order;
    turn.record({
      kind: reason === DialogReason.cancelCalled ? 'cancelled' : 'superseded',
      subject: customerId,
      at: turn.now.toISOString(),
      data: { quoteId: open.quote.id, hash: open.quote.hash },
    });
  }

  attends(turn: Turn, state: ChangeState, isOtherEnquiry: boolean): boolean {
    return isForQuote(turn, state, isOtherEnquiry);
  }

  take({ heard }: Turn, { asking, slots }: ChangeState): Slots | undefined {
    if (asking === undefined) return undefined;
    return { ...slots, said: heard.text };
  }

  prefill({ text }: Heard): Slots {
    return { said: text };
  }

  amend(_slots: Slots, { text }: Heard, by: 'values' | 'words'): Slots | undefined {
    return by === 'words' ? { said: text } : undefined;
  }

  async names(turn: Turn): Promise<string | undefined> {
    const talk = this.lineTalk(turn);
    return talk && nameOnly(this.definition, talk, turn.heard.text);
  }

  private lineTalk(turn: Turn): LineTalk | undefined {
    const talk = talkOf(turn, this.id);
    return talk.identity ? ({ ...talk, line: talk.identity.line } as LineTalk) : undefined;
  }

  private step(dc: DialogContext): ChangeStep {
    const turn = turnOf(dc.context);
    const talk = this.lineTalk(turn);
    if (!talk) throw new Error('a change needs an identified customer');
    return { dc, turn, talk, definition: this.definition, state: stateOf(dc) };
  }

  /** Finds out what it is about, then quotes it. Asks only what has not been said. */
  private async collect(dc: DialogContext, isBack = false): Promise<DialogTurnResult> {
    return this.guarded(dc, async () => {
      const step = this.step(dc);
      const { turn, state } = step;
      const chosen = await choose(step, isBack);
      if (!chosen) return 'waits';
      state.asking = undefined;
      state.slots = { ...state.slots, ...(chosen.id && { chosen: chosen.id }) };
      const quoted = await quote(step, this.definition.wish(chosen.id));
      if ('refused' in quoted) {
        await show(turn, quoted.refused);
        return 'over';
      }
      await disclose(step, quoted.open);
      return 'waits';
    });
  }

  private async expire(dc: DialogContext, open: OpenQuote): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    turn.record({
      kind: 'expired',
      subject: open.quote.disclosure.order.customerId,
      at: turn.now.toISOString(),
      data: { quoteId: open.quote.id, hash: open.quote.hash },
    });
    stateOf(dc).open = undefined;
    const { t } = talkOf(turn, 'change');
    await show(turn, {
      text: t('expired'),
      choices: [
        { label: t('button.freshQuote'), start: { dialog: this.id, slots: stateOf(dc).slots } },
      ],
    });
    return dc.endDialog();
  }

  /** The carrier did not answer: nothing was changed, the quote stays while it lasts. */
  private async guarded(dc: DialogContext, act: () => Promise<StepEnd>): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const before = stateOf(dc).open;
    try {
      return (await act()) === 'over' ? await dc.endDialog() : Dialog.EndOfTurn;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const state = stateOf(dc);
      state.open = before;
      if (before) {
        const { t, operator } = talkOf(turn, 'change');
        await show(turn, { text: t('notReached', { hotline: operator.hotline }) });
        return Dialog.EndOfTurn;
      }
      await sayUnavailable(turn, { dialog: this.id, slots: state.slots });
      return dc.endDialog();
    }
  }
}

/** What is open, once more: the card, in phase two that the code is awaited; the card anew in another language. */
async function showAgain(step: ChangeStep, open: OpenQuote): Promise<void> {
  if (open.quote.language !== step.talk.language) return discloseInLanguage(step, open);
  return open.phase === 'first' ? disclose(step, open) : awaitCode(step, open);
}

function stateOf(dc: DialogContext): ChangeState {
  const instance = dc.activeDialog;
  if (!instance) throw new Error('no active dialog');
  instance.state ??= {};
  return instance.state as ChangeState;
}
