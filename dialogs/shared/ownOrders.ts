import type { Disclosure } from '../../domain/disclosure.ts';
import type { LineRef } from '../../ports/carrier.ts';
import type { EvidenceRecord, Store } from '../../ports/store.ts';

/**
 * The facts about one line's quotes among those on a customer's record. Who proved one number of a
 * customer has not proved the others: their orders and agreements are not shown (rights §5.1).
 */
export function ofLine(
  records: readonly EvidenceRecord[],
  lineId: string,
): readonly EvidenceRecord[] {
  const quotes = quotesOf(records, lineId);
  return records.filter(({ data }) => quotes.has(data.quoteId));
}

function quotesOf(records: readonly EvidenceRecord[], lineId: string): ReadonlySet<unknown> {
  return new Set(
    records.flatMap(({ kind, data }) => {
      const disclosed = kind === 'disclosed' ? (data.disclosure as Disclosure) : undefined;
      return disclosed?.order.lineId === lineId ? [data.quoteId] : [];
    }),
  );
}

/**
 * Everything on record about one line, of the customer's ledger and of its own, and its agreements. What
 * names neither the line nor one of its quotes is not its (rights §5.1, E40).
 */
export async function recordsOfLine(
  store: Pick<Store, 'evidence' | 'agreements'>,
  { id, customerId }: Pick<LineRef, 'id' | 'customerId'>,
) {
  const [ofCustomer, own, all] = await Promise.all([
    store.evidence(customerId),
    store.evidence(id),
    store.agreements(customerId),
  ]);
  const quotes = quotesOf(ofCustomer, id);
  return {
    evidence: [
      ...ofCustomer.filter(({ data }) => data.lineId === id || quotes.has(data.quoteId)),
      ...own,
    ],
    agreements: all.filter(({ quoteId }) => quotes.has(quoteId)),
  };
}
