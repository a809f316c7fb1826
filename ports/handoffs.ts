import type { Instant } from '../domain/calendar.ts';
import type { Language } from '../domain/language.ts';
import type { AgentDesk, AgentName, HandoffReason } from './agentDesk.ts';

/** Who put an end to a handoff. `gone`: neither side was there any more. */
export type HandoffEnder = 'agent' | 'customer' | 'desk' | 'gone';

/** A handoff from its request to its end. Holds no personal data in the open. */
export interface Handoff {
  readonly id: string;
  readonly conversationId: string;
  readonly channelId: string;
  readonly desk: AgentDesk['name'];
  readonly state: 'waiting' | 'accepted' | 'completed' | 'failed';
  readonly reason: HandoffReason;
  readonly priority: number;
  readonly language: Language;
  readonly requestedAt: Instant;
  readonly acceptedAt?: Instant;
  readonly endedAt?: Instant;
  readonly endedBy?: HandoffEnder;
  readonly agent?: AgentName;
  /** How often it changed hands: makes each announcement's key its own. */
  readonly turnCount: number;
  /** The conversation has heard of its latest state. */
  readonly isTold: boolean;
  /** When something was last said in the conversation, by whomever; what a clock told is not said. Only of open ones. */
  readonly lastSaidAt?: Instant;
  /** Sealed `HandoffContext` and reply address; gone when the handoff ended. */
  readonly sealedContext?: string;
}

/** What a turn does to handoffs; commits with it. */
export interface HandoffChange {
  /** Asks for a person: a new row at the end of its queue. */
  readonly begin?: Pick<
    Handoff,
    'id' | 'desk' | 'reason' | 'priority' | 'language' | 'requestedAt'
  > & { readonly sealedContext: string };
  /** What changed about a handoff; what is absent stays. An end is only written while it is open. */
  readonly change?: {
    readonly id: string;
    readonly endedBy?: HandoffEnder;
    /** 1–5, the customer's word after the end. */
    readonly rating?: number;
    readonly sealedContext?: string;
  };
}

/** How many handoffs there were, by what: for the supervisor. No personal data. */
export interface HandoffCount {
  readonly reason: HandoffReason;
  readonly state: Handoff['state'];
  readonly endedBy?: HandoffEnder;
  readonly count: number;
  /** Mean wait until accepted, and mean rating; absent where there was none. */
  readonly waitMs?: number;
  readonly rating?: number;
}

/** A message that a search found, masked as it is kept. */
export interface FoundMessage {
  readonly conversationId: string;
  readonly sequence: number;
  readonly text: string;
  readonly at: Instant;
}

/** An agent's presence at the built-in desk. */
export interface DeskAgent extends AgentName {
  /** Takes new chats. */
  readonly isReady: boolean;
  readonly seenAt: Instant;
}

/** Handoffs in the bot's memory. All methods throw `Unavailable`. */
export interface Handoffs {
  handoff(id: string): Promise<Handoff | undefined>;
  /** Waiting and accepted ones of a desk, in the order of the queue. */
  openHandoffs(desk: AgentDesk['name']): Promise<readonly Handoff[]>;
  /** Those whose conversation has not heard of their latest state, over or not: a crash came between. */
  untoldHandoffs(desk: AgentDesk['name']): Promise<readonly Handoff[]>;
  /** Those of a conversation, latest first. */
  handoffsOf(conversationId: string): Promise<readonly Handoff[]>;
  /** Waiting ones before somebody of this priority, and the mean wait of those taken since a moment. */
  queueBefore(
    desk: AgentDesk['name'],
    priority: number,
    requestedBefore: Instant,
    takenSince: Instant,
  ): Promise<{ readonly ahead: number; readonly waiting: number; readonly waitMs?: number }>;
  /** Gives a waiting handoff to an agent. False: somebody else has it, or it is over. One wins, ever. */
  claimHandoff(id: string, agent: AgentName, at: Instant): Promise<boolean>;
  /** From one agent to another, or back to the queue, first of all. False: it was not theirs any more. */
  moveHandoff(id: string, from: string, to: AgentName | undefined): Promise<boolean>;
  /** Ends an open one. False: it was over. `by` an agent: only theirs. */
  endHandoff(id: string, by: HandoffEnder, at: Instant, agentId?: string): Promise<boolean>;
  /** The conversation has heard of this state. */
  toldOfHandoff(id: string, turnCount: number): Promise<void>;
  /** Counts since a moment. */
  handoffCounts(since: Instant): Promise<readonly HandoffCount[]>;
  /** Messages since a moment that hold these words, newest first; at most `limit`. */
  findSaid(words: string, since: Instant, limit: number): Promise<readonly FoundMessage[]>;
  /** With whom a conversation is: the latest customer who proved a number in it, and which. */
  holderOf(
    conversationId: string,
  ): Promise<{ readonly customerId: string; readonly lineId?: string } | undefined>;
  /** An agent is at the desk. */
  seeAgent(agent: DeskAgent): Promise<void>;
  /** Agents seen since a moment. */
  agentsSince(seenAt: Instant): Promise<readonly DeskAgent[]>;
}
