import { guardedEnquiry } from './shared/guardedEnquiry.ts';
import { linkNote } from './shared/oncePage.ts';
import { whoseElse } from './shared/whoseElse.ts';

/** What unlocks the customer's SIM card: after a fresh code, on a page that opens once; never in chat (R18, rights §5.3). */
export const showPuk = guardedEnquiry({
  name: 'showPuk',
  stepUp: 'puk',
  ...whoseElse,
  async lookUp(_slots, { carrier, grant, privatePage }) {
    const puk = await carrier.simPuk(grant);
    return puk === undefined ? undefined : privatePage('puk');
  },
  access: (page, { t }) => page && { words: t('accessed'), facts: { what: 'puk' } },
  answer(page, { t, operator }) {
    if (!page) return { text: t('none', { hotline: operator.hotline }) };
    return {
      title: t('title'),
      text: t('text', { minutes: page.minutes }),
      notes: [linkNote(page, { t }), t('tenTries', { hotline: operator.hotline }), t('alerted')],
      link: { label: t('open'), url: page.url },
    };
  },
});
