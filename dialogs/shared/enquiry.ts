import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import { type Grant, type GrantPurpose, isGrant } from '../../domain/grant.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Access, accessRow, alertOfAccess } from './accessNotices.ts';
import { type GrantedTalk, grantedTalk } from './grantedTalk.ts';
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

const dayMs = 24 * 60 * 60_000;

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

/**
 * An enquiry about something sensitive: decline → collect → fresh code (rights §5.1 L2) → look up →
 * on record and told by SMS (N12) → answer. What is looked up takes the talk's grant (INV-12).
 */
export interface GuardedDefinition<Found> {
  readonly name: string;
  /** What the code is for; it opens nothing else. */
  readonly stepUp: GrantPurpose;
  /** How often a line may be asked about in 24 hours; absent: no more than codes are sent. */
  readonly perDay?: number;
  /** Says no before anything is proved or sent. */
  readonly decline?: (slots: Slots, talk: Talk) => ViewDraft | undefined;
  readonly collect?: Readonly<Record<string, Slot<LineTalk>>>;
  readonly lookUp: (slots: Slots, talk: GrantedTalk) => Promise<Found> | Found;
  /** What was opened; undefined: there was nothing to open. */
  readonly access: (found: Found, talk: GrantedTalk, slots: Slots) => Access | undefined;
  readonly answer: (found: Found, talk: GrantedTalk, slots: Slots) => ViewDraft;
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
  return new EnquiryDialog(definition as unknown as AnyDefinition);
}

/** Makes the dialog of an enquiry that needs a fresh code. */
export function guardedEnquiry<Found>(definition: GuardedDefinition<Found>): ListeningDialog {
  return new EnquiryDialog({ ...definition, about: 'line' } as unknown as AnyDefinition);
}

type AnyDefinition = EnquiryDefinition<'line', unknown> & Partial<GuardedDefinition<unknown>>;

class EnquiryDialog extends Dialog implements ListeningDialog {
  private readonly definition: AnyDefinition;

  constructor(definition: AnyDefinition) {
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
    return this.proceed(dc, turn, this.grantIn(result, turn));
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

  private talk(turn: Turn): LineTalk {
    const talk = talkOf(turn, this.id);
    return (talk.identity ? { ...talk, line: talk.identity.line } : talk) as LineTalk;
  }

  private async proceed(dc: DialogContext, turn: Turn, grant?: Grant): Promise<DialogTurnResult> {
    const { slots } = stateOf(dc);
    try {
      if (await this.declined(turn, slots)) return await dc.endDialog();
      const question = await this.nextQuestion(turn, stateOf(dc));
      if (question) {
        await show(turn, this.questionView(turn, stateOf(dc), question));
        return Dialog.EndOfTurn;
      }
      const { stepUp } = this.definition;
      if (stepUp && !grant) {
        if (await this.isUsedUp(turn)) return await dc.endDialog();
        return await dc.beginDialog('stepUp', { purpose: stepUp });
      }
      if (grant) await this.answerGranted(turn, slots, grant);
      else await this.answer(turn, slots);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await sayUnavailable(turn, { dialog: this.id, slots });
    }
    return dc.endDialog();
  }

  private async answer(turn: Turn, slots: Slots): Promise<void> {
    const talk = this.talk(turn);
    const found = await this.definition.lookUp(slots, talk as GrantedTalk);
    await this.show(turn, slots, this.definition.answer(found, talk as GrantedTalk, slots));
  }

  /** The number of record is read before anything is opened: what cannot be told of is not shown (N12). */
  private async answerGranted(turn: Turn, slots: Slots, grant: Grant): Promise<void> {
    const { lookUp, answer, access, stepUp = grant.purpose } = this.definition;
    const line = await turn.services.carrier.line(grant.lineId);
    if (!line) throw new Unavailable('carrier', 'nonsense: the line is gone');
    if (await this.isUsedUp(turn, 'count')) return;
    const talk = grantedTalk(turn, this.talk(turn), grant);
    const found = await lookUp(slots, talk);
    const opened = access?.(found, talk, slots);
    if (opened) {
      const { customerId, lineId } = grant;
      const holder = { customerId, lineId, phoneNumber: line.phoneNumber };
      const { channelId: channel, conversationId } = turn;
      const where = { at: turn.now.toISOString(), channel, conversationId };
      turn.record(accessRow(holder, stepUp, opened.facts, where));
      alertOfAccess(turn, holder, opened.words);
    }
    await this.show(turn, slots, answer(found, talk, slots));
  }

  private async show(turn: Turn, slots: Slots, view: ViewDraft): Promise<void> {
    await show(turn, view);
    turn.state.last = { dialog: this.id, slots };
    turn.state.retry = undefined;
  }

  private async declined(turn: Turn, slots: Slots): Promise<boolean> {
    const view = this.definition.decline?.(slots, talkOf(turn, this.id));
    if (view) await show(turn, view);
    return view !== undefined;
  }

  /** Says so when the line was asked about often enough today; `count` counts this time. */
  private async isUsedUp(turn: Turn, count?: 'count'): Promise<boolean> {
    const { perDay } = this.definition;
    const { identity, t, operator } = talkOf(turn, this.id);
    if (perDay === undefined || !identity) return false;
    const { limits } = turn.services;
    const key = `${this.id}:day:${identity.line.id}`;
    const at = turn.now.toISOString();
    const used = count
      ? (await limits.count(key, at, dayMs)).count - 1
      : await limits.peek(key, at);
    if (used < perDay) return false;
    const person = {
      label: t('common:choice.person'),
      start: { dialog: 'talkToPerson', slots: {} },
    };
    const text = t('usedUp', { times: perDay, hotline: operator.hotline });
    await show(turn, { text, choices: [person] });
    return true;
  }

  /** Only a grant that was made for this very purpose and line in this turn. */
  private grantIn(result: unknown, turn: Turn): Grant | undefined {
    const { stepUp } = this.definition;
    if (!stepUp || typeof result !== 'object' || result === null) return undefined;
    const grant = result as Grant;
    const isOurs = grant.lineId === liveIdentity(turn)?.line.id;
    return isOurs && isGrant(grant, stepUp, turn.now) ? grant : undefined;
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
