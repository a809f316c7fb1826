import { sequenceOf } from '../../adapters/store/numbering.ts';
import type { Disclosure } from '../../domain/disclosure.ts';
import type { EvidenceRecord } from '../../ports/store.ts';
import type { View } from '../../ports/view.ts';
import type { Played } from './dialogue.ts';
import type { Json, OperatorOrder, PhoneMessage } from './operator.ts';

/** What a quote left on the ledger, in order, and the order it led to. */
export interface QuoteProof {
  readonly id: string;
  readonly records: readonly EvidenceRecord[];
  readonly disclosure: Disclosure;
  readonly hash: string;
  readonly expiresAt: string;
  readonly issuedAt: string;
  readonly conversationId: string;
  readonly orders: readonly OperatorOrder[];
  /** The records of one kind. */
  of(kind: string): readonly EvidenceRecord[];
}

/** What the bot showed, and when. */
export interface ShownView {
  readonly conversationId: string;
  readonly sequence: number;
  readonly at: string;
  readonly view: View;
}

/** Everything there is to judge a dialogue by, read from where it was left. */
export interface Proof {
  readonly played: Played;
  readonly chains: ReadonlyArray<readonly EvidenceRecord[]>;
  readonly quotes: readonly QuoteProof[];
  readonly orders: readonly OperatorOrder[];
  readonly products: readonly Json[];
  readonly agreements: readonly Json[];
  readonly messages: readonly PhoneMessage[];
  readonly shown: readonly ShownView[];
  /** Every row of every table as text: where nothing personal may be read. */
  readonly stored: string;
}

const tables = [
  'conversation',
  'activity',
  'intent',
  'evidence',
  'link',
  'agreement',
  'counter',
] as const;

/** Reads the ledger, the operator, the phone and the transcripts. */
export async function gather(played: Played): Promise<Proof> {
  const { memory, operator, story } = played;
  const { store, engine } = memory;
  const chains: EvidenceRecord[][] = [];
  for (const subject of await store.evidenceSubjects())
    chains.push([...(await store.evidence(subject))]);
  const orders = await operator.orders();
  const shown: ShownView[] = [];
  for (const conversationId of played.conversations) {
    for (const { sequence, activity } of await store.activities(conversationId, 0, 10_000)) {
      const { view } = (activity.channelData ?? {}) as { view?: View };
      if (view) shown.push({ conversationId, sequence, at: String(activity.timestamp), view });
    }
  }
  const rows: unknown[] = [];
  for (const table of tables) rows.push(await engine.db.selectFrom(table).selectAll().execute());
  return {
    played,
    chains,
    quotes: quotesIn(chains.flat(), orders),
    orders,
    products: await operator.list('TMF637', 'product'),
    agreements: await operator.list('TMF651', 'agreement'),
    messages: await operator.messages(story.phoneNumber),
    shown,
    stored: JSON.stringify(rows),
  };
}

function quotesIn(
  records: readonly EvidenceRecord[],
  orders: readonly OperatorOrder[],
): QuoteProof[] {
  const ids = new Set(records.flatMap(({ data }) => (data.quoteId ? [String(data.quoteId)] : [])));
  return [...ids].map((id) => {
    const own = records.filter(({ data }) => data.quoteId === id);
    const of = (kind: string) => own.filter((record) => record.kind === kind);
    const [disclosed] = of('disclosed');
    if (!disclosed) throw new Error(`${id} was never disclosed`);
    const { disclosure, hash, expiresAt, issuedAt, conversationId } = disclosed.data;
    return {
      id,
      records: own,
      of,
      disclosure: disclosure as Disclosure,
      hash: String(hash),
      expiresAt: String(expiresAt),
      issuedAt: String(issuedAt),
      conversationId: String(conversationId),
      orders: orders.filter(({ externalId }) => externalId === id),
    };
  });
}

/** The place of a message in its conversation. */
export const placeOf = (activityId: unknown) => sequenceOf(String(activityId));

/** What was ordered and done. */
export const ordered = ({ quotes }: Proof) =>
  quotes.filter((quote) => quote.of('ordered').length > 0);
