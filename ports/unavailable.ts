import type { Instant } from '../domain/calendar.ts';

/**
 * Thrown by an adapter when what it stands for did not answer, or answered something unusable.
 * It becomes "nothing was changed" or "we do not know yet", never an error text (E12). `port`
 * and `reason` go to the log; they hold no payload and no personal data.
 */
export class Unavailable extends Error {
  readonly port: string;
  readonly reason: string;
  /** Before then another try comes to nothing; absent: nobody knows. */
  readonly retryAt?: Instant;

  constructor(port: string, reason: string, options: { cause?: unknown; retryAt?: Instant } = {}) {
    super(`${port} is unavailable: ${reason}`, options);
    this.name = 'Unavailable';
    this.port = port;
    this.reason = reason;
    if (options.retryAt !== undefined) this.retryAt = options.retryAt;
  }
}
