import type { PGlite } from '@electric-sql/pglite';

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

const keptTotals = 1000;

/** One page, and how many fit without `behind`, offset and limit; `totals` remembers those. */
export async function selectUsage(
  client: PGlite,
  query: UsageQuery,
  totals: Map<string, number>,
): Promise<UsagePage> {
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = conditionsOf(query, given);
  const total = await totalOf(client, where(conditions), [...values], totals);
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
  return { records: found.rows.map(({ document }) => document), total };
}

/** Counting a million is slow, and every page of them asks. */
async function totalOf(
  client: PGlite,
  condition: string,
  values: unknown[],
  totals: Map<string, number>,
): Promise<number> {
  const key = JSON.stringify([condition, values]);
  const known = totals.get(key);
  if (known !== undefined) return known;
  const { rows } = await client.query<{ total: number }>(
    `select count(*)::int as total from usage_record ${condition}`,
    values,
  );
  const total = rows[0]?.total ?? 0;
  if (totals.size >= keptTotals) totals.clear();
  totals.set(key, total);
  return total;
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
