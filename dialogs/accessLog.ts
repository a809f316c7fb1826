import type { EvidenceRecord } from '../ports/store.ts';
import { enquiry } from './shared/enquiry.ts';
import type { LineTalk } from './shared/talk.ts';

const shown = 20;

/** Who looked at this number's sensitive data, newest first (R21, E40): from the ledger, as it is. */
export const accessLog = enquiry({
  name: 'accessLog',
  about: 'line',
  async lookUp(_slots, { line, history }) {
    const records = await history(line.customerId);
    return records.filter(({ kind, data }) => kind === 'accessed' && data.lineId === line.id);
  },
  answer(records, talk) {
    const { t, format, now, operator } = talk;
    const asOf = t('common:asOf', { at: format.dateTime(now.toISOString()) });
    const notes = [t('notYou', { hotline: operator.hotline })];
    if (records.length === 0) return { text: t('none'), notes, asOf };
    const rows = records
      .slice(-shown)
      .reverse()
      .map((record) => [
        format.dateTime(record.at),
        whatOf(record, talk),
        t(`channel.${channelOf(record)}`),
      ]);
    return {
      title: t('title', { number: talk.identity.maskedNumber }),
      sections: [{ table: { columns: [t('at'), t('what'), t('channelTerm')], rows } }],
      notes,
      asOf,
    };
  },
});

function whatOf({ data }: EvidenceRecord, { t, format }: LineTalk): string {
  const { what, month, kind } = data as { what: string; month?: string; kind?: string };
  if (data.channel === 'desk') {
    const { agent, reason } = data as { agent: string; reason: string };
    const why = reason === 'handoff' ? t('handoff') : reason;
    return t(`item.${what}`, { agent, reason: why });
  }
  if (month === undefined) return t(`item.${what}`);
  return t(`item.${what}`, {
    month: format.month(month),
    kind: t(`itemisedRecords:kind.${kind ?? 'all'}`),
  });
}

/** Our own doors have a name each; the others are all called one. */
function channelOf({ data }: EvidenceRecord): string {
  const doors = ['directline', 'panel', 'desk', 'wechat', 'wecom'];
  return doors.find((known) => known === data.channel) ?? 'other';
}
