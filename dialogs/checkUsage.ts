import { enquiry, entitySaid } from './shared/enquiry.ts';
import { overLimitRows, usageRows } from './shared/usageRows.ts';

/** What was used this cycle, what is left, when it starts anew and what more would cost. */
export const checkUsage = enquiry({
  name: 'checkUsage',
  about: 'line',
  collect: {
    resource: { read: (heard) => entitySaid(heard, 'resource') },
    month: { read: (heard) => entitySaid(heard, 'period') },
  },
  lookUp: (_slots, { carrier, line, language }) => carrier.usage(line, language),
  answer({ asOf, data }, talk, { resource, month }) {
    const { t, format } = talk;
    const asked = data.filter(
      (usage) => resource === undefined || isAbout(usage.resource, resource),
    );
    const shown = asked.length > 0 ? asked : data;
    const [first] = shown;
    if (!first) return { text: t('none'), asOf: t('common:asOf', { at: format.dateTime(asOf) }) };
    const isPast = month !== undefined && month < talk.today.slice(0, 7);
    return {
      title: t('title', { number: talk.identity.maskedNumber }),
      sections: [
        {
          rows: [
            { term: t('cycle'), value: format.period(first.cycle) },
            ...shown.flatMap((usage) => usageRows(usage, talk)),
          ],
        },
        { heading: t('overLimit'), rows: overLimitRows(shown, talk) },
      ],
      notes: [
        ...(isPast ? [t('onlyThisCycle')] : []),
        ...(asked.length === 0 ? [t('notInPlan')] : []),
        t('startsAnew', { at: format.dateTime(first.cycle.end) }),
      ],
      asOf: t('common:asOf', { at: format.dateTime(asOf) }),
      choices: [
        { label: t('common:intent.checkPlan'), start: { dialog: 'checkPlan', slots: {} } },
        { label: t('addOns'), start: { dialog: 'checkPrice', slots: { kind: 'addOn' } } },
      ],
    };
  },
  plainly({ data }, talk, { resource }) {
    const asked = data.filter((usage) => resource && isAbout(usage.resource, resource));
    const shown = asked.length > 0 ? asked : data;
    const [first] = shown;
    const { t, format } = talk;
    const rows = shown
      .flatMap((usage) => usageRows(usage, talk))
      .map(({ term, value }) => t('common:plain.row', { term, value }))
      .join(t('common:listSeparator'));
    return first && t('plain', { rows, at: format.dateTime(first.cycle.end) });
  },
  why: (_slots, { t }) => ({
    text: t('why'),
    choices: [
      {
        label: t('common:intent.itemisedRecords'),
        start: { dialog: 'itemisedRecords', slots: {} },
      },
    ],
  }),
});

/** “流量” means all data, directed data included; 定向流量 means that alone. */
function isAbout(resource: string, asked: string): boolean {
  return resource === asked || (asked === 'data' && resource === 'directedData');
}
