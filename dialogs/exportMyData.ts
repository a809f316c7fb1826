import { guardedEnquiry } from './shared/guardedEnquiry.ts';
import { linkNote } from './shared/oncePage.ts';

/** Everything stored about the proved number's holder as a file: after a fresh code, a page that opens once (E40). */
export const exportMyData = guardedEnquiry({
  name: 'exportMyData',
  stepUp: 'myData',
  async lookUp(_slots, { ownData, myDataPage }) {
    const holdings = await ownData.holdings();
    return { holdings, page: myDataPage() };
  },
  access: (_found, { t }) => ({ words: t('accessed'), facts: { what: 'myData' } }),
  answer: ({ holdings, page }, { t, identity }) => ({
    title: t('title'),
    text: t('text', { minutes: page.minutes }),
    sections: [
      {
        rows: (['conversations', 'messages', 'evidence', 'agreements'] as const).map((kind) => ({
          term: t(`myData:count.${kind}`),
          value: String(holdings[kind]),
        })),
      },
    ],
    notes: [
      linkNote(page, { t }),
      t('oneNumber', { number: identity.maskedNumber }),
      t('masked'),
      t('alerted'),
    ],
    link: { label: t('open'), url: page.url },
  }),
});
