import type { Subscription } from '../ports/carrier.ts';
import type { ViewRow } from '../ports/view.ts';
import { enquiry } from './shared/enquiry.ts';
import type { LineTalk } from './shared/talk.ts';
import { usageRows } from './shared/usageRows.ts';

/** The current plan, and what is left of it this cycle. */
export const checkPlan = enquiry({
  name: 'checkPlan',
  about: 'line',
  async lookUp(_slots, { carrier, line, language }) {
    const [subscriptions, usage] = await Promise.all([
      carrier.subscriptions(line, language),
      carrier.usage(line, language),
    ]);
    const plans = subscriptions.data.filter(({ kind }) => kind === 'plan');
    return {
      plan: plans.find(({ isPending }) => !isPending),
      next: plans.find(({ isPending }) => isPending),
      usage,
    };
  },
  answer({ plan, next, usage }, talk) {
    const { t, format } = talk;
    if (!plan)
      return { text: t('none'), asOf: t('common:asOf', { at: format.dateTime(usage.asOf) }) };
    return {
      title: t('title', { number: talk.identity.maskedNumber }),
      sections: [
        { rows: planRows(plan, talk) },
        ...(next ? [{ heading: t('next'), rows: planRows(next, talk) }] : []),
        { heading: t('left'), rows: usage.data.flatMap((resource) => usageRows(resource, talk)) },
      ],
      asOf: t('common:asOf', { at: format.dateTime(usage.asOf) }),
      choices: [
        ...(next ? ['undoPlanChange'] : ['changePlan']),
        'checkBill',
        'checkContract',
        'checkSubscriptions',
      ].map((dialog) => ({
        label: t(`common:intent.${dialog}`),
        start: { dialog, slots: {} },
      })),
    };
  },
  plainly: ({ plan }, { t, format }) =>
    plan && t('plain', { plan: plan.name, fee: format.money(plan.monthlyFee) }),
});

function planRows(plan: Subscription, { t, format }: LineTalk): ViewRow[] {
  return [
    { term: t('plan'), value: plan.name, emphasis: true },
    { term: t('monthlyFee'), value: format.money(plan.monthlyFee) },
    { term: t('since'), value: format.date(plan.startsAt) },
    {
      term: t('until'),
      value: plan.endsAt
        ? format.lastDay(plan.endsAt)
        : t(plan.autoRenew ? 'monthByMonth' : 'noEnd'),
    },
  ];
}
