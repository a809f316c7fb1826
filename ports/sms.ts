/** A text message to a phone. Sent from the operator's own platform (E17). */
export interface SmsMessage {
  /** National form, `13800001234`. */
  readonly to: string;
  readonly text: string;
  /** The same key twice is one message. */
  readonly idempotencyKey: string;
}

/** Sends SMS. Throws `Unavailable` when it is not known to be accepted; the caller retries with the same key. */
export interface Sms {
  send(message: SmsMessage): Promise<void>;
}
