import { createHash } from 'node:crypto';
import type { EvidenceRecord } from '../../ports/store.ts';

/** A record to check: its data as the text that was hashed, or as the object it holds. */
export type ChainedRecord = Omit<EvidenceRecord, 'data'> & {
  readonly data: string | EvidenceRecord['data'];
};

/** Where a chain first does not hold, and what is wrong there. */
export interface ChainBreak {
  readonly position: number;
  /**
   * `gap`: the record at this position is missing, or one too many stands before it. `subject`: it
   * belongs to another chain. `link`: it does not follow the record before it. `hash`: its own words
   * were changed.
   */
  readonly fault: 'gap' | 'subject' | 'link' | 'hash';
}

/** What the first record of a chain follows. */
export const noHash = '0'.repeat(64);

/** A record's hash: SHA-256 hex over six lines, as `ports/store.ts` says. */
export function hashOf(record: Omit<ChainedRecord, 'hash'>): string {
  const { previousHash, position, kind, subject, at, data } = record;
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  const lines = [previousHash, position, kind, subject, new Date(at).toISOString(), text];
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/**
 * Recomputes one subject's chain from its first record on; undefined: it holds. What a chain cannot
 * show is that records are missing at its end: for that, compare with a head that was exported.
 */
export function verifyChain(records: readonly ChainedRecord[]): ChainBreak | undefined {
  let previousHash = noHash;
  for (const [place, record] of records.entries()) {
    const position = place + 1;
    if (record.position !== position) return { position, fault: 'gap' };
    if (record.subject !== records[0]?.subject) return { position, fault: 'subject' };
    if (record.previousHash !== previousHash) return { position, fault: 'link' };
    if (record.hash !== hashOf(record)) return { position, fault: 'hash' };
    previousHash = record.hash;
  }
  return undefined;
}
