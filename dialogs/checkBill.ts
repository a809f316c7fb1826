import { addMonths } from '../domain/calendar.ts';
import type { Bill, BillItem, BillSummary, Dated } from '../ports/carrier.ts';
import type { ViewRow } from '../ports/view.ts';
import { enquiry, entitySaid } from './shared/enquiry.ts';
import type { LineTalk, ViewDraft } from './shared/talk.ts';

type Found = {
  asked?: string;
  bill?: Dated<Bill | undefined>;
  bills?: Dated<readonly BillSummary[]>;
};

/** All bills of six months, or one of them by item, each item explained (R8a). */
export const checkBill = enquiry({
  name: 'checkBill',
  about: 'line',
  collect: { month: { read: (heard) => entitySaid(heard, 'period') } },
  async lookUp({ month }, { carrier, line, language }): Promise<Found> {
    if (month === undefined) return { bills: await carrier.bills(line, language) };
    const bill = await carrier.bill(line, month, language);
    if (bill.data) return { asked: month, bill };
    return { asked: month, bills: await carrier.bills(line, language) };
  },
  answer({ asked, bill, bills }, talk) {
    if (bill?.data) return oneBill(bill.data, bill.asOf, talk);
    const list = billList(bills?.data ?? [], bills?.asOf ?? talk.now.toISOString(), talk);
    if (asked === undefined) return list;
    return { ...list, text: talk.t('noBill', { month: talk.format.month(asked) }) };
  },
  plainly({ bill, bills }, talk) {
    if (bill?.data) return plainBill(bill.data, talk);
    const newest = bills?.data.find(({ state }) => state !== 'notYetIssued');
    return newest && talk.t('plain.list', plainTotal(newest, talk));
  },
  why: ({ month }) => ({
    dialog: 'explainCharge',
    slots: { ...(month !== undefined && { month }), item: '' },
  }),
});

function billList(bills: readonly BillSummary[], asOf: string, talk: LineTalk): ViewDraft {
  const { t, format } = talk;
  if (bills.length === 0) {
    return { text: t('noBills'), asOf: t('common:asOf', { at: format.dateTime(asOf) }) };
  }
  const rows = bills.map((bill) => [
    format.month(bill.month),
    format.money(bill.total),
    bill.unpaid.minorUnits > 0
      ? t('unpaid', { amount: format.money(bill.unpaid) })
      : t(`state.${bill.state}`),
  ]);
  return {
    title: t('title', { number: talk.identity.maskedNumber }),
    sections: [{ table: { columns: [t('month'), t('total'), t('stateTerm')], rows } }],
    asOf: t('common:asOf', { at: format.dateTime(asOf) }),
    choices: bills.slice(0, 7).map((bill) => monthChoice(bill.month, talk)),
  };
}

function monthChoice(month: string, { t, format }: LineTalk) {
  return {
    label: t('choice.month', { month: format.month(month) }),
    start: { dialog: 'checkBill', slots: { month } },
  };
}

function plainTotal({ month, total, state }: BillSummary, { t, format }: LineTalk) {
  return { month: format.month(month), total: format.money(total), state: t(`state.${state}`) };
}

/** The total and what makes most of it. */
function plainBill(bill: Bill, talk: LineTalk): string {
  const [largest] = [...bill.items].sort((a, b) => b.amount.minorUnits - a.amount.minorUnits);
  const total = plainTotal(bill, talk);
  if (!largest) return talk.t('plain.list', total);
  const { name: item, amount } = largest;
  return talk.t('plain.one', { ...total, item, amount: talk.format.money(amount) });
}

function oneBill(bill: Bill, asOf: string, talk: LineTalk): ViewDraft {
  const { t, format } = talk;
  const due = bill.dueDate ? [{ term: t('due'), value: format.date(bill.dueDate) }] : [];
  const owed =
    bill.unpaid.minorUnits > 0
      ? [{ term: t('unpaidTerm'), value: format.money(bill.unpaid), emphasis: true }, ...due]
      : [];
  return {
    title: t('oneTitle', { month: format.month(bill.month), number: talk.identity.maskedNumber }),
    sections: [
      {
        rows: [
          { term: t('period'), value: format.period(bill.period) },
          { term: t('total'), value: format.money(bill.total), emphasis: true },
          { term: t('stateTerm'), value: t(`state.${bill.state}`) },
          ...owed,
        ],
      },
      { heading: t('items'), rows: bill.items.map((item) => itemRow(item, talk)) },
    ],
    notes: [...(bill.state === 'notYetIssued' ? [t('running')] : []), t('sums')],
    asOf: t('common:asOf', { at: format.dateTime(asOf) }),
    choices: [
      {
        label: t('choice.why'),
        start: { dialog: 'explainCharge', slots: { month: bill.month, item: '' } },
      },
      monthChoice(addMonths(bill.month, -1), talk),
      { label: t('choice.list'), start: { dialog: 'checkBill', slots: {} } },
    ],
  };
}

/** An item with whatever the customer needs to check it: quantity, unit price, who gets the money. */
function itemRow(item: BillItem, { t, format }: LineTalk): ViewRow {
  const facts = [
    item.quantity && item.unitPrice
      ? t('quantityTimesPrice', { quantity: item.quantity, unitPrice: item.unitPrice })
      : (item.quantity ?? item.unitPrice),
    item.thirdParty && t('thirdParty', { name: item.thirdParty }),
    item.isDisputed ? t('disputed') : undefined,
    item.explanation,
  ];
  return {
    term: item.name,
    value: format.money(item.amount),
    note: facts.filter(Boolean).join(t('separator')),
  };
}
