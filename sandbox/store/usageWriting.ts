import type { PGlite, Transaction } from '@electric-sql/pglite';
import { madePrefix } from '../data/manyUsage.ts';
import type { Resource } from '../query.ts';

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

/** Puts made records in the place of those made for a line before; when it is stopped, nothing is changed. */
export async function fillUsage(
  client: PGlite,
  lineId: string,
  records: Iterable<Resource>,
): Promise<void> {
  await client.transaction(async (transaction) => {
    await transaction.query('delete from usage_record where line_id = $1 and id like $2', [
      lineId,
      `${madePrefix}%`,
    ]);
    await addUsage(transaction, records, false);
  });
  // Counts are then read from the index alone.
  await client.exec('vacuum analyze usage_record');
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
