import type { Instant } from '../domain/calendar.ts';

/** How the replies to a message go out: whoever decides first has decided (issue: one passive reply per push). */
export interface DeliveryDecision {
  readonly conversationId: string;
  /** The message, last; before it what is answered together with it, such as the opening. */
  readonly activityIds: readonly string[];
  /** Sealed: the answer to the push, byte for byte. Absent: they go out as messages of our own. */
  readonly sealedAnswer?: string;
  readonly at: Instant;
}

/** What was decided about a message. */
export interface DecidedDelivery {
  readonly sealedAnswer?: string;
  /** How many parts of it were sent as messages of our own. */
  readonly partsSent: number;
}

/** How many messages a customer's own deed lets us send, and until when (客服消息下发条数). */
export interface Allowance {
  readonly conversationId: string;
  /** A scene is a tap on a menu, a scan, a follow: it counts apart from what was said. */
  readonly kind: 'message' | 'scene';
  readonly count: number;
  readonly until: Instant;
}

/** The account's access token, shared by all processes. */
export interface SealedToken {
  readonly appId: string;
  readonly sealedToken: string;
  readonly expiresAt: Instant;
}

/** What the channel of WeChat has to remember, for all processes together. All methods throw `Unavailable`. */
export interface WeChatStore {
  /**
   * Decides how replies go out, unless that was decided; returns what holds now. An answer to the push
   * takes with it the intents `deliver:{activity id}` that would have sent the same.
   */
  decide(decision: DeliveryDecision): Promise<DecidedDelivery>;
  decided(activityId: string): Promise<DecidedDelivery | undefined>;
  /** So many parts were sent: a later attempt goes on after them. */
  partSent(activityId: string, count: number): Promise<void>;
  /** The rest waits until the customer writes again. */
  hold(activityId: string): Promise<void>;
  /** Has everything held in a conversation sent now; how many replies are still on their way there. */
  release(conversationId: string, now: Instant): Promise<number>;
  /** Replaces what was left of the same kind. */
  allow(allowance: Allowance): Promise<void>;
  /** Uses one and says how many are left; `used`: there is none left, `over`: its time is over. */
  takeAllowance(conversationId: string, now: Instant): Promise<number | 'used' | 'over'>;
  /** The platform says that there is none left. */
  endAllowance(conversationId: string): Promise<void>;
  /** Undefined: none, or it is over. */
  token(appId: string, now: Instant): Promise<string | undefined>;
  keepToken(token: SealedToken): Promise<void>;
  /** Forgets this token, unless another was kept meanwhile. */
  dropToken(appId: string, sealedToken: string): Promise<void>;
}

/** How far the messages of WeCom's kf accounts have been read, by all processes. All methods throw `Unavailable`. */
export interface WeComStore {
  /** Undefined: never read. */
  cursor(openKfId: string): Promise<string | undefined>;
  keepCursor(openKfId: string, cursor: string): Promise<void>;
  /** Every kf account that was ever read. */
  accounts(): Promise<readonly string[]>;
}
