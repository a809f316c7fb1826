import { isAboutMoney, saysSomething, statesMatter } from '../domain/complaint.ts';
import { filedView, tooManyView } from './shared/complaintView.ts';
import { enquiry } from './shared/enquiry.ts';
import type { Talk } from './shared/talk.ts';

const noNumber =
  /不留|不想留|不用留|不给|匿名|凭编号|不要号码|without|no number|anonym|reference only/i;
const number = /留号码|留电话|短信通知|发短信给我|verify|by sms|text me/i;

/** A button's words or a short answer to how the customer is reached, and nothing of the matter. */
const isOnlyReach = (text: string) =>
  text.length <= 30 && (noNumber.test(text) || number.test(text)) && !/投诉|complain/i.test(text);

/**
 * A complaint, open to everybody (R6): what it is about in the customer's own words, and how the answer
 * reaches them. Three messages at most (rights §9.4), one when the number is proved and the matter is said.
 */
export const makeComplaint = enquiry({
  name: 'makeComplaint',
  about: 'public',
  collect: {
    /** The matter as it came with the wish: offered back, never filed unasked. */
    said: {
      isOpening: true,
      read: ({ text }) => (statesMatter(text) && !isOnlyReach(text) ? text : undefined),
    },
    what: {
      isOwnWords: true,
      read: ({ text }) => (saysSomething(text) ? text : undefined),
      ask: ({ t }, { said }) => ({
        key: said ? 'askWhatSaid' : 'askWhat',
        ...(said && { data: { said } }),
        answers: [
          ...(said ? [{ label: t('choice.asSaid'), value: said }] : []),
          ...(isAboutMoney(said ?? '') ? [dispute(t)] : []),
        ],
      }),
    },
    reach: {
      read({ text, phoneNumbers }) {
        if (phoneNumbers.length > 0 || number.test(text)) return 'number';
        return noNumber.test(text) ? 'none' : undefined;
      },
      ask: ({ identity, t }) =>
        identity
          ? undefined
          : {
              key: 'askReach',
              answers: [
                { label: t('choice.withNumber'), value: 'number' },
                { label: t('choice.withoutNumber'), value: 'none' },
              ],
            },
    },
  },
  identifies: { slot: 'reach', answer: 'number' },
  lookUp: ({ said, what = '' }, talk) =>
    talk.complain({ words: said && said !== what ? `${said}\n${what}` : what }),
  answer: (filed, talk) => (filed ? filedView(talk, filed) : tooManyView(talk)),
});

const dispute = (t: Talk['t']) => ({
  label: t('common:intent.disputeCharge'),
  value: '',
  start: { dialog: 'disputeCharge', slots: {} },
});
