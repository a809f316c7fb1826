/** A notice by e-mail (R26: a second channel besides SMS). */
export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same key twice is one mail: it becomes the Message-ID. */
  readonly idempotencyKey: string;
}

/** Sends mail. Throws `Unavailable` when it is not known to be accepted; the caller retries with the same key. */
export interface Mail {
  send(message: MailMessage): Promise<void>;
}
