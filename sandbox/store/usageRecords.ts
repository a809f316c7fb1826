import type { PGlite, Transaction } from '@electric-sql/pglite';
import type { Resource } from '../query.ts';

/** What is asked of the usage records; times are ISO 8601. */
export interface UsageQuery {
  readonly lineIds?: readonly string[];
  readonly customerIds?: readonly string[];
  readonly usageTypes?: readonly string[];
  readonly from?: string;
  readonly isAfter?: string;
  readonly to?: string;
  readonly isBefore?: string;
  /** The id of the last record of the page before: the next page begins behind it. */
  readonly behind?: string;
  readonly isOldestFirst: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** A page of usage records, each as its JSON text. */
export interface UsagePage {
  readonly records: readonly string[];
  readonly total: number;
}

/** One page, and how many fit without `behind`, offset and limit. */
export async function selectUsage(client: PGlite, query: UsageQuery): Promise<UsagePage> {
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = conditionsOf(query, given);
  const all = where(conditions);
  const counted = await client.query<{ total: number }>(
    `select count(*)::int as total from usage_record ${all}`,
    values,
  );
  const direction = query.isOldestFirst ? 'asc' : 'desc';
  if (query.behind !== undefined) {
    const comparison = query.isOldestFirst ? '>' : '<';
    conditions.push(
      `(usage_date, id) ${comparison} (select usage_date, id from usage_record where id = ${given(query.behind)})`,
    );
  }
  const found = await client.query<{ document: string }>(
    `select document from usage_record ${where(conditions)}
     order by usage_date ${direction}, id ${direction}
     limit ${given(query.limit)} offset ${given(query.offset)}`,
    values,
  );
  return {
    records: found.rows.map(({ document }) => document),
    total: counted.rows[0]?.total ?? 0,
  };
}

function conditionsOf(query: UsageQuery, given: (value: unknown) => string): string[] {
  const among = (column: string, options: readonly string[] | undefined) => {
    if (!options) return [];
    const [only] = options;
    // One value as an equality: only so is the index read in the order of the page.
    if (options.length === 1) return [`${column} = ${given(only)}`];
    return [`${column} = any(${given(options)})`];
  };
  const bound = (operator: string, moment: string | undefined) =>
    moment === undefined ? [] : [`usage_date ${operator} ${given(moment)}::timestamptz`];
  return [
    ...among('line_id', query.lineIds),
    ...among('customer_id', query.customerIds),
    ...among('usage_type', query.usageTypes),
    ...bound('>=', query.from),
    ...bound('>', query.isAfter),
    ...bound('<=', query.to),
    ...bound('<', query.isBefore),
  ];
}

const where = (conditions: readonly string[]) =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;

/** One record's JSON text, or undefined. */
export async function usageRecord(client: PGlite, id: string): Promise<string | undefined> {
  const { rows } = await client.query<{ document: string }>(
    'select document from usage_record where id = $1',
    [id],
  );
  return rows[0]?.document;
}

const batchSize = 10_000;

/** Adds records in large batches. Throws on an id that is there already. */
export async function addUsage(
  client: PGlite | Transaction,
  records: Iterable<Resource>,
  isDemo: boolean,
): Promise<void> {
  let lines: string[] = [];
  const flush = async () => {
    const blob = new Blob(lines);
    lines = [];
    await client.query(`copy usage_record from '/dev/blob'`, [], { blob });
  };
  for (const record of records) {
    lines.push(copyLine(record, isDemo));
    if (lines.length >= batchSize) await flush();
  }
  if (lines.length > 0) await flush();
}

interface UsageDocument {
  readonly id: string;
  readonly usageDate: string;
  readonly usageType?: string;
  readonly ratedProductUsage?: ReadonlyArray<{ readonly productRef?: { readonly id?: string } }>;
  readonly relatedParty?: ReadonlyArray<{ readonly id?: string }>;
}

/** A record as a line of PostgreSQL's text COPY. */
function copyLine(record: Resource, isDemo: boolean): string {
  const { id, usageDate, usageType, ratedProductUsage, relatedParty } =
    record as unknown as UsageDocument;
  const columns = [
    id,
    ratedProductUsage?.[0]?.productRef?.id,
    relatedParty?.[0]?.id,
    usageDate,
    usageType,
    isDemo ? 't' : 'f',
    JSON.stringify(record),
  ];
  return `${columns.map(escapeCopy).join('\t')}\n`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

function escapeCopy(value: string | undefined): string {
  return value === undefined
    ? '\\N'
    : value.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? '');
}
