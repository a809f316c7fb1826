import { messages, type PGlite, protocol, types } from '@electric-sql/pglite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Engine, Statement, Value } from './engine.ts';
import type { Tables } from './tables.ts';

const { serialize } = protocol;

/** What came back for one statement. */
interface Answer {
  fields: readonly messages.Field[] | undefined;
  rows: (readonly (string | null)[])[];
  affectedRows: number;
}

/**
 * PostgreSQL in this process: one session, no fsync. What is committed survives a killed process,
 * not a power cut.
 *
 * The client's own `query` sends five messages and awaits each. Here a statement is one batch, run
 * before the call returns, so nothing can come between its parts and no mutex is needed.
 *
 * `isOurs`: false once another process has taken the folder; not a byte is written then.
 */
export function pgliteEngine(client: PGlite, isOurs: () => boolean): Engine {
  const prepared = new Map<string, readonly messages.Field[]>();
  const preparing = new Map<string, Promise<readonly messages.Field[]>>();
  const ask: Ask = async (parts) => {
    if (client.closed || !isOurs()) throw new Error('connection closed');
    return exchange(client, parts);
  };
  const db = new Kysely<Tables>({ dialect: dialectOver(ask) });

  async function prepare({ name, text }: Statement): Promise<readonly messages.Field[]> {
    const { fields = [] } = await ask([
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    ]);
    prepared.set(name, fields);
    return fields;
  }

  /** Of several that ask for the first time at once, one prepares and the others wait for it. */
  function prepareOnce(statement: Statement): Promise<readonly messages.Field[]> {
    const { name } = statement;
    const begun = preparing.get(name) ?? prepare(statement).finally(() => preparing.delete(name));
    preparing.set(name, begun);
    return begun;
  }

  return {
    db,
    async run<Row>(statement: Statement, values: readonly Value[]) {
      const { name } = statement;
      const fields = prepared.get(name) ?? (await prepareOnce(statement));
      const { rows } = await ask([
        serialize.bind({ statement: name, values: values.map(asText) }),
        serialize.execute(),
      ]);
      return rows.map((row) => asObject(row, fields) as Row);
    },
    async close() {
      await db.destroy();
      if (isOurs()) await client.close();
    },
  };
}

type Ask = (parts: readonly Uint8Array[]) => Promise<Answer>;

async function exchange(client: PGlite, parts: readonly Uint8Array[]): Promise<Answer> {
  const parser = new protocol.Parser();
  const answer: Answer = { fields: undefined, rows: [], affectedRows: 0 };
  let failure: messages.DatabaseError | undefined;
  await client.execProtocolRawStream(Buffer.concat([...parts, serialize.sync()]), {
    onRawData: (bytes) =>
      parser.parse(bytes, (message) => {
        if (message instanceof messages.DataRowMessage) answer.rows.push(message.fields);
        else if (message instanceof messages.RowDescriptionMessage) answer.fields = message.fields;
        else if (message instanceof messages.DatabaseError) failure ??= message;
        else if (message instanceof messages.CommandCompleteMessage) {
          answer.affectedRows = Number(/\d+$/.exec(message.text)?.[0] ?? 0);
        }
      }),
  });
  if (failure) throw failure;
  return answer;
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function asObject(row: Answer['rows'][number], fields: readonly messages.Field[]) {
  return Object.fromEntries(
    fields.map(({ name, dataTypeID }, place) => [
      name,
      types.parseType(row[place] ?? null, dataTypeID),
    ]),
  );
}

function dialectOver(ask: Ask): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOver(ask),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Only migrations run in transactions, and they are over before anything else is asked. */
function driverOver(ask: Ask): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery) {
      const {
        fields = [],
        rows,
        affectedRows,
      } = await ask([
        serialize.parse({ text: sql }),
        serialize.bind({ values: parameters.map(asText) }),
        serialize.describe({ type: 'P' }),
        serialize.execute(),
      ]);
      return {
        rows: rows.map((row) => asObject(row, fields) as Row),
        numAffectedRows: BigInt(affectedRows),
      };
    },
    // biome-ignore lint/correctness/useYield: the interface asks for a generator; rows are never streamed here
    async *streamQuery() {
      throw new Error('rows are not streamed from PGlite');
    },
  };
  const run = async (text: string) => void (await connection.executeQuery(CompiledQuery.raw(text)));
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: () => run('begin'),
    commitTransaction: () => run('commit'),
    rollbackTransaction: () => run('rollback'),
    destroy: async () => {},
  };
}
