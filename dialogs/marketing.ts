import { speaksOfTurningOn, turnsMarketingOn } from '../domain/marketingWords.ts';
import { enquiry } from './shared/enquiry.ts';

/**
 * Advertisements: off in one step and in any words, on only by a whole sentence of the customer's own;
 * never asked for by us, and service notices go on either way (E32, E37, §8.28).
 */
export const marketing = enquiry({
  name: 'marketing',
  about: 'line',
  collect: {
    consent: { read: ({ text }) => (turnsMarketingOn(text) ? text : undefined) },
    isDoubtful: { read: ({ text }) => (speaksOfTurningOn(text) ? 'yes' : undefined) },
    words: { read: ({ text }) => text },
  },
  async lookUp({ wish, consent, isDoubtful, words = '' }, { ownData }) {
    const before = await ownData.marketing();
    if (consent !== undefined) {
      if (before !== 'given') ownData.setMarketing('given', consent);
      return 'on' as const;
    }
    if (wish !== 'off' || isDoubtful) return 'howOn' as const;
    if (before !== 'withdrawn') ownData.setMarketing('withdrawn', words);
    return before === 'given' ? ('off' as const) : ('stillOff' as const);
  },
  answer: (found, { t, operator }) => ({ text: t(found, { hotline: operator.hotline }) }),
});
