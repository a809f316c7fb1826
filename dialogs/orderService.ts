import { regulatedChange } from './shared/regulatedChange.ts';

/** Subscribes to one add-on or value-added service; nothing comes with it unasked (R22–R30, E18). */
export const orderService = regulatedChange({
  name: 'orderService',
  async collect({ carrier, language }) {
    const { data } = await carrier.offers(language);
    return data
      .filter(({ kind }) => kind !== 'plan')
      .map(({ id, name, kind, allowances }) => ({
        id,
        name,
        group: kind === 'addOn' ? (allowances[0]?.resource ?? 'other') : 'valueAddedService',
      }));
  },
  wish: (offerId) => ({ action: 'order', offerId }),
});
