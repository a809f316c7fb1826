import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyCluster } from '@electric-sql/pglite-prepopulatedfs';
import { sql } from 'kysely';
import type { Log } from '../../ports/services.ts';
import type { Engine } from './engine.ts';
import { cannotOpen } from './failures.ts';
import { lockFolder, StoreCannotOpen } from './folderLock.ts';
import { connectionName, letGoOfAll, letGoOfGone } from './lettingGo.ts';
import { migrate } from './migrations/index.ts';
import { pgliteEngine } from './pglite.ts';
import { postgresEngine } from './postgres.ts';
import { unpack } from './unpack.ts';

/** Where the memory is. Without a folder PGlite keeps it in memory, for tests. */
export type StorePlace =
  | { readonly kind: 'pglite'; readonly folder?: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      readonly poolSize?: number;
      /** Who claims over this connection: once it is gone, other processes free what it had claimed. */
      readonly owner?: string;
    };

const oldestVersion = 150_000;
const tidyEveryMs = 600_000;
const letGoEveryMs = 1000;

/** Opens the database and brings its tables up to date. Throws `StoreCannotOpen`. */
export function openEngine(place: StorePlace, log: Log): Promise<Engine> {
  if (place.kind === 'postgres') return openPostgres(place);
  return place.folder ? openFolder(place.folder, log) : openInMemory();
}

async function openPostgres(place: StorePlace & { kind: 'postgres' }): Promise<Engine> {
  const { url, poolSize = 10, owner } = place;
  const engine = postgresEngine(url, poolSize, connectionName(owner));
  const looking = setInterval(() => {
    // A miss does no harm: the next one comes, and at last the lease ends.
    if (owner !== undefined) void letGoOfGone(engine, owner).catch(() => {});
  }, letGoEveryMs);
  looking.unref();
  const close = async () => {
    clearInterval(looking);
    await engine.close();
  };
  return prepared({ ...engine, close }, 'The database in DATABASE_URL', async () => {
    const { rows } = await sql<{ version: number }>`
      select current_setting('server_version_num')::int as version`.execute(engine.db);
    if ((rows[0]?.version ?? 0) < oldestVersion) {
      throw new StoreCannotOpen('The database in DATABASE_URL must be PostgreSQL 15 or newer.');
    }
    await migrate(engine.db);
    if (owner !== undefined) await letGoOfGone(engine, owner);
  });
}

async function openInMemory(): Promise<Engine> {
  const engine = pgliteEngine(
    await PGlite.create({ loadDataDir: await emptyCluster() }),
    () => true,
  );
  return prepared(engine, 'PGlite', () => bringUp(engine));
}

async function openFolder(folder: string, log: Log): Promise<Engine> {
  let isOurs = true;
  const unlock = await lockFolder(folder, () => {
    isOurs = false;
    log.error('store.folderTaken');
  });
  const client = await openFiles(folder).catch((error) => {
    unlock();
    throw cannotOpen(`The folder ${folder}`, error);
  });
  const engine = pgliteEngine(client, () => isOurs);
  // A process of its own has no autovacuum. A miss does no harm: the next one comes.
  const tidying = setInterval(() => void tidy(engine).catch(() => {}), tidyEveryMs);
  tidying.unref();
  const close = async () => {
    clearInterval(tidying);
    await engine.close();
    unlock();
  };
  return prepared({ ...engine, close }, `The folder ${folder}`, async () => {
    await bringUp(engine);
    await letGoOfAll(engine);
    await tidy(engine);
  });
}

/** A first start that is killed halfway leaves `database.new`, and the next begins afresh. */
async function openFiles(folder: string): Promise<PGlite> {
  const files = join(folder, 'database');
  if (!existsSync(files)) {
    const unfinished = `${files}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    // Unpacking an empty cluster takes a tenth of the time of making one.
    await unpack(await emptyCluster(), unfinished);
    renameSync(unfinished, files);
  }
  return PGlite.create(files);
}

/**
 * Its tables, and how it plans. Plans are kept from the first turns, when reading a whole table was
 * quickest, and nothing here tells the planner that it has grown: it is to use the indexes at once.
 */
async function bringUp({ db }: Engine): Promise<void> {
  await migrate(db);
  await sql`set enable_seqscan = off`.execute(db);
}

/** Gives back the room of rows that were replaced or deleted. */
async function tidy({ db }: Engine): Promise<void> {
  await sql`vacuum conversation, activity, inbox, intent, link, counter`.execute(db);
}

async function prepared(
  engine: Engine,
  what: string,
  prepare: () => Promise<void>,
): Promise<Engine> {
  try {
    await prepare();
    return engine;
  } catch (error) {
    await engine.close().catch(() => {});
    throw cannotOpen(what, error);
  }
}
