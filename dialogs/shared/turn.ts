import type { TurnContext } from 'botbuilder';
import type { Hash } from '../../domain/disclosure.ts';
import type { Language } from '../../domain/language.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { AgentDesk } from '../../ports/agentDesk.ts';
import type { Carrier } from '../../ports/carrier.ts';
import type { HandoffChange } from '../../ports/handoffs.ts';
import type { Recognition } from '../../ports/recognizer.ts';
import type { Vault } from '../../ports/services.ts';
import type { Doubt, EvidenceRow, Intent, Link, Store } from '../../ports/store.ts';
import type { View } from '../../ports/view.ts';
import type { ConversationState } from './state.ts';
import type { Texts } from './texts.ts';

/**
 * From `sure` on an intent is acted upon; below `unsure` it is not even asked about; from
 * `nothing` on a message may mean nothing, which turns nobody from an open quote. Chosen on held-out data.
 */
export const confidence = { sure: 0.5, unsure: 0.25, nothing: 0.15 } as const;

/** What the dialogs may use. Built once by `app.ts`. */
export interface DialogServices {
  readonly carrier: Carrier;
  readonly texts: Texts;
  readonly vault: Vault;
  /** Counters that outlive a restart (X16). */
  readonly limits: Pick<Store, 'count' | 'peek' | 'giveBack'>;
  /** Decimal digits from an approved generator, e.g. `crypto.randomInt` (X16). */
  readonly randomDigits: (count: number) => string;
  readonly newId: () => string;
  readonly operator: Operator;
  /** The rights policy in force (R1). */
  readonly policy: Policy;
  /** SHA-256 as lower-case hex. */
  readonly hash: Hash;
  /** The customer's own history: what was agreed and done, and how much is stored. */
  readonly records: Pick<Store, 'evidence' | 'agreements' | 'said' | 'isHeld'>;
  /** Whether notices can go out by mail as well. */
  readonly sendsMail: boolean;
  /** Where people take over; absent: nobody can, and ring-backs are booked. */
  readonly desk?: Pick<AgentDesk, 'name' | 'readsRecord' | 'hours' | 'standing'>;
  /** Wakes the engineer on call: an event name and facts without personal data. */
  readonly alert: (event: string, facts: Readonly<Record<string, string>>) => void;
}

/** Who the bot speaks for. */
export interface Operator {
  readonly name: Readonly<Record<Language, string>>;
  readonly hotline: string;
  /** Who the contract is with (rights §3.2 A): registered name, address, licence number. */
  readonly legal: Readonly<Record<Language, string>> & {
    readonly address: string;
    readonly licence: string;
  };
  /** IANA zone of bills, cycles and every time that is shown. */
  readonly timeZone: string;
  /** Host of the chat page: binds one-time codes to it in the SMS's last line. */
  readonly host: string;
  /** Where customers reach the server's own pages, without a slash at the end. */
  readonly publicUrl: string;
}

/** What the customer said, made safe: secrets are cut out and handed over apart (rights §5.3). */
export interface Heard {
  /** Masked text; the only form that is stored or recognised. */
  readonly text: string;
  readonly phoneNumbers: readonly string[];
  readonly codes: readonly string[];
  /** A password, PUK or the like was typed, named as one; it is cut out and nobody has it. */
  readonly hasPassword?: boolean;
  readonly recognition: Recognition;
  /** The token of the button that was tapped, when it has one: a card's confirm button (C1). */
  readonly token?: string;
}

/** One message being answered. Everything it leaves behind is committed at its end, or none of it. */
export interface Turn {
  readonly conversationId: string;
  readonly channelId: string;
  /** The message that is answered. */
  readonly activityId: string;
  /** When it came in; an ISO instant, before `now` when it had to wait. */
  readonly saidAt: string;
  /** Where replies go on channels that do not read the store; sealed. Travels with what is to be told later. */
  readonly replyTo?: string;
  /** Not everything that was said before had reached the customer when they wrote this. */
  readonly isBehind?: boolean;
  /** Keyed hash of the sender's network address, for limits. */
  readonly addressDigest?: string;
  /** Keyed hash of the secret in the sender's browser; absent where the channel has no browser. */
  readonly browserDigest?: string;
  readonly now: Date;
  readonly services: DialogServices;
  readonly state: ConversationState;
  readonly heard: Heard;
  /** Reads a part of the message, or one kept from before, as if it had been said alone. It holds no code. */
  understand(words: string): Promise<Heard>;
  show(view: View): Promise<void>;
  /** Asks for something outside to be done after the commit. */
  intend(intent: Omit<Intent, 'id'>): void;
  record(evidence: EvidenceRow): void;
  /** The message was not understood: people will look at it. */
  doubt(doubt: Doubt): void;
  /** Has something open once: a page, an awaited SMS reply. */
  link(link: Link): void;
  /** A person is asked for, or not any more; commits with the turn. */
  handOff(change: HandoffChange): void;
}

const turnKey = Symbol('turn');

/** Puts the turn where dialogs find it. */
export function attachTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(turnKey, turn);
}

/** The turn a dialog runs in. Throws when the bot forgot to attach one: a bug. */
export function turnOf(context: TurnContext): Turn {
  const turn = context.turnState.get<Turn>(turnKey);
  if (!turn) throw new Error('no turn is attached to this context');
  return turn;
}
