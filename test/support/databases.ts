import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import type { Engine } from '../../adapters/store/engine.ts';
import { openEngine, type StorePlace } from '../../adapters/store/openEngine.ts';
import { storeOn } from '../../adapters/store/store.ts';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { startPostgres } from './postgresServer.ts';

/** The database of one test file. */
export interface Database {
  /**
   * Opens it: on PostgreSQL once more with each call, as a further process would. PGlite has only
   * one process and gives the same store again.
   */
  open(): Promise<Store>;
  /** Where it is, for a test that opens it in a way of its own; on PGlite only one may at a time. */
  place(): StorePlace;
  /** Looks into the tables, where the store itself shows nothing. */
  query(text: string): Promise<readonly Record<string, unknown>[]>;
}

/** A database that nobody used before, and the way to be rid of it. */
interface Fresh {
  readonly place: StorePlace;
  remove(): Promise<unknown>;
}

const log: Log = { info() {}, warn() {}, error() {} };

/** Asks both engines the same questions. Each gets a fresh database, removed afterwards. */
export function forEachDatabase(ask: (name: string, database: Database) => void): void {
  for (const [name, make] of [
    ['PGlite', freshFolder],
    ['PostgreSQL', freshDatabase],
  ] as const) {
    describe(`on ${name}`, () => askOn(name, make, ask));
  }
}

function askOn(
  name: string,
  make: () => Promise<Fresh | undefined>,
  ask: (name: string, database: Database) => void,
): void {
  const engines: Engine[] = [];
  const stores: Store[] = [];
  let fresh: Fresh | undefined;
  before(async function () {
    this.timeout(120_000);
    fresh = await make();
    if (!fresh) this.skip();
  });
  after(async () => {
    for (const store of stores) await store.close();
    await fresh?.remove();
  });
  const place = () => {
    if (!fresh) throw new Error('a database is opened in a test or a hook');
    return fresh.place;
  };
  ask(name, {
    place,
    async open() {
      if (place().kind === 'pglite' && stores[0]) return stores[0];
      const engine = await openEngine(place(), log);
      const store = await storeOn(engine, log);
      engines.push(engine);
      stores.push(store);
      return store;
    },
    async query(text) {
      if (!engines[0]) throw new Error('a database is opened before it is looked into');
      return (await engines[0].db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text)))
        .rows;
    },
  });
}

async function freshFolder(): Promise<Fresh> {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  return { place: { kind: 'pglite', folder }, remove };
}

/** A database of its own on the server, or undefined where no server can run. */
export async function freshDatabase() {
  const server = await postgresUrl();
  if (!server) return undefined;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await onServer(server, `create database ${name}`);
  return {
    place: { kind: 'postgres', url: url.href, poolSize: 5 } as const,
    remove: () => onServer(server, `drop database ${name} with (force)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

let started: Promise<string | undefined> | undefined;

/** `TEST_DATABASE_URL`, or a server started once for all test files. */
export function postgresUrl(): Promise<string | undefined> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return Promise.resolve(given);
  started ??= startPostgres().catch((error: Error) => {
    const [reason] = error.message.split('\n');
    console.log(
      `Tests on PostgreSQL are skipped: it could not be started here (${reason}). Set TEST_DATABASE_URL to run them.`,
    );
    return undefined;
  });
  return started;
}
