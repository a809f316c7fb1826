import type { PGlite, Transaction } from '@electric-sql/pglite';
import { demoResources, demoUsage } from '../data/index.ts';
import { monthBack } from '../data/months.ts';
import type { Resource } from '../query.ts';
import { type Collections, createCollections } from './collections.ts';
import { documentsIn, openDatabase, type StoredResource } from './database.ts';
import { type Folder, openFolder } from './folder.ts';
import { selectUsage, type UsagePage, type UsageQuery, usageRecord } from './usageRecords.ts';
import { addUsage, fillUsage } from './usageWriting.ts';
import { createWriter } from './writer.ts';

/** Usage records: too many for the memory, so each question goes to the database. */
export interface UsageRecords {
  page(query: UsageQuery): Promise<UsagePage>;
  get(id: string): Promise<string | undefined>;
  add(record: Resource): Promise<void>;
  /** Puts made records in the place of those made for the line before: all or none. */
  fill(lineId: string, records: Iterable<Resource>): Promise<void>;
  /** Counts up with every change. */
  version(): number;
}

/** Everything the operator remembers. */
export interface Store {
  readonly collections: Collections;
  readonly usage: UsageRecords;
  /**
   * Makes the demo data for the clock's month when they are of another, so that “last month” is
   * never empty. What others made stays. True when it did.
   */
  rollForward(now: Date): boolean;
  /** Resolves when everything so far is on disk. */
  saved(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens what is stored in a folder, or nothing in memory. Throws `FolderFault` when the folder is in
 * use or cannot be written to. A new database takes seconds to make: it is made while the first
 * questions are already answered from memory, but nothing is acknowledged before it is on disk;
 * `onFailure` hears when it cannot be made.
 */
export async function openStore(
  dataFolder: string | undefined,
  onFailure: (error: unknown) => void,
): Promise<Store> {
  const folder = dataFolder === undefined ? undefined : openFolder(dataFolder);
  let opened: Promise<PGlite> | undefined;
  const database = () => {
    opened ??= openDatabase(folder?.databasePath);
    return opened;
  };
  const writer = createWriter(folder ? database : undefined);
  const collections = createCollections(writer.write);
  let { month } = folder ?? {};
  let usageVersion = 0;
  const usageTotals = new Map<string, number>();
  const usageChanged = () => {
    usageVersion += 1;
    usageTotals.clear();
  };
  // Without a folder the database is there for the usage records alone, from the first question on.
  let usageWaiting: Iterable<Resource> | undefined;
  let loading: Promise<void> = Promise.resolve();
  const usageDatabase = async () => {
    const client = await database();
    if (usageWaiting) loading = replaceDemoUsage(client, usageWaiting);
    usageWaiting = undefined;
    await Promise.all([loading, writer.saved()]);
    return client;
  };
  if (folder && month !== undefined) {
    try {
      collections.load(await documentsIn(await database()).all());
    } catch (error) {
      folder.release();
      throw error;
    }
  }

  return {
    collections,
    saved: writer.saved,
    rollForward(now) {
      const current = monthBack(now, 0);
      if (month === current) return false;
      month = current;
      usageChanged();
      const stored = collections.replaceDemo(demoResources(now));
      const usage = demoUsage(now);
      if (!folder) usageWaiting = usage;
      else {
        const renewed = writer.run((client) => replaceDemo(client, folder, current, stored, usage));
        renewed.catch(onFailure);
      }
      return true;
    },
    usage: {
      version: () => usageVersion,
      page: async (query) => selectUsage(await usageDatabase(), query, usageTotals),
      get: async (id) => usageRecord(await usageDatabase(), id),
      async add(record) {
        await addUsage(await usageDatabase(), [record], false);
        usageChanged();
      },
      async fill(lineId, records) {
        await fillUsage(await usageDatabase(), lineId, records);
        usageChanged();
      },
    },
    async close() {
      await writer.saved();
      await (await opened)?.close();
      folder?.release();
    },
  };
}

async function replaceDemo(
  client: PGlite,
  folder: Folder,
  month: string,
  stored: readonly StoredResource[],
  usage: Iterable<Resource>,
): Promise<void> {
  await client.transaction(async (transaction) => {
    await transaction.exec('delete from resource where is_demo');
    await transaction.query(
      `insert into resource select collection, id, position, true, document
       from json_to_recordset($1::json) as given
         (collection text, id text, position integer, document json)`,
      [JSON.stringify(stored)],
    );
    await replaceDemoUsage(transaction, usage);
  });
  // Last: a start that was killed before this makes them again.
  folder.complete(month);
}

async function replaceDemoUsage(
  client: PGlite | Transaction,
  usage: Iterable<Resource>,
): Promise<void> {
  await client.exec('delete from usage_record where is_demo');
  await addUsage(client, usage, true);
}
