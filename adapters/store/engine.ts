import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A statement of every turn: prepared once on each connection under its name, then only bound. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A database ready for queries, whichever engine it is. */
export interface Engine {
  /** For what is not done in every turn. */
  readonly db: Kysely<Tables>;
  /** For what is; three times as fast on PGlite. */
  run<Row>(statement: Statement, values: readonly Value[]): Promise<readonly Row[]>;
  /** Messages between the processes of one database; absent where there is only one process. */
  readonly channel?: Channel;
  close(): Promise<void>;
}

/** What a statement is bound to. JSON travels as text. */
export type Value = string | number | null;

/** How processes that share a database tell each other what is new. */
export interface Channel {
  publish(payloads: readonly string[]): Promise<void>;
  /** Resolves when messages arrive; a connection that is lost later is opened again by itself. */
  subscribe(subscriber: Subscriber): Promise<() => Promise<void>>;
}

/** Who wants to hear. */
export interface Subscriber {
  onMessage(payload: string): void;
  onLoss(error: Error): void;
  /** Heard again; what was written since then (the server's clock, ISO 8601) was not announced. */
  onReturn(since: string): void;
}
