import type { EvidenceRecord, EvidenceRow } from '../../ports/store.ts';
import type { Engine, Statement } from './engine.ts';

/** A record whose data is the very text that was hashed. */
export interface KeptRecord extends Omit<EvidenceRecord, 'data'> {
  readonly data: string;
}

/**
 * Writes the evidence in a JSON parameter (`evidenceValue`); a trigger chains it. Ordered by subject
 * first: writers of several subjects then lock them in the same order and never wait in a circle.
 */
export function insertEvidence(parameter: string, from?: string): string {
  return `insert into evidence (kind, subject, at, data)
    select given.kind, given.subject, given.at, given.data::json
    from ${from ? `${from}, ` : ''}rows from (json_to_recordset(${parameter}::json)
      as (kind text, subject text, at timestamptz, data text))
      with ordinality as given (kind, subject, at, data, place)
    order by given.subject, given.place`;
}

/** Data travels as a text in a text: what is written here is what is kept, to the letter. */
export function evidenceValue(evidence: readonly EvidenceRow[]): string {
  return JSON.stringify(evidence.map((row) => ({ ...row, data: JSON.stringify(row.data) })));
}

const columns = `position, previous_hash as "previousHash", hash, kind, subject, at,
  data::text as data`;

const statements = {
  record: { name: 'record', text: insertEvidence('$1') },
  ofSubject: {
    name: 'evidenceOfSubject',
    text: `select ${columns} from evidence where subject = $1 order by position`,
  },
  after: {
    name: 'evidenceAfter',
    // $1 subject, $2 position, $3 limit
    text: `select ${columns} from evidence where (subject, position) > ($1, $2::int)
      order by subject, position limit $3`,
  },
  subjects: {
    name: 'evidenceSubjects',
    text: 'select distinct subject from evidence order by subject',
  },
  subjectsOfQuote: {
    name: 'evidenceSubjectsOfQuote',
    text: `select distinct subject from evidence
      where evidence_text(data, 'quoteId') = $1 order by subject`,
  },
  quoteOfOrder: {
    name: 'quoteOfOrder',
    text: `select evidence_text(data, 'quoteId') as "quoteId" from evidence
      where kind = 'outcome' and evidence_text(data, 'orderNumber') = $1 limit 1`,
  },
} satisfies Record<string, Statement>;

type Row = Omit<KeptRecord, 'at'> & { at: Date };

const kept = (rows: readonly Row[]): KeptRecord[] =>
  rows.map((row) => ({ ...row, at: row.at.toISOString() }));

/** What is asked of the evidence. */
export function evidenceQueries({ run }: Engine) {
  const keptOf = async (subject: string) => kept(await run<Row>(statements.ofSubject, [subject]));
  return {
    async record(evidence: readonly EvidenceRow[]): Promise<void> {
      if (evidence.length > 0) await run(statements.record, [evidenceValue(evidence)]);
    },

    /** A subject's records with their data as it was hashed. */
    keptOf,

    async of(subject: string): Promise<readonly EvidenceRecord[]> {
      return (await keptOf(subject)).map((row) => ({ ...row, data: JSON.parse(row.data) }));
    },

    async subjects(quoteId?: string): Promise<readonly string[]> {
      const rows = await (quoteId === undefined
        ? run<{ subject: string }>(statements.subjects, [])
        : run<{ subject: string }>(statements.subjectsOfQuote, [quoteId]));
      return rows.map(({ subject }) => subject);
    },

    /** The quote under which an order was placed, by the number the operator gave it. */
    async quoteOfOrder(orderNumber: string): Promise<string | undefined> {
      const [row] = await run<{ quoteId: string | null }>(statements.quoteOfOrder, [orderNumber]);
      return row?.quoteId ?? undefined;
    },

    /** Every subject's records, one subject after the other, however many there are. */
    async *chains(pageSize = 500): AsyncGenerator<readonly KeptRecord[]> {
      let chain: KeptRecord[] = [];
      for (let after: KeptRecord | undefined; ; after = chain.at(-1)) {
        const from = [after?.subject ?? '', after?.position ?? 0, pageSize];
        const page = kept(await run<Row>(statements.after, from));
        for (const record of page) {
          if (chain[0] && chain[0].subject !== record.subject) {
            yield chain;
            chain = [];
          }
          chain.push(record);
        }
        if (page.length < pageSize) break;
      }
      if (chain.length > 0) yield chain;
    },
  };
}
