import type { Language } from '../../domain/language.ts';
import type { HandoffContext } from '../../ports/agentDesk.ts';
import type { LineRef } from '../../ports/carrier.ts';
import type { Binding } from './binding.ts';
import type { BookedCallback } from './callback.ts';
import type { KnownComplaint } from './complaintFiling.ts';

/** A dialog to begin and what is already known of its questions: JSON, so that it can wait in the state. */
export interface Start {
  readonly dialog: string;
  readonly slots: Readonly<Record<string, string>>;
}

/** A choice that was offered: saying or tapping it, or its number, begins this. */
export interface OfferedChoice {
  readonly message: string;
  readonly start: Start;
}

/** Who the customer has proved to be (rights §5.1 L1): opaque ids and a masked number, nothing more. */
export interface Identity {
  readonly line: LineRef;
  readonly maskedNumber: string;
  readonly isElder: boolean;
  /** A secondary SIM (副卡): its user is not the account holder, and has no business with the holder's data. */
  readonly isSecondary?: boolean;
  /** Idle time counts from here (30 min, `identityIdleMs`). */
  readonly lastActiveAtMs: number;
}

/** A change that was agreed: enough to speak of it, to whoever holds its line. */
export interface LastOrder {
  readonly quoteId: string;
  readonly lineId: string;
  readonly dialog: string;
  readonly confirmedAt: string;
  readonly outcome?: 'committed' | 'failed' | 'unknown';
  readonly orderNumber?: string;
}

/** Words that wait for those that belong to them; masked like every message. */
export interface Held {
  /** The message they came with. */
  readonly id: string;
  readonly text: string;
  readonly saidAt: string;
}

/** A person was asked for, and is waited for or talks. */
export interface OpenHandoff {
  readonly id: string;
  readonly status: 'waiting' | 'accepted';
  /** Who talks, as the customer may see them. */
  readonly agent?: string;
  /** What the person gets to know; kept up to date. */
  readonly context: HandoffContext;
  /** When the customer last said something that no line of the agent's has followed. */
  readonly unansweredSince?: string;
}

/** What a conversation remembers between turns. Saved with the turn, so it is never half true. */
export interface ConversationState {
  language: Language;
  /** The customer asked for this language; words in another one no longer change it. */
  languageChosen: boolean;
  greeted: boolean;
  identity?: Identity | undefined;
  /** The number bound to this chat; outlives the identity, which it makes anew (see `binding.ts`). */
  bound?: Binding | undefined;
  /** The dialog stack of botbuilder-dialogs. */
  stack: unknown[];
  /** The last enquiry answered, for “repeat” and “and last month?”. */
  last?: Start | undefined;
  /** The enquiry that failed because the carrier did not answer: one tap asks again. */
  retry?: Start | undefined;
  offered: OfferedChoice[];
  /** What else was asked for in one message, to be answered in turn. */
  queued: Start[];
  /** The beginning of a request, kept for a moment until the rest of it comes. */
  held?: Held | undefined;
  /** The sentence that says why the last wish was refused: a key of `locales/`. */
  why?: string | undefined;
  /** The last change that was confirmed twice: the same code again gets its result, nothing new (§4.5). */
  lastOrder?: LastOrder | undefined;
  /** Keyed hashes of the links of the last minutes, and of what they open: closed when the customer leaves. */
  pages?: readonly string[] | undefined;
  /** Messages in a row that were not understood. */
  misses: number;
  /** Set from the request for a person until the assistant speaks alone again. */
  handoff?: OpenHandoff | undefined;
  /** A ring-back with its hour; outlives the identity it was booked with. */
  callback?: BookedCallback | undefined;
  /** Complaints made here whose promise still runs. */
  complaints?: readonly KnownComplaint[] | undefined;
  /** The latest handoff that ended, for the question how it was. */
  lastHandoff?: string | undefined;
  /** A person was offered because the customer sounded distressed: once is enough. */
  personOffered?: boolean;
  /** The customer said that they are old or see or hear badly. */
  saysElder?: boolean;
  /** The latest dialogs, for whoever takes over: what was tried already. */
  tried?: string[];
}

/** Forgets with whom the conversation is, and what was spoken of with them. */
export function forgetCustomer(state: ConversationState): void {
  Object.assign(state, {
    identity: undefined,
    last: undefined,
    retry: undefined,
    why: undefined,
    lastOrder: undefined,
    queued: [],
  });
}

/** A conversation nobody has spoken in yet. */
export function newState(language: Language): ConversationState {
  return {
    language,
    languageChosen: false,
    greeted: false,
    stack: [],
    offered: [],
    queued: [],
    misses: 0,
  };
}
