import type { Instant } from '../domain/calendar.ts';
import type { HandoffChange, Handoffs } from './handoffs.ts';
import type { WeChatStore, WeComStore } from './weChatStore.ts';

/** A Bot Framework activity as JSON; the store does not look inside. */
export type StoredActivity = Readonly<Record<string, unknown>>;

/** A message on its way in, as the channel hands it over. */
export interface Inbound {
  readonly conversationId: string;
  readonly channelId: string;
  readonly userId: string;
  /** The sender's own id of the message. The same key again is the same message. */
  readonly key: string;
  /** What others may read: masked at the door (rights §5.3 T). Gets `id`, set by the store. */
  readonly activity: StoredActivity;
  /** The words as typed, sealed; erased when the turn commits. */
  readonly sealedText?: string;
  readonly receivedAt: Instant;
}

/** Where a message went. A duplicate gets the first one's id (design: a turn is a transaction). */
export interface Received {
  readonly activityId: string;
  readonly duplicate: boolean;
}

/** The oldest unanswered message of a conversation, claimed by this process for a while. */
export interface ClaimedTurn {
  readonly conversationId: string;
  readonly channelId: string;
  readonly userId: string;
  readonly activityId: string;
  readonly activity: StoredActivity;
  readonly sealedText?: string;
  /** Dialog stack, language, identity: whatever the bot saved; empty at first. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Fencing token: `commitTurn` succeeds only for the latest. */
  readonly version: number;
}

/** Something to be done outside after the commit, by a worker, at least once with the same key. */
export interface Intent {
  readonly id: string;
  readonly kind:
    | 'sms'
    | 'mail'
    | 'order'
    | 'agreement'
    | 'remind'
    | 'callback'
    | 'deliver'
    | 'erase'
    | 'complaint'
    | 'handoff';
  /** Sealed JSON: phone numbers and codes are in here. Erased when done. */
  readonly sealedPayload: string;
  /** Not before this moment; absent: at once. */
  readonly notBefore?: Instant;
  /** Not after this moment: a code that is no longer valid is not sent. */
  readonly expiresAt?: Instant;
}

