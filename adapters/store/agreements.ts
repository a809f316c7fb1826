import type { StoredAgreement } from '../../ports/store.ts';
import type { Engine } from './engine.ts';

const described = [
  'number',
  'quote_id as quoteId',
  'customer_id as customerId',
  'made_at as madeAt',
  'document_hash as documentHash',
] as const;
const whole = [...described, 'sealed_pdf as sealedPdf', 'sealed_html as sealedHtml'] as const;

/** What is asked of signed agreements. */
export function agreementQueries({ db }: Engine) {
  return {
    /** A worker that comes again with the same quote gets what is there: nothing is ever replaced. */
    async keep(agreement: StoredAgreement): Promise<StoredAgreement> {
      await db
        .insertInto('agreement')
        .values({
          number: agreement.number,
          quote_id: agreement.quoteId,
          customer_id: agreement.customerId,
          made_at: agreement.madeAt,
          document_hash: agreement.documentHash,
          sealed_pdf: agreement.sealedPdf,
          sealed_html: agreement.sealedHtml,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const kept = await db
        .selectFrom('agreement')
        .select(whole)
        .where('quote_id', '=', agreement.quoteId)
        .executeTakeFirst();
      if (!kept) throw new Error('the number belongs to another quote');
      return withInstant(kept);
    },

    async one(number: string): Promise<StoredAgreement | undefined> {
      const found = await db
        .selectFrom('agreement')
        .select(whole)
        .where('number', '=', number)
        .executeTakeFirst();
      return found && withInstant(found);
    },

    async ofCustomer(customerId: string) {
      const found = await db
        .selectFrom('agreement')
        .select(described)
        .where('customer_id', '=', customerId)
        .orderBy('made_at', 'desc')
        .orderBy('number', 'desc')
        .execute();
      return found.map(withInstant);
    },
  };
}

function withInstant<Row extends { madeAt: Date }>(row: Row): Row & { madeAt: string } {
  return { ...row, madeAt: row.madeAt.toISOString() };
}
