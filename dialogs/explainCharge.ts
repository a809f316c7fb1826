import type { Bill, BillItem } from '../ports/carrier.ts';
import { billOf } from './shared/billAsked.ts';
import { itemsMeant, toPerson, whichItem } from './shared/billItemAsked.ts';
import { enquiry, entitySaid } from './shared/enquiry.ts';
import type { LineTalk, ViewDraft } from './shared/talk.ts';

/** “Why was I charged this”: one item of a bill in the catalogue's own words, never invented (R8). */
export const explainCharge = enquiry({
  name: 'explainCharge',
  about: 'line',
  collect: {
    month: { read: (heard) => entitySaid(heard, 'period') },
    item: { read: (heard) => heard.text },
    amount: { read: (heard) => entitySaid(heard, 'amount') },
  },
  async lookUp(slots, talk) {
    const bill = await billOf(slots.month, talk);
    return { bill, items: itemsMeant(bill?.data?.items ?? [], slots) };
  },
  answer({ bill, items }, talk) {
    if (!bill?.data) return { text: talk.t('noBill'), choices: [toPerson(talk)] };
    const [item] = items;
    if (item && items.length === 1) return explained(item, bill.data, bill.asOf, talk);
    return whichItem('explainCharge', items.length > 0 ? items : bill.data.items, bill.data, talk);
  },
  plainly({ items }, { t, format }) {
    const [item] = items;
    if (!item || items.length > 1) return undefined;
    const explanation = item.explanation || t('unknown');
    return t('plain', { item: item.name, amount: format.money(item.amount), explanation });
  },
  why: (_slots, { t }) => ({
    text: t('why'),
    choices: ['checkSubscriptions', 'talkToPerson'].map((dialog) => ({
      label: t(`common:intent.${dialog}`),
      start: { dialog, slots: {} },
    })),
  }),
});

function explained(item: BillItem, bill: Bill, asOf: string, talk: LineTalk): ViewDraft {
  const { t, format } = talk;
  const optional = (key: string, value: string | undefined) =>
    value ? [{ term: t(key), value }] : [];
  return {
    title: t('title', { item: item.name }),
    text: item.explanation === '' ? t('unknown') : item.explanation,
    sections: [
      {
        rows: [
          { term: t('amount'), value: format.money(item.amount), emphasis: true },
          { term: t('bill'), value: format.month(bill.month) },
          { term: t('period'), value: format.period(item.period) },
          ...optional('quantity', item.quantity),
          ...optional('unitPrice', item.unitPrice),
          { term: t('payee'), value: item.thirdParty ?? t('operator') },
        ],
      },
    ],
    notes: item.isDisputed ? [t('disputed')] : [],
    asOf: t('common:asOf', { at: format.dateTime(asOf) }),
    choices: [
      {
        label: t('choice.bill', { month: format.month(bill.month) }),
        start: { dialog: 'checkBill', slots: { month: bill.month } },
      },
      ...(item.isDisputed ? [] : [dispute(item, bill, talk)]),
      toPerson(talk),
    ],
  };
}

const dispute = ({ id }: BillItem, { month }: Bill, { t }: LineTalk) => ({
  label: t('common:intent.disputeCharge'),
  start: { dialog: 'disputeCharge', slots: { month, item: id } },
});
