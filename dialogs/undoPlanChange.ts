import { regulatedChange } from './shared/regulatedChange.ts';

/** Takes back a plan change before it begins, free of charge (rights §4.9). */
export const undoPlanChange = regulatedChange({
  name: 'undoPlanChange',
  async collect({ carrier, line, language }) {
    const { data } = await carrier.subscriptions(line, language);
    return data.filter(({ kind, isPending }) => kind === 'plan' && isPending === true);
  },
  takesTheOnly: true,
  wish: (subscriptionId) => ({ action: 'undoPlanChange', subscriptionId }),
});
