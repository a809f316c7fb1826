import { lastMonths } from '../domain/calendar.ts';
import { forbiddenRecords } from '../domain/recordWish.ts';
import type { Dated, RecordKind, RecordTotals } from '../ports/carrier.ts';
import { entitySaid, type Slots } from './shared/enquiry.ts';
import { type GrantedTalk, recordMonths } from './shared/grantedTalk.ts';
import { guardedEnquiry } from './shared/guardedEnquiry.ts';
import { linkNote, type OncePage } from './shared/oncePage.ts';
import type { Talk, ViewDraft } from './shared/talk.ts';
import type { Heard } from './shared/turn.ts';

interface Found {
  readonly totals: Dated<RecordTotals>;
  /** Absent when there is nothing to open. */
  readonly page?: OncePage;
}

const kinds: readonly RecordKind[] = ['voice', 'sms', 'data', 'valueAdded', 'roaming'];

/**
 * Itemised records (R18, rights §5.2): month, kind, fresh code; chat shows totals alone, the records
 * are on a page that opens once. Free, and nobody else's.
 */
export const itemisedRecords = guardedEnquiry<Found>({
  name: 'itemisedRecords',
  stepUp: 'records',
  perDay: 5,
  decline: ({ whose, month }, talk) => {
    if (whose !== undefined) return notHere(`whose.${whose}`, talk);
    if (month === undefined || monthsOf(talk).includes(month)) return undefined;
    return { text: talk.t('monthOutside'), choices: monthAnswers(talk).map(startWith('month')) };
  },
  collect: {
    whose: { read: ({ text }) => forbiddenRecords(text) },
    month: {
      read: (heard) => entitySaid(heard, 'period'),
      ask: (talk) => ({ key: 'askMonth', answers: monthAnswers(talk) }),
    },
    kind: {
      read: kindSaid,
      ask: ({ t }) => ({
        key: 'askKind',
        answers: ['all', ...kinds].map((kind) => ({ label: t(`kind.${kind}`), value: kind })),
      }),
    },
  },
  async lookUp({ month = '', kind }, { carrier, grant, recordsPage }) {
    const totals = await carrier.recordTotals(grant, month);
    if (counted(totals.data, kind).length === 0) return { totals };
    const one = kinds.find((each) => each === kind);
    return { totals, page: recordsPage({ month, ...(one && { kind: one }) }) };
  },
  access: (_found, talk, { month = '', kind = 'all' }) => ({
    words: talk.t('accessed', { month: talk.format.month(month), kind: talk.t(`kind.${kind}`) }),
    facts: { what: 'records', month, kind },
  }),
  answer: answerOf,
});

function answerOf({ totals, page }: Found, talk: GrantedTalk, slots: Slots): ViewDraft {
  const { t, format } = talk;
  const { month = '', kind = 'all' } = slots;
  const asOf = t('common:asOf', { at: format.dateTime(totals.asOf) });
  const values = { month: format.month(month), kind: t(`kind.${kind}`) };
  const choices = [
    { label: t('choice.otherMonth'), start: { dialog: 'itemisedRecords', slots: { kind } } },
    { label: t('common:intent.accessLog'), start: { dialog: 'accessLog', slots: {} } },
  ];
  if (!page) return { text: t('none', values), asOf, choices };
  return {
    title: t('title', { ...values, number: talk.identity.maskedNumber }),
    text: t('text', { minutes: page.minutes }),
    sections: [
      {
        rows: counted(totals.data, kind).map((each) => ({
          term: t(`kind.${each.kind}`),
          value: t('total', { count: each.count, fee: format.money(each.fee) }),
        })),
      },
    ],
    notes: [linkNote(page, talk), t('free'), t('alerted')],
    asOf,
    link: { label: t('open'), url: page.url },
    choices,
  };
}

/** The totals of the kind asked for that are not empty: nothing is said of the others. */
function counted({ kinds: totals }: RecordTotals, kind: string | undefined) {
  return totals.filter((each) => each.count > 0 && (kind === each.kind || kind === 'all'));
}

/** Cannot be had here, and who can give it (E43: a lawful way, R8: an honest no). */
function notHere(key: string, { t, operator }: Talk): ViewDraft {
  return {
    text: t(key, { hotline: operator.hotline }),
    choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  };
}

const monthsOf = ({ now, operator }: Talk) => lastMonths(now, operator.timeZone, recordMonths);

const monthAnswers = (talk: Talk) =>
  monthsOf(talk).map((month) => ({ label: talk.format.month(month), value: month }));

const startWith =
  (slot: string) =>
  ({ label, value }: { label: string; value: string }) => ({
    label,
    start: { dialog: 'itemisedRecords', slots: { [slot]: value } },
  });

/** A kind by its own name, or by what is used: “流量” are data records, whatever the data was for. */
function kindSaid(heard: Heard): string | undefined {
  const resource = entitySaid(heard, 'resource');
  return entitySaid(heard, 'recordKind') ?? (resource === 'directedData' ? 'data' : resource);
}
