import type { Allowance, Offer, OverLimitRate } from '../../ports/carrier.ts';
import type { ViewRow } from '../../ports/view.ts';
import type { Talk } from './talk.ts';

/** What is paid every month, fees named one by one when there are several (E6: nothing beyond the marked price). */
export function feeText(offer: Offer, { t, format }: Talk): string {
  if (offer.fees.length === 0) return t('common:free');
  return offer.fees
    .map(({ name, price, perMonth }) =>
      t(perMonth ? 'common:feePerMonth' : 'common:feeOnce', { name, price: format.money(price) }),
    )
    .join(t('common:listSeparator'));
}

/** One allowance with amount, scope and rollover (R8b). */
export function allowanceText(allowance: Allowance, { t, format }: Talk): string {
  const amount = allowance.quantity ? format.quantity(allowance.quantity) : t('common:unlimited');
  return t('common:allowance', {
    amount,
    scope: allowance.scope,
    rollover: t(allowance.rollover ? 'common:rollsOver' : 'common:noRollover'),
  });
}

/** What use beyond the allowance costs, with rounding and cap (R8c, D12). */
export function overLimitText(rate: OverLimitRate, { t, format }: Talk): string {
  const cap = rate.cap
    ? t('checkUsage:cap', { amount: format.money(rate.cap) })
    : t('checkUsage:noCap');
  return t('common:overLimit', {
    price: format.money(rate.price),
    per: format.per(rate.per),
    rounding: rate.rounding,
    cap,
  });
}

/**
 * Everything the price of an offer depends on, in one size and one place (R8b, R8c, E8): fees,
 * allowances, over-limit price, limits, conditions, contract, renewal, third party, tariff id.
 */
export function offerRows(offer: Offer, talk: Talk): ViewRow[] {
  const { t } = talk;
  const list = (sentences: readonly string[]) =>
    sentences.length > 0 ? sentences.join(t('common:listSeparator')) : t('common:none');
  return [
    { term: t('common:term.fee'), value: feeText(offer, talk), emphasis: true },
    ...offer.allowances.map((allowance) => ({
      term: allowance.name,
      value: allowanceText(allowance, talk),
    })),
    ...offer.overLimitRates.map((rate) => ({
      term: t('common:term.overLimit', { resource: t(`common:resource.${rate.resource}`) }),
      value: overLimitText(rate, talk),
    })),
    { term: t('common:term.limits'), value: list(offer.limits) },
    { term: t('common:term.conditions'), value: list(offer.conditions) },
    {
      term: t('common:term.contract'),
      value:
        offer.contractMonths > 0
          ? t('common:contractMonths', { months: offer.contractMonths })
          : t('common:noContract'),
    },
    ...(offer.contractMonths > 0
      ? [{ term: t('common:term.earlyTermination'), value: offer.earlyTerminationRule }]
      : []),
    { term: t('common:term.autoRenew'), value: t(offer.autoRenew ? 'common:yes' : 'common:no') },
    ...(offer.thirdParty ? [{ term: t('common:term.thirdParty'), value: offer.thirdParty }] : []),
    { term: t('common:term.tariffId'), value: offer.tariffId },
  ];
}
