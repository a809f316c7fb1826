import { enquiry } from './shared/enquiry.ts';

/** When the contract ends and what leaving today would cost (D20, D21). */
export const checkContract = enquiry({
  name: 'checkContract',
  about: 'line',
  lookUp: (_slots, { carrier, line, language }) => carrier.subscriptions(line, language),
  answer({ asOf, data }, talk) {
    const { t, format } = talk;
    const bound = data.flatMap(({ name, contract }) => (contract ? [{ name, contract }] : []));
    const at = { asOf: t('common:asOf', { at: format.dateTime(asOf) }) };
    if (bound.length === 0) return { text: t('none'), ...at };
    return {
      title: t('title', { number: talk.identity.maskedNumber }),
      sections: bound.map(({ name, contract }) => ({
        heading: name,
        rows: [
          {
            term: t('period'),
            value: format.period({ start: contract.startsAt, end: contract.endsAt }),
          },
          {
            term: t('feeToday', { date: talk.today }),
            value: format.money(contract.earlyTerminationFeeToday),
            emphasis: true,
          },
        ],
        notes: contract.rule === '' ? [] : [t('rule', { rule: contract.rule })],
      })),
      ...at,
    };
  },
  plainly({ data }, { t, format }) {
    const said = data.flatMap(({ name, contract }) => {
      if (!contract) return [];
      const fee = format.money(contract.earlyTerminationFeeToday);
      const period = format.period({ start: contract.startsAt, end: contract.endsAt });
      return [t('plain', { name, period, fee })];
    });
    return said.length > 0 ? said.join('') : undefined;
  },
  why: (_slots, { t }) => ({
    text: t('why'),
    choices: [
      { label: t('common:intent.getAgreement'), start: { dialog: 'getAgreement', slots: {} } },
    ],
  }),
});
