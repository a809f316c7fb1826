import { enquiry } from './shared/enquiry.ts';

/**
 * What customers ask for and this assistant cannot do: said plainly, with who can (R8: an honest
 * “cannot, here is where”). It changes nothing and offers nothing for sale.
 */
export const notHereYet = enquiry({
  name: 'notHereYet',
  about: 'public',
  lookUp: () => undefined,
  answer: (_found, { t, operator }, { wish = 'other' }) => ({
    text: t(`wish.${wish}`, { hotline: operator.hotline }),
    choices: [
      { label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
      { label: t('common:intent.help'), start: { dialog: 'help', slots: {} } },
    ],
  }),
  why: (_slots, { t, operator }) => ({
    text: t('why', { hotline: operator.hotline }),
    choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  }),
});
