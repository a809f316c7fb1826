import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  DialogReason,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import {
  type ConfirmationReading,
  normaliseConfirmation,
  readConfirmation,
} from '../../domain/confirmation.ts';
import { fieldsAskedFor } from '../../domain/disclosureTopics.ts';
import { findNamed, findRelated } from '../../domain/naming.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import {
  type ChangeChoice,
  type ChangeDefinition,
  type ChangeState,
  type ChangeStep,
  deadlineOf,
  type OpenQuote,
  recordOf,
} from './changeState.ts';
import { confirmFirst, confirmSecond, type StepEnd, sendOrderCode } from './confirmSteps.ts';
import { confirmChoices, freshQuoteChoice, howToConfirm, writerOf } from './disclosureView.ts';
import { type ListeningDialog, type Slots, sayUnavailable } from './enquiry.ts';
import { disclose, quote } from './quoteSteps.ts';
import { type ChoiceDraft, type LineTalk, liveIdentity, show, talkOf } from './talk.ts';
import { confidence, type Heard, type Turn, turnOf } from './turn.ts';
import { fieldsOf, writeField } from './writeFacts.ts';

/** Makes the dialog of a change. Every change goes through the same steps in the same order. */
export function regulatedChange(definition: ChangeDefinition): ListeningDialog {
  return new ChangeDialog(definition);
}

/** A longer list is asked for by its groups. */
const mostChoices = 14;

/** Readings that answer the open quote, whatever else the words might mean. */
const ownReadings: ReadonlySet<ConfirmationReading['kind']> = new Set([
  'accept',
  'cancel',
  'pause',
  'frozen',
  'wrongPhrase',
  'thirdParty',
  'standing',
  'codeForBot',
  'noCode',
  'soft',
]);

/** Readings of messages that may be about something else than the open quote. */
const mayNameAnother: ReadonlySet<ConfirmationReading['kind']> = new Set([
  'other',
  'question',
  'frozen',
]);

