import { existsSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyCluster } from '@electric-sql/pglite-prepopulatedfs';
import type { Resource } from '../query.ts';

/** A resource with its place: where it belongs and which came first. */
export interface StoredResource {
  readonly collection: string;
  readonly id: string;
  /** Counts up: a collection is listed in the order its resources came. */
  readonly position: number;
  /** Made by the demo data, so made anew when the month moves on. */
  readonly isDemo: boolean;
  readonly document: Resource;
}

/** A change to be written; without a resource it is a removal. */
export interface Write {
  readonly collection: string;
  readonly id: string;
  readonly resource?: StoredResource;
}

/** Every resource of the operator as a document. */
export interface Documents {
  all(): Promise<StoredResource[]>;
  /** Writes all or nothing, the last of several changes to the same resource. */
  apply(writes: readonly Write[]): Promise<void>;
}

const tables = `
  create table if not exists resource (
    collection text not null, id text not null, position integer not null, is_demo boolean not null,
    document json not null, primary key (collection, id));
  create table if not exists usage_record (
    id text primary key, line_id text, customer_id text, usage_date timestamptz not null,
    usage_type text, is_demo boolean not null, document text not null);
  create index if not exists usage_by_line on usage_record (line_id, usage_date desc, id desc);
  create index if not exists usage_by_customer on usage_record (customer_id, usage_date desc, id desc);
  create index if not exists usage_of_demo on usage_record (id) where is_demo;`;

/** Opens the database in a folder, or in memory without one. */
export async function openDatabase(path: string | undefined): Promise<PGlite> {
  const isNew = path === undefined || !existsSync(path);
  const client = await PGlite.create({
    dataDir: path ?? 'memory://',
    // Unpacking an empty cluster takes half the time of making one.
    ...(isNew && { loadDataDir: await emptyCluster() }),
  });
  await client.exec(tables);
  return client;
}

const upsert = `
  insert into resource
  select collection, id, position, "isDemo", document
  from json_to_recordset($1::json) as given
    (collection text, id text, position integer, "isDemo" boolean, document json)
  on conflict (collection, id) do update set document = excluded.document`;

/** The documents in an open database. */
export function documentsIn(client: PGlite): Documents {
  return {
    async all() {
      const { rows } = await client.query<StoredResource>(
        'select collection, id, position, is_demo as "isDemo", document from resource order by position',
      );
      return rows;
    },
    async apply(writes) {
      const last = [...new Map(writes.map((write) => [`${write.collection} ${write.id}`, write]))];
      const removed = last.flatMap(([, { resource, collection, id }]) =>
        resource ? [] : [{ collection, id }],
      );
      const put = last.flatMap(([, { resource }]) => resource ?? []);
      await client.transaction(async (transaction) => {
        if (removed.length > 0) {
          await transaction.query(
            `delete from resource using json_to_recordset($1::json) as gone (collection text, id text)
             where resource.collection = gone.collection and resource.id = gone.id`,
            [JSON.stringify(removed)],
          );
        }
        if (put.length > 0) await transaction.query(upsert, [JSON.stringify(put)]);
      });
    },
  };
}
