import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import { Unavailable } from '../../ports/unavailable.ts';
import type { Start } from './state.ts';
import {
  type ChoiceDraft,
  type LineTalk,
  liveIdentity,
  show,
  type Talk,
  talkOf,
  type ViewDraft,
} from './talk.ts';
import { type Heard, type Turn, turnOf } from './turn.ts';

/** What is known of a dialog's questions, by slot name; JSON strings only. */
export type Slots = Readonly<Record<string, string>>;

/** A question to the customer: a key of the dialog's locale file and ready answers. */
export interface Question {
  readonly key: string;
  readonly data?: Readonly<Record<string, string | number>>;
  /** Ready answers: label and the slot's value. */
  readonly answers?: ReadonlyArray<{ readonly label: string; readonly value: string }>;
}

/** One thing a dialog may need to know. */
export interface Slot<T extends Talk = Talk> {
  /** Takes the value out of the words alone; undefined when it was not said. Looking up comes later. */
  read(heard: Heard): string | undefined;
  /** The question when it was not said; undefined when the dialog can do without. */
  ask?(talk: T, slots: Slots): Question | undefined | Promise<Question | undefined>;
}

type TalkFor<About> = About extends 'line' ? LineTalk : Talk;

/**
 * A thing a customer can ask for that changes nothing. Its keys, read downwards, are the
 * conversation: collect → look up → answer. `about: 'line'` asks for identity L1 first (§5.1).
 */
export interface EnquiryDefinition<About extends 'line' | 'public', Found> {
  /** Dialog id, locale file and test file. */
  readonly name: string;
  readonly about: About;
  readonly collect?: Readonly<Record<string, Slot<TalkFor<About>>>>;
  readonly lookUp: (slots: Slots, talk: TalkFor<About>) => Promise<Found> | Found;
  readonly answer: (found: Found, talk: TalkFor<About>, slots: Slots) => ViewDraft;
}

/** A dialog that can say whether a message answers the question it has just asked. */
export interface ListeningDialog extends Dialog {
  /** Takes what the message says of this dialog's open question; undefined when it says nothing of it. */
  take(turn: Turn, state: DialogState): Slots | undefined;
  /** Reads everything the message says of this dialog's slots, to begin with. */
  prefill(heard: Heard): Slots;
  /**
   * Whether the message belongs to what is open here before anybody else may read it: a quote that
   * waits for its confirmation. `isOtherEnquiry`: the recogniser is sure that it asks for something else.
   */
  attends?(turn: Turn, state: DialogState, isOtherEnquiry: boolean): boolean;
  /** What `take` accepts here can mean nothing else, whatever the recogniser thinks. */
  readonly isCertain?: boolean;
}

/** What an enquiry keeps on the dialog stack. */
export interface DialogState {
  slots: Slots;
  asking?: string | undefined;
}

/** Makes the dialog of an enquiry. */
export function enquiry<About extends 'line' | 'public', Found>(
  definition: EnquiryDefinition<About, Found>,
): ListeningDialog {
  return new PlainEnquiry(definition as unknown as AnyDefinition);
}

type AnyDefinition = EnquiryDefinition<'line', unknown>;

/** The part of a definition that asks. */
type Asking = Pick<AnyDefinition, 'name' | 'about' | 'collect'>;

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
    if (await this.declined(turn, slots)) return dc.endDialog();
    if (this.definition.about === 'line' && !liveIdentity(turn))
      return dc.beginDialog('identification');
    return this.proceed(dc, turn);
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
    if (result === 'unavailable' || result === 'notIdentified') return dc.endDialog();
    return this.proceed(dc, turn, result);
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const turn = turnOf(context);
    const state = instance.state as DialogState;
    const question = await this.nextQuestion(turn, state);
    if (question) await show(turn, this.questionView(turn, state, question));
  }

  take({ heard }: Turn, state: DialogState): Slots | undefined {
    const { asking = '', slots } = state;
    const value = this.definition.collect?.[asking]?.read(heard);
    return value === undefined ? undefined : { ...slots, [asking]: value };
  }

  prefill(heard: Heard): Slots {
    const said = Object.entries(this.definition.collect ?? {}).map(([name, slot]) => [
      name,
      slot.read(heard),
    ]);
    return Object.fromEntries(said.filter(([, value]) => value !== undefined));
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
    turn.state.last = { dialog: this.id, slots };
    turn.state.retry = undefined;
  }

  /** `result`: what a dialog begun by this one came to, if it is back from one. */
  private async proceed(
    dc: DialogContext,
    turn: Turn,
    result?: unknown,
  ): Promise<DialogTurnResult> {
    const state = stateOf(dc);
    try {
      if (await this.declined(turn, state.slots)) return await dc.endDialog();
      const question = await this.nextQuestion(turn, state);
      if (question) {
        await show(turn, this.questionView(turn, state, question));
        return Dialog.EndOfTurn;
      }
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

  private questionView(turn: Turn, state: DialogState, question: Question): ViewDraft {
    const slot = state.asking ?? '';
    const choices: ChoiceDraft[] = (question.answers ?? []).map(({ label, value }) => ({
      label,
      start: { dialog: this.id, slots: { ...state.slots, [slot]: value } },
    }));
    return { text: this.talk(turn).t(question.key, question.data), choices };
  }
}

class PlainEnquiry extends EnquiryDialog {
  private readonly content: AnyDefinition;

  constructor(definition: AnyDefinition) {
    super(definition);
    this.content = definition;
  }

  protected override async conclude(
    _dc: DialogContext,
    turn: Turn,
    slots: Slots,
  ): Promise<undefined> {
    const talk = this.talk(turn);
    const found = await this.content.lookUp(slots, talk);
    await this.show(turn, slots, this.content.answer(found, talk, slots));
  }
}

function stateOf(dc: DialogContext): DialogState {
  const instance = dc.activeDialog;
  if (!instance) throw new Error('no active dialog');
  instance.state ??= {};
  return instance.state as DialogState;
}

/** The canonical value of an entity the recogniser found, e.g. `entitySaid(heard, 'period')` → `2026-10`. */
export function entitySaid(heard: Heard, category: string): string | undefined {
  return heard.recognition.entities.find((entity) => entity.category === category)?.value;
}

/** Says that the operator's system did not answer, and keeps the question for one tap (R9: nothing half-shown). */
export async function sayUnavailable(turn: Turn, start: Start): Promise<void> {
  const { t, operator } = talkOf(turn, 'common');
  turn.state.retry = start;
  await show(turn, {
    text: t('unavailable', { hotline: operator.hotline }),
    choices: [
      { label: t('choice.retry'), start },
      { label: t('choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
    ],
  });
}
