import type { Subscription } from '../ports/carrier.ts';
import type { ViewSection } from '../ports/view.ts';
import { enquiry } from './shared/enquiry.ts';
import type { LineTalk } from './shared/talk.ts';

/** Every active subscription: since when, through which channel, until when, renewing or not (R8d, R8e). */
export const checkSubscriptions = enquiry({
  name: 'checkSubscriptions',
  about: 'line',
  lookUp: (_slots, { carrier, line, language }) => carrier.subscriptions(line, language),
  answer({ asOf, data }, talk) {
    const { t, format } = talk;
    return {
      title: t('title', { number: talk.identity.maskedNumber, count: String(data.length) }),
      sections: data.map((subscription) => section(subscription, talk)),
      ...(data.length === 0 && { text: t('none') }),
      asOf: t('common:asOf', { at: format.dateTime(asOf) }),
      choices: ['orderService', 'cancelService'].map((dialog) => ({
        label: t(`common:intent.${dialog === 'orderService' ? 'orderAddOn' : dialog}`),
        start: { dialog, slots: {} },
      })),
    };
  },
  plainly({ data }, { t, format }) {
    const list = data.map(({ name, monthlyFee }) =>
      t('common:feePerMonth', { name, price: format.money(monthlyFee) }),
    );
    if (list.length === 0) return undefined;
    return t('plain', { count: list.length, list: list.join(t('common:listSeparator')) });
  },
});

function section(subscription: Subscription, { t, format }: LineTalk): ViewSection {
  const { endsAt, autoRenew, thirdParty, isPending, isEnding } = subscription;
  const state = isPending ? 'pending' : isEnding ? 'ending' : 'active';
  const until = endsAt ? format.lastDay(endsAt) : t(autoRenew ? 'monthByMonth' : 'noEnd');
  return {
    heading: subscription.name,
    rows: [
      { term: t('kind'), value: t(`common:kind.${subscription.kind}`) },
      { term: t('stateTerm'), value: t(`state.${state}`) },
      { term: t('monthlyFee'), value: format.money(subscription.monthlyFee) },
      { term: t('subscribedAt'), value: format.date(subscription.subscribedAt) },
      { term: t('channel'), value: subscription.channel },
      { term: t('startsAt'), value: format.date(subscription.startsAt) },
      { term: t('until'), value: until },
      { term: t('autoRenew'), value: t(autoRenew ? 'common:yes' : 'common:no') },
      ...(thirdParty ? [{ term: t('thirdParty'), value: thirdParty }] : []),
    ],
  };
}
