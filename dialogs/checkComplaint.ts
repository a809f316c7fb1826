import { complaintReference } from '../domain/complaint.ts';
import type { Complaint } from '../ports/complaints.ts';
import type { ViewSection } from '../ports/view.ts';
import { appealText } from './shared/complaintView.ts';
import { enquiry } from './shared/enquiry.ts';
import type { Talk } from './shared/talk.ts';

/** All complaints of the number, in place of one number. */
const mine = 'mine';

interface Found {
  readonly asOf: string;
  readonly complaints: readonly Complaint[];
  /** The one asked for is not known under this number. */
  readonly missing?: string;
}

/**
 * Where a complaint stands (R7): all of a proved number's, or one by its reference. The reference alone
 * tells state and days; what was decided about a line is for its holder.
 */
export const checkComplaint = enquiry({
  name: 'checkComplaint',
  about: 'public',
  collect: {
    reference: {
      read: ({ text, phoneNumbers }) =>
        complaintReference(text) ?? (phoneNumbers.length > 0 ? mine : undefined),
      ask: ({ identity, t }) =>
        identity
          ? undefined
          : { key: 'askReference', answers: [{ label: t('choice.mine'), value: mine }] },
    },
  },
  identifies: { slot: 'reference', answer: mine },
  async lookUp({ reference = mine }, { carrier, identity, now }): Promise<Found> {
    const asOf = now.toISOString();
    if (reference !== mine) {
      const found = await carrier.findComplaint(reference);
      return { asOf, complaints: found ? [found] : [], ...(!found && { missing: reference }) };
    }
    if (!identity) throw new Error('complaints of a number that nobody proved');
    const { asOf: read, data } = await carrier.complaints(identity.line);
    return { asOf: read, complaints: data.slice(0, 10) };
  },
  answer({ asOf, complaints, missing }, talk) {
    const { t, format, operator } = talk;
    const hotline = operator.hotline;
    const dated = t('common:asOf', { at: format.dateTime(asOf) });
    const choices = [
      { label: t('common:intent.complain'), start: { dialog: 'makeComplaint', slots: {} } },
      { label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
    ];
    if (missing !== undefined)
      return { text: t('missing', { reference: missing, hotline }), asOf: dated, choices };
    if (complaints.length === 0) return { text: t('none'), asOf: dated, choices };
    return {
      title: t('title'),
      sections: complaints.map((complaint) => section(complaint, talk)),
      notes: [t('ifLate', { hotline }), appealText(talk)],
      asOf: dated,
      choices,
    };
  },
});

function section(complaint: Complaint, { t, format, identity, now }: Talk): ViewSection {
  const { reference, receivedAt, dueAt, state, decidedAt, result, disputedItemId } = complaint;
  const isTheirs = complaint.lineId === undefined || complaint.lineId === identity?.line.id;
  const isLate = state === 'open' && dueAt !== undefined && now.toISOString() >= dueAt;
  // The promise ends with its day: the moment after it is the next one's.
  const lastDay = dueAt && format.date(new Date(Date.parse(dueAt) - 1).toISOString());
  return {
    heading: reference,
    rows: [
      { term: t('state'), value: t(isLate ? 'late' : `is.${state}`), emphasis: true },
      { term: t('receivedAt'), value: format.dateTime(receivedAt) },
      ...(lastDay ? [{ term: t('due'), value: lastDay }] : []),
      ...(disputedItemId && state === 'open'
        ? [{ term: t('dispute'), value: t('notDunned') }]
        : []),
      ...(decidedAt ? [{ term: t('decidedAt'), value: format.dateTime(decidedAt) }] : []),
      ...(state === 'decided'
        ? [{ term: t('result'), value: isTheirs ? (result ?? t('noResult')) : t('resultHidden') }]
        : []),
    ],
  };
}
