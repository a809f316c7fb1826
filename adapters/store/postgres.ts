import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Engine, Statement, Value } from './engine.ts';
import { postgresChannel } from './postgresChannel.ts';
import type { Tables } from './tables.ts';

/** A server that says nothing for this long is taken for dead; the turn is tried again later. */
const answerTimeoutMs = 15_000;

/** PostgreSQL on a server: a pool for queries and a connection of its own for news. */
export function postgresEngine(url: string, poolSize: number, name: string): Engine {
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: answerTimeoutMs,
    query_timeout: answerTimeoutMs,
    keepAlive: true,
    application_name: name,
  };
  const pool = new pg.Pool({ ...connection, max: poolSize });
  // A lost idle connection is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    async run<Row>({ name, text }: Statement, values: readonly Value[]) {
      return (await pool.query({ name, text, values: [...values] })).rows as Row[];
    },
    channel: postgresChannel(pool, () => new pg.Client(connection)),
    close: () => db.destroy(),
  };
}
