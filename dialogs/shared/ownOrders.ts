import type { Disclosure } from '../../domain/disclosure.ts';
import type { EvidenceRecord } from '../../ports/store.ts';

/**
 * The facts about one line's quotes among those on a customer's record. Who proved one number of a
 * customer has not proved the others: their orders and agreements are not shown (rights §5.1).
 */
export function ofLine(
  records: readonly EvidenceRecord[],
  lineId: string,
): readonly EvidenceRecord[] {
  const quotes = new Set(
    records.flatMap(({ kind, data }) => {
      const disclosed = kind === 'disclosed' ? (data.disclosure as Disclosure) : undefined;
      return disclosed?.order.lineId === lineId ? [data.quoteId] : [];
    }),
  );
  return records.filter(({ data }) => quotes.has(data.quoteId));
}
