import { enquiry } from './shared/enquiry.ts';

/** Wrong mail address, name or postal address: said honestly where it is put right (E40, R8). */
export const correctContact = enquiry({
  name: 'correctContact',
  about: 'public',
  lookUp: () => undefined,
  answer: (_found, { t, operator }) => ({
    title: t('title'),
    text: t('text', { hotline: operator.hotline }),
    sections: [
      {
        rows: ['email', 'address', 'name', 'number'].map((what) => ({
          term: t(`what.${what}`),
          value: t(`where.${what}`, { hotline: operator.hotline }),
        })),
      },
    ],
    notes: [t('free')],
    choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  }),
});
