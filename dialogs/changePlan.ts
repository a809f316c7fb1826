import { regulatedChange } from './shared/regulatedChange.ts';

/** Moves the line to another plan from the next billing cycle on (R22–R30). Any plan on sale may be chosen (E5). */
export const changePlan = regulatedChange({
  name: 'changePlan',
  async collect({ carrier, line, language }) {
    const [{ data: offers }, { data: held }] = await Promise.all([
      carrier.offers(language),
      carrier.subscriptions(line, language),
    ]);
    const has = new Set(held.map(({ offerId }) => offerId));
    return offers
      .filter(({ kind }) => kind === 'plan')
      .map(({ id, name }) => ({ id, name, isRefused: has.has(id) }));
  },
  wish: (offerId) => ({ action: 'changePlan', offerId }),
});
