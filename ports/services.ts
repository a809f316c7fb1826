/** What time it is. Handed in everywhere; tests move it. */
export type Clock = () => Date;

/** Unguessable ids (`crypto.randomUUID`), handed in so that tests can name them. */
export type Ids = () => string;

/**
 * Keeps words that must not lie open in a table: phone numbers, what the customer typed until it
 * is answered. `seal` encrypts with a fresh nonce, `open` throws on a changed value, `digest` is a
 * keyed hash, the same for the same text (rights §5.3 G); `matches` compares in constant time.
 */
export interface Vault {
  seal(text: string): string;
  open(sealed: string): string;
  digest(text: string): string;
  matches(text: string, digest: string): boolean;
}

/** A log without personal data: an event name and facts safe to keep (INV-5). */
export interface Log {
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
}
