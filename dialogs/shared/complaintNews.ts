import type { Language } from '../../domain/language.ts';
import { sendSms } from './accessNotices.ts';
import { appealText } from './complaintView.ts';
import { liveIdentity, show, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** Something new about a complaint (N18): it arrived, its day is near, its day is over, it is decided. */
export interface ComplaintNews {
  readonly what: 'received' | 'nearlyDue' | 'overdue' | 'decided';
  readonly reference: string;
  readonly language: Language;
  readonly dueAt: string;
  /** The operator's own words on the decision. */
  readonly result?: string;
  /** Whose complaint; absent: nobody proved a number, and this conversation is the only way to them. */
  readonly holder?: {
    readonly lineId: string;
    readonly customerId: string;
    /** Personal data, only ever sealed. */
    readonly phoneNumber: string;
  };
}

/**
 * Tells it in chat and by SMS, each once. A service notice: no offer in it (E33). What was decided is
 * read by the holder alone; in chat others read that there is news.
 */
export async function sayComplaintNews(turn: Turn, news: ComplaintNews): Promise<void> {
  const { what, reference, language, holder, result } = news;
  const talk = talkOf(turn, 'makeComplaint', language);
  const { t, operator, format } = talk;
  const last = new Date(Date.parse(news.dueAt) - 1).toISOString();
  const values = {
    operator: operator.name[language],
    hotline: operator.hotline,
    reference,
    due: format.date(last),
    result: result?.replace(/[。.]+$/, '') ?? t('noResult', { hotline: operator.hotline }),
    appeal: appealText(talk),
  };
  if (holder) sendSms(turn, holder.phoneNumber, t(`sms.${what}`, values));
  const isTheirs = holder === undefined || liveIdentity(turn)?.line.id === holder.lineId;
  const isTold = what !== 'received';
  for (const channel of [...(holder ? ['sms'] : []), ...(isTold ? ['chat'] : [])]) {
    turn.record({
      kind: 'notified',
      subject: holder?.customerId ?? turn.conversationId,
      at: turn.now.toISOString(),
      data: { reference, notice: `complaint.${what}`, channel, rules: ['E54'] },
    });
  }
  // That it was received has been said in chat already.
  if (!isTold) return;
  await show(
    turn,
    {
      text: isTheirs ? t(`news.${what}`, values) : t('news.aside'),
      choices: [
        {
          label: t('choice.status'),
          start: { dialog: 'checkComplaint', slots: isTheirs ? { reference } : {} },
        },
        { label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
      ],
    },
    language,
  );
}
