import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import { Unavailable } from '../../ports/unavailable.ts';
import type { AnyDefinition, DialogState, ListeningDialog, Question, Slots } from './enquiry.ts';
import { sayUnavailable } from './sayUnavailable.ts';
import {
  type ChoiceDraft,
  type LineTalk,
  liveIdentity,
  show,
  talkOf,
  type ViewDraft,
} from './talk.ts';
import { type Heard, type Turn, turnOf } from './turn.ts';

/** The part of a definition that asks. */
type Asking = Pick<AnyDefinition, 'name' | 'about' | 'collect' | 'isAside' | 'identifies'>;

/** Identifies where it must, collects what is missing, and leaves what comes then to `conclude`. */
export abstract class EnquiryDialog extends Dialog implements ListeningDialog {
  private readonly definition: Asking;

  constructor(definition: Asking) {
    super(definition.name);
    this.definition = definition;
  }

  override async beginDialog(
    dc: DialogContext,
    options?: { slots?: Slots },
  ): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { slots } = Object.assign(stateOf(dc), { slots: options?.slots ?? {} });
    if (this.definition.about !== 'line' || liveIdentity(turn)) return this.proceed(dc, turn);
    // What is not the customer's to ask needs no proof.
    if (await this.declined(turn, slots)) return dc.endDialog();
    return dc.beginDialog('identification');
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.proceed(dc, turnOf(dc.context));
  }

  /** After identification the enquiry goes on; after a digression it asks its question again. */
  override async resumeDialog(
    dc: DialogContext,
    _reason: unknown,
    result?: unknown,
  ): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    if (result === 'unavailable') {
      await sayUnavailable(turn, { dialog: this.id, slots: stateOf(dc).slots });
    }
    if (result === 'notIdentified' && this.definition.identifies) {
      const { [this.definition.identifies.slot]: _dropped, ...slots } = stateOf(dc).slots;
      Object.assign(stateOf(dc), { slots });
      return this.proceed(dc, turn, result, true);
    }
    if (result === 'unavailable' || result === 'notIdentified') return dc.endDialog();
    return this.proceed(dc, turn, result, result === undefined);
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const turn = turnOf(context);
    const state = instance.state as DialogState;
    const question = await this.nextQuestion(turn, state);
    if (question) await show(turn, this.questionView(turn, state, question));
  }

  /** The open question's answer and whatever else was said with it. */
  take({ heard }: Turn, { asking = '', slots }: DialogState): Slots | undefined {
    const value = this.definition.collect?.[asking]?.read(heard);
    const amended = this.amend(slots, heard, 'values');
    return value === undefined ? amended : { ...slots, ...amended, [asking]: value };
  }

  hearsOwnWords({ asking = '' }: DialogState): boolean {
    return this.definition.collect?.[asking]?.isOwnWords === true;
  }

  prefill(heard: Heard): Slots {
    const said = Object.entries(this.definition.collect ?? {})
      // Own words are an answer, and none before the question.
      .filter(([, slot]) => !slot.isOwnWords)
      .map(([name, slot]) => [name, slot.read(heard)]);
    return Object.fromEntries(said.filter(([, value]) => value !== undefined));
  }

  amend(slots: Slots, heard: Heard, by: 'values' | 'words'): Slots | undefined {
    const values = new Set(heard.recognition.entities.map(({ value }) => value));
    const said = Object.entries(this.prefill(heard)).filter(
      ([name, value]) =>
        !this.definition.collect?.[name]?.isOpening &&
        (by === 'words' || values.has(value) || value !== heard.text),
    );
    if (said.length === 0) return undefined;
    // What a button chose has no question of its own, and gives way to words.
    const kept = by === 'words' ? this.adopt(slots) : slots;
    return { ...kept, ...Object.fromEntries(said) };
  }

  adopt(slots: Slots): Slots {
    const names = Object.keys(this.definition.collect ?? {});
    return Object.fromEntries(Object.entries(slots).filter(([name]) => names.includes(name)));
  }

  protected talk(turn: Turn): LineTalk {
    const talk = talkOf(turn, this.id);
    return (talk.identity ? { ...talk, line: talk.identity.line } : talk) as LineTalk;
  }

  /** Everything is known. Returns how the turn ends when something else begins first. */
  protected abstract conclude(
    dc: DialogContext,
    turn: Turn,
    slots: Slots,
    result: unknown,
  ): Promise<DialogTurnResult | undefined>;

  /** Says no before anything is asked or proved; true when it did. */
  protected async declined(_turn: Turn, _slots: Slots): Promise<boolean> {
    return false;
  }

  protected async show(turn: Turn, slots: Slots, view: ViewDraft): Promise<void> {
    await show(turn, view);
    const { isAside = false } = this.definition;
    Object.assign(turn.state, {
      retry: undefined,
      why: undefined,
      ...(!isAside && { last: { dialog: this.id, slots } }),
    });
  }

  /** `result`: what a dialog begun by this one came to; `isBack`: from something else that was asked. */
  private async proceed(
    dc: DialogContext,
    turn: Turn,
    result?: unknown,
    isBack = false,
  ): Promise<DialogTurnResult> {
    const state = stateOf(dc);
    try {
      if (await this.declined(turn, state.slots)) return await dc.endDialog();
      const question = await this.nextQuestion(turn, state);
      if (question) {
        await show(turn, this.questionView(turn, state, question, isBack));
        return Dialog.EndOfTurn;
      }
      const { slot = '', answer } = this.definition.identifies ?? {};
      if (slot && state.slots[slot] === answer && !liveIdentity(turn))
        return await dc.beginDialog('identification');
      const ended = await this.conclude(dc, turn, state.slots, result);
      if (ended) return ended;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await sayUnavailable(turn, { dialog: this.id, slots: state.slots });
    }
    return dc.endDialog();
  }

  private async nextQuestion(turn: Turn, state: DialogState): Promise<Question | undefined> {
    const talk = this.talk(turn);
    for (const [name, slot] of Object.entries(this.definition.collect ?? {})) {
      if (state.slots[name] !== undefined) continue;
      const question = await slot.ask?.(talk, state.slots);
      state.asking = question ? name : undefined;
      if (question) return question;
    }
    return undefined;
  }

  private questionView(
    turn: Turn,
    state: DialogState,
    { key, data, answers = [] }: Question,
    isBack = false,
  ): ViewDraft {
    const slot = state.asking ?? '';
    const choices: ChoiceDraft[] = answers.map(({ label, value, start }) => ({
      label,
      start: start ?? { dialog: this.id, slots: { ...state.slots, [slot]: value } },
    }));
    const { t } = this.talk(turn);
    const question = t(key, data);
    return { text: isBack ? t('common:backTo', { question }) : question, choices };
  }
}

function stateOf(dc: DialogContext): DialogState {
  const instance = dc.activeDialog;
  if (!instance) throw new Error('no active dialog');
  instance.state ??= {};
  return instance.state as DialogState;
}
