import { regulatedChange } from './shared/regulatedChange.ts';

/** Ends one add-on or value-added service: as many steps as ordering, no reason asked (E24, INV-9). */
export const cancelService = regulatedChange({
  name: 'cancelService',
  async collect({ carrier, line, language }) {
    const { data } = await carrier.subscriptions(line, language);
    return data.map(({ id, name, kind, isEnding, isPending }) => ({
      id,
      name,
      isRefused: isEnding === true || (kind === 'plan' && isPending !== true),
      ...(kind === 'plan' && isPending && { dialog: 'undoPlanChange' }),
    }));
  },
  wish: (subscriptionId) => ({ action: 'cancel', subscriptionId }),
});
