import { durationParts, type RetentionRule, retention } from '../domain/policy/retention.ts';
import { enquiry } from './shared/enquiry.ts';
import type { Talk, ViewDraft } from './shared/talk.ts';

/** What we store about a customer, what for, how long and who gets it (R21, E38); what there is of it. */
export const myData = enquiry({
  name: 'myData',
  about: 'public',
  lookUp: (_slots, { ownData }) => ownData?.holdings(),
  answer(holdings, talk): ViewDraft {
    const { t, format, identity, operator, language, now } = talk;
    const counted = holdings && {
      heading: t('counted', { number: identity?.maskedNumber ?? '' }),
      rows: (['conversations', 'messages', 'evidence', 'agreements'] as const).map((kind) => ({
        term: t(`count.${kind}`),
        value: String(holdings[kind]),
      })),
      ...(holdings.since && {
        notes: [t('since', { date: format.date(holdings.since) }), t('notTied')],
      }),
    };
    const columns = ['what', 'purpose', 'howLong'].map((column) => t(`column.${column}`));
    return {
      title: t('title'),
      text: t('text', { operator: operator.legal[language] }),
      sections: [
        ...(counted ? [counted] : []),
        { table: { columns, rows: Object.values(retention).map((rule) => rowOf(rule, talk)) } },
      ],
      notes: [
        t('recipients'),
        t('operatorSystems'),
        t('rights', { hotline: operator.hotline }),
        ...(counted ? [] : [t('notIdentified')]),
      ],
      asOf: t('common:asOf', { at: format.dateTime(now.toISOString()) }),
      choices: ['exportMyData', 'deleteMyData', 'accessLog', 'correctContact'].map((dialog) => ({
        label: t(`common:intent.${dialog}`),
        start: { dialog, slots: {} },
      })),
    };
  },
});

function rowOf({ kind, from }: RetentionRule, { t }: Talk): string[] {
  const howLong = t(`from.${from}`, { duration: keptFor(kind, t) });
  return [t(`kind.${kind}`), t(`purpose.${kind}`), howLong];
}

/** How long a kind of record is kept, in words. */
export function keptFor(kind: RetentionRule['kind'], t: Talk['t']): string {
  const { unit, count } = durationParts(retention[kind].keep);
  return t(`myData:duration.${unit}`, { count });
}
