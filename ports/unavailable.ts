/**
 * Thrown by an adapter when what it stands for did not answer, or answered something unusable.
 * It becomes "nothing was changed" or "we do not know yet", never an error text (E12). `port`
 * and `reason` go to the log; they hold no payload and no personal data.
 */
export class Unavailable extends Error {
  readonly port: string;
  readonly reason: string;

  constructor(port: string, reason: string, options?: { cause?: unknown }) {
    super(`${port} is unavailable: ${reason}`, options);
    this.name = 'Unavailable';
    this.port = port;
    this.reason = reason;
  }
}
