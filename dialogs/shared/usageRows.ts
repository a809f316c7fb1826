import type { ResourceUsage } from '../../ports/carrier.ts';
import type { ViewRow } from '../../ports/view.ts';
import type { LineTalk } from './talk.ts';

/**
 * One resource as the customer reads it: limit, used, left or over, and what more costs (R8b, R8c,
 * R12). “Unlimited” and “no charge beyond” are said, not left out.
 */
export function usageRows(usage: ResourceUsage, { t, format }: LineTalk): ViewRow[] {
  const word = (key: string, data?: Record<string, string>) => t(`checkUsage:${key}`, data);
  const used = format.quantity(usage.used);
  if (!usage.limit) return [{ term: usage.name, value: word('usedOfUnlimited', { used }) }];
  if (usage.limit.amount === 0) return [{ term: usage.name, value: word('notIncluded', { used }) }];
  const leftAmount = usage.limit.amount - usage.used.amount;
  const left = format.quantity({ amount: Math.abs(leftAmount), unit: usage.limit.unit });
  return [
    {
      term: usage.name,
      value: word(leftAmount >= 0 ? 'left' : 'over', { left }),
      note: word('usedOf', { used, limit: format.quantity(usage.limit) }),
      emphasis: leftAmount <= 0,
    },
  ];
}

/** What each resource costs beyond its limit, with unit, rounding and cap (R8c, D12). */
export function overLimitRows(
  usages: readonly ResourceUsage[],
  { t, format }: LineTalk,
): ViewRow[] {
  return usages.map(({ name, overLimitRate: rate }) => {
    if (!rate) return { term: name, value: t('checkUsage:noOverLimit') };
    const cap = rate.cap
      ? t('checkUsage:cap', { amount: format.money(rate.cap) })
      : t('checkUsage:noCap');
    return {
      term: name,
      value: t('checkUsage:rate', {
        price: format.money(rate.price),
        per: format.per(rate.per),
      }),
      note: [rate.rounding, cap].filter(Boolean).join(t('checkUsage:separator')),
    };
  });
}
