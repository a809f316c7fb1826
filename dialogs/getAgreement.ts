import { guardedEnquiry } from './shared/guardedEnquiry.ts';
import { linkNote } from './shared/oncePage.ts';

/** The number's electronic agreements: after a fresh code, a page that opens once (R29, §3.2). */
export const getAgreement = guardedEnquiry({
  name: 'getAgreement',
  stepUp: 'agreement',
  lookUp: (_slots, { line, agreementPage }) => agreementPage(line),
  access: (found, { t }) => found && { words: t('accessed'), facts: { what: 'agreement' } },
  answer: (found, { t, format }) => {
    if (!found) return { text: t('none') };
    return {
      title: t('title'),
      text: t('text', { minutes: found.minutes }),
      sections: [
        {
          rows: found.agreements.map(({ number, madeAt }) => ({
            term: number,
            value: format.dateTime(madeAt),
          })),
        },
      ],
      notes: [linkNote(found, { t })],
      link: { label: t('open'), url: found.url },
    };
  },
});