/** A fact to keep (R28). No personal data beyond what the rule names. */
export interface EvidenceRow {
  readonly kind: string;
  readonly subject: string;
  readonly at: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A fact as it was kept: chained to the one before it of the same subject, so that none can be changed, left out or put in. */
export interface EvidenceRecord extends EvidenceRow {
  /** Counted from 1 in each subject. */
  readonly position: number;
  /** Hash of the record before; 64 zeros for the first. */
  readonly previousHash: string;
  /** SHA-256 hex over previous hash, position, kind, subject, time and data, each on a line of its own. */
  readonly hash: string;
}

/**
 * Something that opens once: a download page, an SMS reply that is waited for. Only the keyed hash
 * of its secret is kept.
 */
export interface Link {
  readonly digest: string;
  /** Sealed JSON: what it opens. */
  readonly sealedPayload: string;
  readonly expiresAt: Instant;
}

/** A signed agreement as it was given to the customer; its bytes never change (R29, §3.2 L). */
export interface StoredAgreement {
  readonly number: string;
  readonly quoteId: string;
  readonly customerId: string;
  readonly madeAt: Instant;
  /** SHA-256 hex of the PDF. */
  readonly documentHash: string;
  /** Sealed: base64 of the PDF, and the HTML. */
  readonly sealedPdf: string;
  readonly sealedHtml: string;
}

/** What the recogniser made of a message that was not understood. */
export interface Doubt {
  /** The likeliest intent, or `None`. */
  readonly guess: string;
  /** 0–1. */
  readonly confidence: number;
}

/** A message that was not understood, masked as it is stored (rights §5.3 T). */
export interface UnrecognisedMessage extends Doubt {
  readonly id: number;
  readonly text: string;
  readonly foundAt: Instant;
}

/** Who a conversation is with: whoever proved a line, and the customer it belongs to. Opaque ids. */
export interface LineHolder {
  readonly customerId: string;
  readonly lineId: string;
}

/** Everything one turn leaves behind; written together or not at all. */
export interface TurnCommit {
  readonly conversationId: string;
  readonly activityId: string;
  readonly version: number;
  readonly state: Readonly<Record<string, unknown>>;
  readonly replies: readonly StoredActivity[];
  readonly intents: readonly Intent[];
  readonly evidence: readonly EvidenceRow[];
  readonly links: readonly Link[];
  /** Given by the turn that learned with whom the conversation is from now on. */
  readonly holder?: LineHolder;
  /** An order or a complaint: what was said up to here is kept for longer (rights §7). */
  readonly isKeptLonger?: boolean;
  /** The message was not understood: kept for review for as long as the message itself. */
  readonly doubt?: Doubt;
  /** A person is asked for, or not any more. */
  readonly handoff?: HandoffChange;
  readonly at: Instant;
}

/** An activity with its place in the conversation, counted from 1. */
export interface NumberedActivity {
  readonly sequence: number;
  readonly activity: StoredActivity;
}

/** An intent claimed by a worker. `attempt` counts from 1. */
export interface ClaimedIntent extends Intent {
  readonly attempt: number;
}

/** How long things are kept, as ISO 8601 durations (`P6M`), and how much is looked at in one go. */
export interface ForgetConversations {
  readonly now: Instant;
  readonly transcripts: string;
  /** From the conversation's latest order or complaint. */
  readonly linkedTranscripts: string;
  /** What the bot remembers between turns, from the last message. */
  readonly states: string;
  /** What of it stays for as long as the conversation. */
  readonly keptState: readonly string[];
  readonly limit: number;
}

/** What one go forgot; `looked` at the limit: there may be more. */
export interface Forgotten {
  readonly looked: number;
  readonly messages: number;
  readonly states: number;
  readonly conversations: number;
}

/** What lasts minutes to days and is over, by kind; WeChat's deliveries and allowances among it. */
export interface ForgottenOver {
  readonly links: number;
  readonly counters: number;
  readonly deliveries: number;
  readonly allowances: number;
}

/**
 * The wish of whoever proved a line to have its conversations erased, not those of the customer's other
 * lines (rights §5.1); the same `requestId` is the same wish.
 */
export interface Erasure {
  readonly requestId: string;
  /** It is put on the customer's record; a hold on the customer stops it. */
  readonly holder: LineHolder;
  /** Of the conversation in which it was asked for, this message and later ones stay. */
  readonly conversationId: string;
  readonly keepFrom: number;
  readonly at: Instant;
  /** What is written on record besides the counts. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** How much was erased. Held: nothing, because somebody was told to keep it (legal hold). */
export interface Erased {
  readonly messages: number;
  readonly conversations: number;
  readonly isHeld: boolean;
}

/** How much was said with whoever proved a line. */
export interface Said {
  readonly conversations: number;
  readonly messages: number;
  /** When the oldest message was recorded. */
  readonly since?: Instant;
}

/** What was said with whoever proved a line in one conversation, in order. */
export interface Transcript {
  readonly conversationId: string;
  readonly channelId: string;
  readonly messages: ReadonlyArray<{ readonly at: Instant; readonly activity: StoredActivity }>;
}

/** Somebody was told to keep everything about a subject: a customer's id or a conversation's. */
export interface LegalHold {
  readonly subject: string;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: Instant;
  readonly liftedBy?: string;
  readonly liftedAt?: Instant;
}

/** What happened in a conversation that a listener may want to pass on. */
export interface ConversationNews {
  readonly conversationId: string;
  readonly activities: readonly NumberedActivity[];
}

/** The bot's memory: PostgreSQL, in the process or on a server. All methods throw `Unavailable`. */
export interface Store extends Handoffs {
  /** Opens a conversation; false when it was open already. */
  openConversation(conversation: {
    id: string;
    channelId: string;
    userId: string;
    openedAt: Instant;
  }): Promise<boolean>;
  conversation(id: string): Promise<{ channelId: string; userId: string } | undefined>;
  receive(inbound: Inbound): Promise<Received>;
  /** Whether a message with this key was received. */
  hasReceived(conversationId: string, key: string): Promise<boolean>;
  /** Claims the oldest unanswered message, or undefined when there is none or another process has it. */
  claimTurn(
    conversationId: string,
    owner: string,
    now: Instant,
    leaseMs: number,
  ): Promise<ClaimedTurn | undefined>;
  /** False when the claim was lost meanwhile: nothing was written, another process answers. */
  commitTurn(commit: TurnCommit): Promise<boolean>;
  /** Conversations with unanswered messages that nobody holds: what a crash left behind. */
  waitingConversations(now: Instant): Promise<readonly string[]>;
  activities(
    conversationId: string,
    after: number,
    limit: number,
  ): Promise<readonly NumberedActivity[]>;
  /** Calls back for every new activity, whichever process wrote it. Returns the way to stop. */
  listen(listener: (news: ConversationNews) => void): () => void;
  claimIntents(
    owner: string,
    now: Instant,
    leaseMs: number,
    limit: number,
  ): Promise<readonly ClaimedIntent[]>;
  /** Given an `attempt`, only while no later one was begun: what is done is done, whoever did it. */
  finishIntent(
    id: string,
    outcome: 'done' | 'failed' | 'expired',
    at: Instant,
    attempt?: number,
  ): Promise<void>;
  /** Puts off an attempt that came to nothing, unless a later one was begun meanwhile. */
  retryIntent(id: string, attempt: number, notBefore: Instant): Promise<void>;
  /** Adds facts outside a turn: what a worker did. */
  record(evidence: readonly EvidenceRow[]): Promise<void>;
  /** A subject's facts in order. */
  evidence(subject: string): Promise<readonly EvidenceRecord[]>;
  /** Subjects that have facts about this quote (`data.quoteId`). */
  evidenceSubjects(quoteId?: string): Promise<readonly string[]>;
  /** Opens a link: its sealed payload the first time before it expires, undefined ever after. */
  useLink(digest: string, now: Instant): Promise<string | undefined>;
  /** What a link opens, without using it up. */
  readLink(digest: string, now: Instant): Promise<string | undefined>;
  issueLink(link: Link): Promise<void>;
  /** Keeps an agreement; the first under a quote stays, and is returned. */
  keepAgreement(agreement: StoredAgreement): Promise<StoredAgreement>;
  agreement(number: string): Promise<StoredAgreement | undefined>;
  /** A customer's agreements, newest first, without their bytes. */
  agreements(
    customerId: string,
  ): Promise<ReadonlyArray<Omit<StoredAgreement, 'sealedPdf' | 'sealedHtml'>>>;
  /** Counts one event under `key`; `count` includes it. Counters survive a restart (X16). */
  count(key: string, now: Instant, windowMs: number): Promise<{ count: number; resetsAt: Instant }>;
  /** The count without adding to it. */
  peek(key: string, now: Instant): Promise<number>;
  /** Takes one counted event back: it turned out to be none of those that are counted. */
  giveBack(key: string, now: Instant): Promise<void>;
  /** Forgets what is over in the conversations that are due, except those that are held (rights §7). */
  forgetConversations(rules: ForgetConversations): Promise<Forgotten>;
  /** Forgets so many tasks that ended at least `keep` ago, and says how many. */
  forgetTasks(now: Instant, keep: string, limit: number): Promise<number>;
  /** Forgets so much of each that is over. */
  forgetOver(now: Instant, limit: number): Promise<ForgottenOver>;
  /** How many agreements and facts are older than `keep`: people decide about them, no program does. */
  overdue(now: Instant, keep: string): Promise<{ agreements: number; evidence: number }>;
  /** Erases what was said with a line's holder at once, and puts on record how much (E40). */
  eraseTranscripts(wish: Erasure): Promise<Erased>;
  /** How much was said with whoever proved this line. */
  said(lineId: string): Promise<Said>;
  /** Everything said with whoever proved this line, oldest conversation first. */
  transcripts(lineId: string): Promise<readonly Transcript[]>;
  /** Messages that were not understood and that nobody is done with, oldest first. */
  unrecognised(limit: number): Promise<readonly UnrecognisedMessage[]>;
  /** Somebody is done with one of them. False: there is no such one, or it was done already. */
  finishReview(id: number, at: Instant): Promise<boolean>;
  isHeld(subject: string): Promise<boolean>;
  /** False: it is held already. */
  setHold(hold: Omit<LegalHold, 'liftedBy' | 'liftedAt'>): Promise<boolean>;
  /** False: it was not held. */
  liftHold(subject: string, by: string, at: Instant): Promise<boolean>;
  /** All that were ever set, oldest first. */
  holds(): Promise<readonly LegalHold[]>;
  /** What the channel of WeChat has to remember. */
  readonly weChat: WeChatStore;
  /** What the channel of WeCom has to remember. */
  readonly weCom: WeComStore;
  ready(): Promise<void>;
  close(): Promise<void>;
}