/** Intents that ask for a change, in whatever words. */
const wishIntents: ReadonlySet<string> = new Set(['changePlan', 'orderAddOn', 'cancelService']);

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
    return this.guarded(dc, () => this.hear(this.step(dc), open));
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
    if (!open) return liveIdentity(turn) ? this.collect(dc) : dc.endDialog();
    if (isOver(open, turn) || !liveIdentity(turn)) return this.expire(dc, open);
    await this.remind(this.step(dc), open);
    return Dialog.EndOfTurn;
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const turn = turnOf(context);
    const state = instance.state as ChangeState;
    const talk = this.lineTalk(turn);
    if (state.open && talk) {
      const step = { turn, talk, state, definition: this.definition } as ChangeStep;
      await disclose(step, state.open);
    } else if (talk) {
      await this.ask({ turn, talk, state }, (await this.definition.collect?.(talk)) ?? []);
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

  /** An open quote hears first what can only be an answer to it, or a question about it. */
  attends(turn: Turn, state: ChangeState, isOtherEnquiry: boolean): boolean {
    const { heard, now } = turn;
    const { open } = state;
    if (!open) return false;
    // “重新报价” is no wish to start over.
    if (asksAnew(turn, state)) return true;
    if (heard.codes.length > 0 || heard.token !== undefined) return true;
    const { kind } = this.read(heard, open);
    if (ownReadings.has(kind) || this.speaksOfConfirming(heard.text, open)) return true;
    const isAbout = fieldsAskedFor(heard.text).length > 0;
    // Nobody greets with a question about fees: there the recogniser is mistaken.
    const isNoEnquiry = !isOtherEnquiry || heard.recognition.intent === 'greet';
    if (kind === 'question' && isAbout && isNoEnquiry) return true;
    return !isOtherEnquiry && now.getTime() < Date.parse(open.quote.expiresAt);
  }

  take({ heard }: Turn, { asking, slots }: ChangeState): Slots | undefined {
    if (asking === undefined) return undefined;
    return { ...slots, said: heard.text };
  }

  prefill({ text }: Heard): Slots {
    return { said: text };
  }

  private read(heard: Heard, { quote }: OpenQuote): ConfirmationReading {
    return readConfirmation(heard.text, phrasesFor(quote.disclosure.order.action));
  }

  /** Holds the phrase among other words, or no word at all: “确认办理？”, “？” are about the open quote. */
  private speaksOfConfirming(text: string, { quote }: OpenQuote): boolean {
    const said = normaliseConfirmation(text);
    const { accepted } = phrasesFor(quote.disclosure.order.action);
    const holds = accepted.some((phrase) => said.includes(normaliseConfirmation(phrase)));
    return holds || !/[\p{L}\p{N}]/u.test(said);
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
  private async collect(dc: DialogContext): Promise<DialogTurnResult> {
    return this.guarded(dc, async () => {
      const step = this.step(dc);
      const { talk, turn, state } = step;
      let { chosen } = state.slots;
      if (chosen === undefined && this.definition.collect) {
        const choices = await this.definition.collect(talk);
        const offered = offeredOf(choices);
        const isOnly = this.definition.takesTheOnly === true && offered.length === 1;
        const named = isOnly ? offered : findNamed(choices, state.slots.said ?? '');
        if (named.length !== 1) {
          const isAgain = state.asking !== undefined;
          state.asking = 'chosen';
          await this.ask(step, named.length > 1 ? named : choices, isAgain);
          return 'waits';
        }
        const [only] = named;
        if (only?.dialog) {
          await dc.replaceDialog(only.dialog, { slots: { chosen: only.id } });
          return 'waits';
        }
        chosen = only?.id;
      }
      state.asking = undefined;
      state.slots = { ...state.slots, ...(chosen !== undefined && { chosen }) };
      const quoted = await quote(step, this.definition.wish(chosen ?? ''));
      if ('refused' in quoted) {
        await show(turn, quoted.refused);
        return 'over';
      }
      await disclose(step, quoted.open);
      return 'waits';
    });
  }

  /** Asks which one: what comes near to the words first, a long list by its groups. */
  private async ask(
    { turn, talk, state }: Pick<ChangeStep, 'turn' | 'talk' | 'state'>,
    choices: readonly ChangeChoice[],
    isAgain = false,
  ): Promise<void> {
    const { t, operator } = talk;
    const offered = offeredOf(choices);
    if (offered.length === 0) return show(turn, { text: t('nothing') });
    const { group, said = '' } = state.slots;
    const inGroup = offered.filter((choice) => group === undefined || choice.group === group);
    const near = findRelated(inGroup, said);
    const listed = near.length > 0 ? near : inGroup;
    const groups = [...new Set(listed.flatMap((choice) => choice.group ?? []))];
    const buttons: ChoiceDraft[] =
      listed.length > mostChoices && groups.length > 1
        ? groups.map((name) => ({
            label: t(`common:group.${name}`),
            start: { dialog: this.id, slots: { group: name, said: '' } },
          }))
        : listed.slice(0, 24).map(({ id, name, dialog }) => ({
            label: name,
            start: { dialog: dialog ?? this.id, slots: { chosen: id } },
          }));
    const person = {
      label: t('common:choice.person'),
      start: { dialog: 'talkToPerson', slots: {} },
    };
    await show(turn, {
      text: isAgain ? t('change:notFound', { hotline: operator.hotline }) : t('which'),
      choices: isAgain ? [...buttons, { label: t('change:button.no') }, person] : buttons,
    });
  }

  private async hear(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
    const { turn, talk, state } = step;
    const { heard } = turn;
    const reading = this.read(heard, open);
    if (isOver(open, turn)) return this.tellExpired(step, open);
    if (heard.token !== undefined) return this.accept(step, open);
    const [code] = heard.codes;
    // A code is only a code when it is the whole message: “483920 吗” is a question.
    if (code !== undefined && /^\W*\S*$/u.test(heard.text.trim())) {
      return this.hearCode(step, open, code);
    }
    const other = mayNameAnother.has(reading.kind) ? await this.otherNamed(step) : undefined;
    if (other !== undefined) return this.turnTo(step, open, other, reading.kind === 'question');
    switch (reading.kind) {
      case 'accept':
        return this.accept(step, open);
      case 'cancel':
        recordOf(step, 'cancelled', open);
        state.open = undefined;
        await show(turn, { text: talk.t('change:cancelled') });
        return 'over';
      case 'pause':
        await this.say(step, open, 'paused', { time: talk.format.dateTime(open.quote.expiresAt) });
        return 'waits';
      case 'frozen':
        state.open = { ...open, isFrozen: true };
        recordOf(step, 'frozen', open);
        await this.say(step, open, 'frozen');
        return 'waits';
      case 'noCode':
        if (open.phase === 'second')
          return sendOrderCode(step, open, talk.t('change:codeSentAgain'));
        break;
      case 'question':
        return this.answer(step, open);
      default:
    }
    const key = reading.kind === 'other' || reading.kind === 'noCode' ? 'unclear' : reading.kind;
    await this.say(step, open, key);
    return 'waits';
  }

  /** Something else of the same kind that is named; undefined also when nobody can look it up now. */
  private async otherNamed({ talk, turn, state }: ChangeStep): Promise<string | undefined> {
    try {
      const named = findNamed((await this.definition.collect?.(talk)) ?? [], turn.heard.text);
      const others = offeredOf(named).filter(({ id }) => id !== state.slots.chosen);
      return others.length === 1 ? others[0]?.id : undefined;
    } catch (error) {
      if (error instanceof Unavailable) return undefined;
      throw error;
    }
  }

  /** A wish for something else voids the quote for a fresh one; a question about it leaves it open (R23). */
  private async turnTo(
    { dc, turn }: ChangeStep,
    { wish }: OpenQuote,
    other: string,
    isQuestion: boolean,
  ): Promise<StepEnd> {
    const { intent, confidence: certainty } = turn.heard.recognition;
    const isWish = !isQuestion || (wishIntents.has(intent) && certainty >= confidence.sure);
    if (isWish) await dc.replaceDialog(this.id, { slots: { chosen: other } });
    else if ('offerId' in wish) await dc.beginDialog('checkPrice', { slots: { offer: other } });
    else await dc.beginDialog('checkSubscriptions', { slots: {} });
    return 'waits';
  }

  private async accept(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
    const { turn, talk, state } = step;
    const { token } = turn.heard;
    if (token !== undefined && token !== open.token) {
      await this.say(step, open, 'olderButton');
      return 'waits';
    }
    if (open.phase === 'first') return confirmFirst(step, open, token ? 'button' : 'phrase');
    if (open.isFrozen) state.open = { ...open, isFrozen: false };
    await show(turn, {
      text: talk.t('change:codeAwaited'),
      expiresAt: deadlineOf(step, open),
    });
    return 'waits';
  }

  private async hearCode(step: ChangeStep, open: OpenQuote, code: string): Promise<StepEnd> {
    if (open.phase === 'first') {
      await this.say(step, open, 'codeTooEarly');
      return 'waits';
    }
    if (open.isFrozen) {
      await this.say(step, open, 'stillFrozen');
      return 'waits';
    }
    return confirmSecond(step, open, code);
  }

  /** A question is answered from what was disclosed; the quote stays as it is (R23). */
  private async answer(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
    const { turn, talk } = step;
    const keys = fieldsAskedFor(turn.heard.text);
    const writer = writerOf(talk);
    const rows = fieldsOf(open.quote.disclosure, keys).map((field) => writeField(field, writer));
    await show(turn, {
      text: talk.t(rows.length > 0 ? 'change:fromDisclosure' : 'change:askMore'),
      ...(rows.length > 0 && { sections: [{ rows }] }),
      notes: [this.nextStep(step, open)],
      choices: this.choices(step, open),
      expiresAt: deadlineOf(step, open),
    });
    return 'waits';
  }

  /** A sentence of ours, then what to do next: the quote stays open. */
  private async say(
    step: ChangeStep,
    open: OpenQuote,
    key: string,
    values: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { talk, turn } = step;
    const { phrase } = turn.services.policy.changes[open.quote.disclosure.order.action];
    await show(turn, {
      text: talk.t(`change:said.${key}`, {
        phrase: talk.t(`change:phrase.${phrase}`),
        hotline: talk.operator.hotline,
        ...values,
      }),
      notes: [this.nextStep(step, open)],
      choices: this.choices(step, open),
      expiresAt: deadlineOf(step, open),
    });
  }

  private nextStep(step: ChangeStep, open: OpenQuote): string {
    return open.phase === 'first' ? howToConfirm(step, open) : step.talk.t('change:codeAwaited');
  }

  private choices(step: ChangeStep, open: OpenQuote) {
    const { t } = step.talk;
    return open.phase === 'first'
      ? confirmChoices(step, open)
      : [{ label: t('change:button.resend') }, { label: t('change:button.no') }];
  }

  /** Back from a digression: what is open, in one sentence; a digression never confirms. */
  private async remind(step: ChangeStep, open: OpenQuote): Promise<void> {
    await this.say(step, open, 'back', {
      product: open.quote.disclosure.summary.productName[step.talk.language],
    });
  }

  private async tellExpired(step: ChangeStep, open: OpenQuote): Promise<StepEnd> {
    recordOf(step, 'expired', open);
    step.state.open = undefined;
    await show(step.turn, {
      text: step.talk.t('change:expired'),
      choices: [freshQuoteChoice(step)],
    });
    return 'over';
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

/** Asks for more time in the words of the button, in either language: the page offers it too. */
function asksAnew({ heard, services }: Turn, { reissues = 0 }: ChangeState): boolean {
  const words = normaliseConfirmation(heard.text);
  const isAsked = Object.values(services.texts).some(
    (t) => normaliseConfirmation(t('change:button.freshQuote')) === words,
  );
  return isAsked && reissues < services.policy.limits.reissues;
}

const offeredOf = (choices: readonly ChangeChoice[]) =>
  choices.filter(({ isRefused }) => isRefused !== true);

function stateOf(dc: DialogContext): ChangeState {
  const instance = dc.activeDialog;
  if (!instance) throw new Error('no active dialog');
  instance.state ??= {};
  return instance.state as ChangeState;
}

/** A no before anything is quoted ends the question. */
const isNo = ({ text }: Heard) => readConfirmation(text, phrasesFor('')).kind === 'cancel';

const isOver = ({ quote }: OpenQuote, { now }: Turn) =>
  now.getTime() >= Date.parse(quote.expiresAt);

/** The phrases that count for a change, and those that belong to another (rights §4.2). */
export function phrasesFor(action: string): {
  accepted: readonly string[];
  others: readonly string[];
} {
  const isEnd = action === 'cancel' || action === 'undoPlanChange';
  return isEnd
    ? { accepted: ['确认退订', 'CONFIRM'], others: ['确认办理'] }
    : { accepted: ['确认办理', 'CONFIRM'], others: ['确认退订'] };
}
