import type { Instant, Period } from '../domain/calendar.ts';
import type { Language } from '../domain/language.ts';
import type { OpeningHours } from '../domain/openingHours.ts';
import type { StoredActivity } from './store.ts';

/** Why a customer is handed to a person: asked, offered and taken, owed or promised (rights §9.1, R6, R31). */
export type HandoffReason =
  | 'asked'
  | 'notUnderstood'
  | 'distress'
  | 'elder'
  | 'complaint'
  | 'fault'
  | 'callback';

/** The three states of the Bot Framework's `handoff.status`. */
export type HandoffStatus = 'accepted' | 'failed' | 'completed';

/**
 * What a person gets to know before the first word (rights §5.4, protocols §3.4): the value of
 * `handoff.initiate`. Masked as the transcript is; nothing of it proves or confirms anything.
 */
export interface HandoffContext {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly channelId: string;
  readonly reason: HandoffReason;
  /** 0 before 1: 65+ and the distressed do not queue behind others (§9.1). */
  readonly priority: number;
  readonly language: Language;
  readonly requestedAt: Instant;
  /** What the recogniser made of the message that asked, 0–1. */
  readonly intent: { readonly name: string; readonly confidence: number };
  /** Dialogs the assistant went through before, the latest last. */
  readonly tried: readonly string[];
  /** Absent: nobody proved a number (L0). */
  readonly customer?: {
    readonly level: 'L1';
    /** `138****1234` */
    readonly maskedNumber: string;
    readonly lineId: string;
    readonly customerId: string;
    readonly isElder: boolean;
  };
  /** A quote that waits for the customer's own two confirmations; nobody else can give them (INV-1). */
  readonly openQuote?: {
    readonly quoteId: string;
    /** The change's dialog, such as `changePlan`. */
    readonly dialog: string;
    readonly product: string;
    readonly phase: 'first' | 'second';
    readonly expiresAt: Instant;
  };
  /** A ring-back whose hour has come: the ticket has the number to dial. */
  readonly callback?: Period & { readonly reference: string; readonly maskedNumber: string };
  /** Needs the customer has said: `elder`. */
  readonly accessibility: readonly string[];
}

/** How the desk stands for somebody who asks now: told as it is, never guessed (R31). */
export interface DeskStanding {
  /** `open`: a person can come. Else why not: out of hours, nobody at the desk, the queue at its limit. */
  readonly state: 'open' | 'closed' | 'empty' | 'full';
  /** Customers who come first. */
  readonly ahead: number;
  /** How long customers who were taken lately had waited; absent: nobody knows. */
  readonly waitMs?: number;
}

/** A line of the customer's, for a desk that does not read the record itself. */
export interface CustomerLine {
  readonly handoffId: string;
  readonly conversationId: string;
  /** The message's id; the same id again is the same line. */
  readonly activityId: string;
  /** Masked. */
  readonly text: string;
  readonly at: Instant;
}

/** A person at the desk, as the customer may see them: a name or a staff number. */
export interface AgentName {
  readonly id: string;
  readonly name: string;
}

/**
 * Where people take over. What comes back from there enters by `DeskDoor` (`bots/deskDoor.ts`). All
 * methods may throw `Unavailable`: the customer is told, and nothing is lost.
 */
export interface AgentDesk {
  /** Kept with each handoff, so that its answers are known to come from the right desk. */
  readonly name: 'builtIn' | 'chatwoot' | 'hub' | 'weCom';
  /** Agents read the conversation's own record: nothing is sent anywhere. */
  readonly readsRecord: boolean;
  /** When people are there; ring-backs are promised within them alone. */
  readonly hours: OpeningHours;
  /** Asked before anything is promised; a desk may be there for the customers of one channel alone. */
  standing(priority: number, now: Instant, channelId?: string): Promise<DeskStanding>;
  /**
   * Hands over: the Bot Framework event `handoff.initiate` with `HandoffContext` as its value and the
   * masked Transcript attached. The same `handoffId` again is the same handoff.
   */
  initiate(context: HandoffContext, event: StoredActivity): Promise<void>;
  /** Passes on what the customer says from then on, waiting or talking. */
  forward(line: CustomerLine): Promise<void>;
  /** The customer does not wait any longer, or goes back to the assistant. Twice is once. */
  end(handoffId: string, conversationId: string): Promise<void>;
}
