import { enquiry } from './shared/enquiry.ts';

/**
 * The way to a person, open to everyone at once and without a form (§9.1, INV-15): the hotline, and
 * a ring-back on record for a customer whose number is known.
 */
export const talkToPerson = enquiry({
  name: 'talkToPerson',
  about: 'public',
  isAside: true,
  lookUp: (_slots, { identity, requestCallback }) =>
    identity ? requestCallback('talkToPerson') : undefined,
  answer(reference, { t, operator, identity, format, now }) {
    const hotline = operator.hotline;
    if (!reference || !identity) {
      return {
        text: t('hotline', { hotline }),
        choices: [{ label: t('choice.callMe'), start: { dialog: 'callMeBack', slots: {} } }],
      };
    }
    return {
      text: t('booked', { hotline }),
      sections: [
        {
          rows: [
            { term: t('reference'), value: reference, emphasis: true },
            { term: t('number'), value: identity.maskedNumber },
            { term: t('requestedAt'), value: format.dateTime(now.toISOString()) },
          ],
        },
      ],
    };
  },
});

/** The same after proving the number, so that nobody can have a stranger rung up. */
export const callMeBack = enquiry({
  name: 'callMeBack',
  about: 'line',
  isAside: true,
  lookUp: (_slots, { requestCallback }) => requestCallback('talkToPerson'),
  answer: (reference, { t, operator, identity }) => ({
    text: t('booked', { hotline: operator.hotline }),
    sections: [
      {
        rows: [
          { term: t('talkToPerson:reference'), value: reference, emphasis: true },
          { term: t('talkToPerson:number'), value: identity.maskedNumber },
        ],
      },
    ],
  }),
});
