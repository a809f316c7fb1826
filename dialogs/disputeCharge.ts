import type { Bill, BillItem } from '../ports/carrier.ts';
import { billOf } from './shared/billAsked.ts';
import { itemsMeant, toPerson, whichItem } from './shared/billItemAsked.ts';
import type { FiledComplaint } from './shared/complaintFiling.ts';
import { filedView, tooManyView } from './shared/complaintView.ts';
import { enquiry, entitySaid, type Slots } from './shared/enquiry.ts';
import type { LineTalk } from './shared/talk.ts';

interface Found {
  readonly bill?: Bill;
  /** The lines that may be meant; one: that one. */
  readonly items: readonly BillItem[];
  readonly filed?: FiledComplaint;
  /** As many are open from this chat as can be. */
  readonly isTooMany?: boolean;
}

const reasons = ['notOrdered', 'wrongAmount', 'notUsed', 'cancelled'] as const;

/**
 * One line of a bill that the customer does not accept: on record with its amount, which is neither
 * dunned nor a reason to suspend while it is looked into (E53).
 */
export const disputeCharge = enquiry({
  name: 'disputeCharge',
  about: 'line',
  collect: {
    month: { read: (heard) => entitySaid(heard, 'period') },
    item: { read: (heard) => heard.text },
    amount: { read: (heard) => entitySaid(heard, 'amount') },
    reason: {
      isOwnWords: true,
      read: ({ text }) => text,
      async ask(talk, slots) {
        const { items } = await meant(slots, talk);
        const [item] = items;
        // Which line must be clear first, and what is disputed already needs no second reason.
        if (!item || items.length > 1 || item.isDisputed) return undefined;
        return {
          key: 'askReason',
          data: { item: item.name, amount: talk.format.money(item.amount) },
          answers: reasons.map((reason) => {
            const label = talk.t(`reason.${reason}`);
            return { label, value: label };
          }),
        };
      },
    },
  },
  async lookUp(slots, talk): Promise<Found> {
    const found = await meant(slots, talk);
    const [item] = found.items;
    const { reason } = slots;
    if (!item || found.items.length > 1 || item.isDisputed || reason === undefined) return found;
    const words = `${item.name} ${talk.format.money(item.amount)}: ${reason}`;
    const disputed = { itemId: item.id, amount: item.amount };
    const filed = talk.complain({ words, disputed });
    return { ...found, ...(filed ? { filed } : { isTooMany: true }) };
  },
  answer({ bill, items, filed, isTooMany }, talk) {
    const { t, format } = talk;
    if (isTooMany) return tooManyView(talk);
    const [item] = items;
    if (!bill || bill.items.length === 0) return { text: t('noBill'), choices: [toPerson(talk)] };
    if (!item || items.length > 1)
      return whichItem('disputeCharge', items.length > 0 ? items : bill.items, bill, talk);
    const amount = format.money(item.amount);
    if (!filed) return { text: t('already', { item: item.name, amount }), choices: [status(talk)] };
    return filedView(talk, filed, {
      rows: [
        { term: t('item'), value: item.name },
        { term: t('amount'), value: amount, emphasis: true },
      ],
      notes: [t('notDunned', { amount })],
    });
  },
});

async function meant(slots: Slots, talk: LineTalk): Promise<Found> {
  const bill = (await billOf(slots.month, talk))?.data;
  return { ...(bill && { bill }), items: itemsMeant(bill?.items ?? [], slots) };
}

const status = ({ t }: LineTalk) => ({
  label: t('common:intent.complaintStatus'),
  start: { dialog: 'checkComplaint', slots: {} },
});
