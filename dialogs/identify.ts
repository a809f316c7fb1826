import { enquiry } from './shared/enquiry.ts';

/** “This is my number”: proves it and says what can be asked now. */
export const identify = enquiry({
  name: 'identify',
  about: 'line',
  lookUp: () => undefined,
  answer: (_found, { t, identity }) => ({
    text: t('known', { number: identity.maskedNumber }),
    choices: ['checkUsage', 'checkBill', 'checkBalance', 'checkPlan'].map((dialog) => ({
      label: t(`common:intent.${dialog}`),
      start: { dialog, slots: {} },
    })),
  }),
});
