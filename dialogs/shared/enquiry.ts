import type { Dialog, DialogContext } from 'botbuilder-dialogs';
import { EnquiryDialog } from './enquiryDialog.ts';
import { plainView } from './plainView.ts';
import type { Start } from './state.ts';
import type { LineTalk, Talk, ViewDraft } from './talk.ts';
import type { Heard, Turn } from './turn.ts';

/** What is known of a dialog's questions, by slot name; JSON strings only. */
export type Slots = Readonly<Record<string, string>>;

/** A question to the customer: a key of the dialog's locale file and ready answers. */
export interface Question {
  readonly key: string;
  readonly data?: Readonly<Record<string, string | number>>;
  /** Ready answers: label and the slot's value. */
  readonly answers?: ReadonlyArray<{
    readonly label: string;
    readonly value: string;
    /** Begins something else instead. */
    readonly start?: Start;
  }>;
}

/** One thing a dialog may need to know. */
export interface Slot<T extends Talk = Talk> {
  /** Takes the value out of the words alone; undefined when it was not said. Looking up comes later. */
  read(heard: Heard): string | undefined;
  /** Read from the message that began the dialog, and never amended by a later one. */
  readonly isOpening?: boolean;
  /** Answered in the customer's own words: whatever is said is the answer, see `ownWords.ts`. */
  readonly isOwnWords?: boolean;
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
  /** Said in passing: what was talked about before stays the subject. */
  readonly isAside?: boolean;
  readonly collect?: Readonly<Record<string, Slot<TalkFor<About>>>>;
  /**
   * Open to everybody, and yet this answer to this question asks for identity first. Not proved, the
   * question is asked again: nothing that was told is lost.
   */
  readonly identifies?: { readonly slot: string; readonly answer: string };
  readonly lookUp: (slots: Slots, talk: TalkFor<About>) => Promise<Found> | Found;
  readonly answer: (found: Found, talk: TalkFor<About>, slots: Slots) => ViewDraft;
  /** The same answer in one or two plain sentences; without it the main rows are said alone. */
  readonly plainly?: (found: Found, talk: TalkFor<About>, slots: Slots) => string | undefined;
  /** What explains the figures of the answer, for who asks why: another enquiry, or a view. */
  readonly why?: (slots: Slots, talk: Talk) => Explanation;
}

/** What answers a bare “why”. */
export type Explanation = Start | ViewDraft;

/** A dialog that can say whether a message answers the question it has just asked. */
export interface ListeningDialog extends Dialog {
  /** Takes what the message says of this dialog's open question; undefined when it says nothing of it. */
  take(turn: Turn, state: DialogState): Slots | undefined;
  /** Reads everything the message says of this dialog's slots, to begin with. */
  prefill(heard: Heard): Slots;
  /**
   * The slots with what the message puts in their place, values as they are recognised or also free
   * words; undefined when it says nothing of them.
   */
  amend(slots: Slots, heard: Heard, by: 'values' | 'words'): Slots | undefined;
  /** Which of another dialog's slots mean the same here: “那流量呢” stays with the month. */
  adopt?(slots: Slots): Slots;
  /** Explains what it answered last. */
  explain?(turn: Turn, slots: Slots): Explanation | undefined;
  /** Names the one thing of this change that the message speaks of; undefined when it names none. */
  names?(turn: Turn): Promise<string | undefined>;
  /** Whether the open question is answered in the customer's own words. */
  hearsOwnWords?(state: DialogState): boolean;
  /** Answers only after a fresh code: nothing is said a second time without one. */
  readonly isGuarded?: boolean;
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

/** A definition of whatever kind, as the builder sees it. */
export type AnyDefinition = EnquiryDefinition<'line', unknown>;

/** The slot that asks for the plain form of an answer; never kept. */
const plainForm = 'form';

/** The same enquiry once more, answered plainly. */
export function asPlain({ dialog, slots }: Start): Start {
  return { dialog, slots: { ...slots, [plainForm]: 'plain' } };
}

class PlainEnquiry extends EnquiryDialog {
  private readonly content: AnyDefinition;

  constructor(definition: AnyDefinition) {
    super(definition);
    this.content = definition;
  }

  explain(turn: Turn, slots: Slots): Explanation | undefined {
    return this.content.why?.(slots, this.talk(turn));
  }

  protected override async conclude(
    _dc: DialogContext,
    turn: Turn,
    { [plainForm]: form, ...slots }: Slots,
  ): Promise<undefined> {
    const talk = this.talk(turn);
    const { lookUp, answer, plainly } = this.content;
    const found = await lookUp(slots, talk);
    const view = answer(found, talk, slots);
    const isPlain = form === 'plain';
    await this.show(
      turn,
      slots,
      isPlain ? plainView(view, talk, plainly?.(found, talk, slots)) : view,
    );
  }
}

/** The canonical value of an entity the recogniser found, e.g. `entitySaid(heard, 'period')` → `2026-10`. */
export function entitySaid(heard: Heard, category: string): string | undefined {
  return heard.recognition.entities.find((entity) => entity.category === category)?.value;
}
