/** A text message to a phone. Sent from the operator's own platform (E17). */
export interface SmsMessage {
  /** National form, `13800001234`. */
  readonly to: string;
  readonly text: string;
  /** The same key twice is one message. */
  readonly idempotencyKey: string;
}

/** What a phone sent back to the operator's service number. */
export interface SmsReply {
  /** The gateway's own id: the same one twice is one reply. */
  readonly id: string;
  /** National form. The gateway vouches for it: it is the subscribed number (rights §4.2). */
  readonly from: string;
  readonly text: string;
}

/** Sends SMS. Throws `Unavailable` when it is not known to be accepted; the caller retries with the same key. */
export interface Sms {
  send(message: SmsMessage): Promise<void>;
  /** Hands over replies as they arrive, for gateways that push them over their own connection (SMPP). */
  listen?(onReply: (reply: SmsReply) => Promise<void>): void;
  close?(): Promise<void>;
}
