import type { Disclosure } from '../domain/disclosure.ts';
import type { EvidenceRecord } from '../ports/store.ts';
import type { ViewSection } from '../ports/view.ts';
import { enquiry } from './shared/enquiry.ts';
import { ofLine } from './shared/ownOrders.ts';
import type { LineTalk } from './shared/talk.ts';

/** What was agreed to in chat for this number, and what became of it (R7 order history, R28). Newest first. */
export const checkOrders = enquiry({
  name: 'checkOrders',
  about: 'line',
  lookUp: async (_slots, { line, history }) => ofLine(await history(line.customerId), line.id),
  answer(records, talk) {
    const { t, format, now } = talk;
    const ordered = records.filter(({ kind }) => kind === 'ordered').reverse();
    const asOf = t('common:asOf', { at: format.dateTime(now.toISOString()) });
    if (ordered.length === 0) return { text: t('none'), asOf };
    return {
      title: t('title', { number: talk.identity.maskedNumber }),
      sections: ordered.slice(0, 10).map((record) => section(record, records, talk)),
      asOf,
      choices: [
        { label: t('common:intent.getAgreement'), start: { dialog: 'getAgreement', slots: {} } },
      ],
    };
  },
});

function section(
  order: EvidenceRecord,
  records: readonly EvidenceRecord[],
  { t, format, language }: LineTalk,
): ViewSection {
  const ours = records.filter(({ data }) => data.quoteId === order.data.quoteId);
  const last = (kind: string) => ours.filter((record) => record.kind === kind).at(-1)?.data;
  const disclosure = last('disclosed')?.disclosure as Disclosure | undefined;
  const outcome = last('outcome');
  const agreement = last('agreement');
  const { summary, order: terms } = disclosure ?? {};
  return {
    heading: summary?.productName[language] ?? String(order.data.quoteId),
    rows: [
      ...(terms ? [{ term: t('action'), value: t(`change:action.${terms.action}`) }] : []),
      { term: t('confirmedAt'), value: format.dateTime(order.at) },
      { term: t('state'), value: t(`outcome.${outcome?.outcome ?? 'open'}`), emphasis: true },
      ...(summary
        ? [
            { term: t('monthlyFee'), value: format.money(summary.monthlyFee) },
            { term: t('effectiveAt'), value: format.dateTime(summary.effectiveAt) },
          ]
        : []),
      ...(outcome?.orderNumber
        ? [{ term: t('orderNumber'), value: String(outcome.orderNumber) }]
        : []),
      ...(agreement ? [{ term: t('agreement'), value: String(agreement.number) }] : []),
    ],
  };
}
