import { balanceCover } from '../domain/balanceCover.ts';
import { money } from '../domain/money.ts';
import { enquiry } from './shared/enquiry.ts';

/** The balance, and what it will cover. */
export const checkBalance = enquiry({
  name: 'checkBalance',
  about: 'line',
  lookUp: (_slots, { carrier, line, language }) => carrier.balance(line, language),
  answer({ asOf, data: balance }, talk) {
    const { t, format } = talk;
    const cover = balanceCover(balance.available, balance.arrears, balance.nextMonthlyFees);
    const difference = money(
      Math.abs(cover.afterNextFees.minorUnits),
      cover.afterNextFees.currency,
    );
    const isOwing = balance.arrears.minorUnits > 0;
    return {
      title: t('title', { number: talk.identity.maskedNumber }),
      sections: [
        {
          rows: [
            { term: t('available'), value: format.money(balance.available), emphasis: true },
            { term: t('arrears'), value: format.money(balance.arrears), emphasis: isOwing },
            { term: t('chargesThisCycle'), value: format.money(balance.chargesThisCycle) },
            {
              term: t('nextMonthlyFees'),
              value: format.money(balance.nextMonthlyFees),
              note: t('chargedOn', { at: format.date(balance.nextChargeAt) }),
            },
          ],
        },
      ],
      notes: [
        t(cover.isEnough ? 'enough' : 'notEnough', { amount: format.money(difference) }),
        ...(isOwing ? [t('owing')] : []),
      ],
      asOf: t('common:asOf', { at: format.dateTime(asOf) }),
      choices: ['checkBill', 'checkUsage'].map((dialog) => ({
        label: t(`common:intent.${dialog}`),
        start: { dialog, slots: {} },
      })),
    };
  },
  plainly({ data: balance }, { t, format }) {
    const cover = balanceCover(balance.available, balance.arrears, balance.nextMonthlyFees);
    const { minorUnits, currency } = cover.afterNextFees;
    return t(cover.isEnough ? 'plain.enough' : 'plain.notEnough', {
      available: format.money(balance.available),
      fees: format.money(balance.nextMonthlyFees),
      amount: format.money(money(Math.abs(minorUnits), currency)),
    });
  },
  // What has been taken this month is on the running bill.
  why: (_slots, { today }) => ({ dialog: 'checkBill', slots: { month: today.slice(0, 7) } }),
});
