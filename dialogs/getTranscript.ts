import { enquiry } from './shared/enquiry.ts';
import { linkNote } from './shared/oncePage.ts';

/**
 * What was said in this chat, assistant and agents alike, as the customer's own paper: a page that opens
 * once. The number is proved first, so that a browser that was lent shows only the borrower's part.
 */
export const getTranscript = enquiry({
  name: 'getTranscript',
  about: 'line',
  isAside: true,
  lookUp: (_slots, { transcriptPage, line }) => transcriptPage(line),
  answer: (page, { t }) => ({
    title: t('title'),
    text: t('text', { minutes: page.minutes }),
    notes: [linkNote(page, { t }), t('masked')],
    link: { label: t('open'), url: page.url },
  }),
});
