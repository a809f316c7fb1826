import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import type { Resource } from './query.ts';

/** A stored resource with the collection it belongs to. */
export interface StoredResource {
  readonly collection: string;
  readonly id: string;
  readonly document: Resource;
}

/** What is asked of the usage records. Dates are ISO 8601; `after` is the last record of the page before. */
export interface UsageQuery {
  readonly lineId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly usageType?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** The operator's own database: every resource as a document, usage records in an indexed table. */
export interface SandboxDatabase {
  resources(): Promise<StoredResource[]>;
  put(resources: readonly StoredResource[]): Promise<void>;
  remove(collection: string, id: string): Promise<void>;
  /** Forgets whole collections, usage records with 'usage'. */
  clear(collections: readonly string[]): Promise<void>;
  addUsage(records: readonly Resource[]): Promise<void>;
  usage(query: UsageQuery): Promise<{ page: Resource[]; total: number }>;
  usageRecord(id: string): Promise<Resource | undefined>;
  close(): Promise<void>;
}

const tables = `
  create table if not exists resource (
    collection text not null, id text not null, document json not null, primary key (collection, id));
  create table if not exists usage_record (
    id text primary key, line_id text not null, customer_id text not null,
    usage_date timestamptz not null, usage_type text not null, document json not null);
  create index if not exists usage_by_line on usage_record (line_id, usage_date desc, id);
  create index if not exists usage_by_customer on usage_record (customer_id, usage_date desc, id);`;

/** Opens the database in a folder, or in memory without one. Throws when the folder cannot be written to. */
export async function openDatabase(folder: string | undefined): Promise<SandboxDatabase> {
  if (folder) mkdirSync(folder, { recursive: true });
  const db = await PGlite.create(folder ? `${folder}/database` : 'memory://');
  await db.exec(tables);
  return {
    async resources() {
      const { rows } = await db.query<StoredResource>(
        'select collection, id, document from resource',
      );
      return rows;
    },
    async put(resources) {
      await db.query(
        `insert into resource select collection, id, document
         from json_to_recordset($1::json) as given (collection text, id text, document json)
         on conflict (collection, id) do update set document = excluded.document`,
        [JSON.stringify(resources)],
      );
    },
    async remove(collection, id) {
      await db.query('delete from resource where collection = $1 and id = $2', [collection, id]);
    },
    async clear(collections) {
      await db.query('delete from resource where collection = any($1)', [collections]);
      if (collections.includes('usage')) await db.exec('truncate usage_record');
    },
    async addUsage(records) {
      for (let index = 0; index < records.length; index += 2000) {
        await db.query(insertUsage, [
          JSON.stringify(records.slice(index, index + 2000).map(usageRow)),
        ]);
      }
    },
    usage: (query) => selectUsage(db, query),
    async usageRecord(id) {
      const { rows } = await db.query<{ document: Resource }>(
        'select document from usage_record where id = $1',
        [id],
      );
      return rows[0]?.document;
    },
    close: () => db.close(),
  };
}

const insertUsage = `insert into usage_record
  select id, line_id, customer_id, usage_date, usage_type, document
  from json_to_recordset($1::json) as given (id text, line_id text, customer_id text,
    usage_date timestamptz, usage_type text, document json)
  on conflict (id) do nothing`;

interface UsageDocument {
  id: string;
  usageDate: string;
  usageType: string;
  ratedProductUsage: ReadonlyArray<{ productRef: { id: string } }>;
  relatedParty: ReadonlyArray<{ id: string }>;
}

function usageRow(document: Resource) {
  const { id, usageDate, usageType, ratedProductUsage, relatedParty } =
    document as unknown as UsageDocument;
  return {
    id,
    line_id: ratedProductUsage[0]?.productRef.id,
    customer_id: relatedParty[0]?.id,
    usage_date: usageDate,
    usage_type: usageType,
    document,
  };
}

async function selectUsage(
  db: PGlite,
  { lineId, customerId, usageType, from, to, offset, limit }: UsageQuery,
) {
  const where = `where ($1::text is null or line_id = $1) and ($2::text is null or customer_id = $2)
    and ($3::text is null or usage_type = $3) and ($4::timestamptz is null or usage_date >= $4)
    and ($5::timestamptz is null or usage_date < $5)`;
  const given = [lineId ?? null, customerId ?? null, usageType ?? null, from ?? null, to ?? null];
  const [counted, found] = [
    await db.query<{ total: number }>(
      `select count(*)::int as total from usage_record ${where}`,
      given,
    ),
    await db.query<{ document: Resource }>(
      `select document from usage_record ${where} order by usage_date desc, id limit $6 offset $7`,
      [...given, limit, offset],
    ),
  ];
  return { page: found.rows.map(({ document }) => document), total: counted.rows[0]?.total ?? 0 };
}
