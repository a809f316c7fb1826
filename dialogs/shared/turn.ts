import type { TurnContext } from 'botbuilder';
import type { Language } from '../../domain/language.ts';
import type { Carrier } from '../../ports/carrier.ts';
import type { Recognition } from '../../ports/recognizer.ts';
import type { Vault } from '../../ports/services.ts';
import type { EvidenceRow, Intent, Store } from '../../ports/store.ts';
import type { View } from '../../ports/view.ts';
import type { ConversationState } from './state.ts';
import type { Texts } from './texts.ts';

/** What the dialogs may use. Built once by `app.ts`. */
export interface DialogServices {
  readonly carrier: Carrier;
  readonly texts: Texts;
  readonly vault: Vault;
  /** Counters that outlive a restart (X16). */
  readonly limits: Pick<Store, 'count' | 'peek'>;
  /** Decimal digits from an approved generator, e.g. `crypto.randomInt` (X16). */
  readonly randomDigits: (count: number) => string;
  readonly newId: () => string;
  readonly operator: Operator;
}

/** Who the bot speaks for. */
export interface Operator {
  readonly name: Readonly<Record<Language, string>>;
  readonly hotline: string;
  /** IANA zone of bills, cycles and every time that is shown. */
  readonly timeZone: string;
  /** Host of the chat page: binds one-time codes to it in the SMS's last line. */
  readonly host: string;
}

/** What the customer said, made safe: secrets are cut out and handed over apart (rights §5.3). */
export interface Heard {
  /** Masked text; the only form that is stored or recognised. */
  readonly text: string;
  readonly phoneNumbers: readonly string[];
  readonly codes: readonly string[];
  readonly recognition: Recognition;
}

/** One message being answered. Everything it leaves behind is committed at its end, or none of it. */
export interface Turn {
  readonly conversationId: string;
  /** Keyed hash of the sender's network address, for limits. */
  readonly addressDigest?: string;
  readonly now: Date;
  readonly services: DialogServices;
  readonly state: ConversationState;
  readonly heard: Heard;
  show(view: View): Promise<void>;
  /** Asks for something outside to be done after the commit. */
  intend(intent: Omit<Intent, 'id'>): void;
  record(evidence: EvidenceRow): void;
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
