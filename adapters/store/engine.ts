import type { PGlite } from '@electric-sql/pglite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';

/** A database ready for queries, whichever engine it is. */
export interface Engine {
  readonly db: Kysely<unknown>;
  /** Tells the other processes; absent where there can be none. */
  readonly subscribe?: (
    onMessage: (payload: string) => void,
    onLoss: (error: Error) => void,
  ) => () => void;
  close(): Promise<void>;
}

const channel = 'mingbai_news';

/** PostgreSQL on a server: a pool for queries and a connection of its own for news. */
export function postgresEngine(url: string, poolSize: number): Engine {
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  // A lost idle connection is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    subscribe(onMessage, onLoss) {
      let client: pg.Client | undefined;
      let timer: NodeJS.Timeout | undefined;
      let stopped = false;
      const connect = async (): Promise<void> => {
        const fresh = new pg.Client({ connectionString: url });
        client = fresh;
        const lost = (error: Error) => {
          if (stopped || client !== fresh) return;
          client = undefined;
          onLoss(error);
          timer = setTimeout(() => void connect(), 1000);
        };
        fresh.on('error', lost);
        fresh.on('end', () => lost(new Error('connection ended')));
        fresh.on('notification', ({ payload }) => payload && onMessage(payload));
        await fresh
          .connect()
          .then(() => fresh.query(`listen ${channel}`))
          .catch(lost);
        if (stopped) await fresh.end().catch(() => {});
      };
      void connect();
      return () => {
        stopped = true;
        clearTimeout(timer);
        void client?.end().catch(() => {});
      };
    },
    close: () => db.destroy(),
  };
}

/** PostgreSQL in this process. One session: whoever holds the connection is alone. */
export function pgliteEngine(client: PGlite): Engine {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => pgliteDriver(client),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const db = new Kysely<unknown>({ dialect });
  return { db, close: () => db.destroy() };
}

function pgliteDriver(client: PGlite): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, affectedRows } = await client.query<Row>(sql, [...parameters]);
      return { rows, numAffectedRows: BigInt(affectedRows ?? 0) };
    },
    // biome-ignore lint/correctness/useYield: the interface asks for a generator; rows are never streamed here
    async *streamQuery() {
      throw new Error('rows are not streamed from PGlite');
    },
  };
  let free: Promise<void> = Promise.resolve();
  let release: () => void = () => {};
  return {
    async init() {
      await client.waitReady;
    },
    async acquireConnection() {
      const before = free;
      let done: () => void = () => {};
      free = new Promise((resolve) => {
        done = resolve;
      });
      await before;
      release = done;
      return connection;
    },
    async releaseConnection() {
      release();
    },
    beginTransaction: async (held) => void (await held.executeQuery(CompiledQuery.raw('begin'))),
    commitTransaction: async (held) => void (await held.executeQuery(CompiledQuery.raw('commit'))),
    rollbackTransaction: async (held) =>
      void (await held.executeQuery(CompiledQuery.raw('rollback'))),
    async destroy() {
      await client.close();
    },
  };
}
