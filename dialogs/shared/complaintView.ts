import type { ViewRow } from '../../ports/view.ts';
import { type FiledComplaint, mostOpenComplaints } from './complaintFiling.ts';
import type { Talk, ViewDraft } from './talk.ts';

/** Where to go when the answer does not come or does not satisfy (E54): in full, before anybody asks. */
export function appealText({ t, complaintRules: { appeal, appealWithinDays } }: Talk): string {
  return t(`makeComplaint:appeal.${appeal}`, { days: appealWithinDays });
}

/**
 * What a customer is told who has complained: number, day, what happens next, where else to go. Nothing
 * is offered for sale here, and nothing needs a further answer (rights §8.29).
 */
export function filedView(
  talk: Talk,
  { reference, dueOn, isKnown }: FiledComplaint,
  more: { readonly rows?: readonly ViewRow[]; readonly notes?: readonly string[] } = {},
): ViewDraft {
  const { t, identity, operator, complaintRules } = talk;
  const days = complaintRules.answerWithinDays;
  return {
    title: t(isKnown ? 'makeComplaint:titleKnown' : 'makeComplaint:title'),
    sections: [
      {
        rows: [
          { term: t('makeComplaint:reference'), value: reference, emphasis: true },
          ...(isKnown ? [] : [receivedNow(talk)]),
          { term: t('makeComplaint:due'), value: t('makeComplaint:dueValue', { dueOn, days }) },
          ...(more.rows ?? []),
          {
            term: t('makeComplaint:answerBy'),
            value: identity
              ? t('makeComplaint:bySms', { number: identity.maskedNumber })
              : t('makeComplaint:byReference'),
          },
        ],
      },
    ],
    notes: [
      t('makeComplaint:next', { hotline: operator.hotline }),
      ...(more.notes ?? []),
      appealText(talk),
      t('makeComplaint:free'),
    ],
    choices: [
      {
        label: t('makeComplaint:choice.status'),
        start: { dialog: 'checkComplaint', slots: { reference } },
      },
      { label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
    ],
  };
}

const receivedNow = ({ t, format, now }: Talk): ViewRow => ({
  term: t('makeComplaint:receivedAt'),
  value: format.dateTime(now.toISOString()),
});

/** Several are open from this chat: none is lost, and a person hears what else there is (R6). */
export function tooManyView({ t, operator }: Talk): ViewDraft {
  return {
    text: t('makeComplaint:tooMany', { hotline: operator.hotline, count: mostOpenComplaints }),
    choices: [
      {
        label: t('common:choice.person'),
        start: { dialog: 'talkToPerson', slots: { reason: 'complaint' } },
      },
      { label: t('makeComplaint:choice.status'), start: { dialog: 'checkComplaint', slots: {} } },
    ],
  };
}
