import type { Bill, BillItem } from '../../ports/carrier.ts';
import type { Slots } from './enquiry.ts';
import { findNamed } from './naming.ts';
import type { LineTalk, ViewDraft } from './talk.ts';

/** A way to a person as a choice, for where nothing else helps (§9.1). */
export const toPerson = ({ t }: LineTalk) => ({
  label: t('common:choice.person'),
  start: { dialog: 'talkToPerson', slots: {} },
});

/**
 * The lines of a bill that a customer may mean: the chosen one, else those named, else those of just the
 * sum they said, “扣我六块钱”. `item` is an id or the words, `amount` as the recogniser gives it, `600 CNY`.
 */
export function itemsMeant(
  items: readonly BillItem[],
  { item = '', amount: said }: Slots,
): BillItem[] {
  const chosen = items.filter(({ id }) => id === item);
  if (chosen.length > 0) return chosen;
  const named = findNamed(items, item);
  const ofThatSum = (named.length > 0 ? named : items).filter(
    ({ amount }) => `${amount.minorUnits} ${amount.currency}` === said,
  );
  return ofThatSum.length > 0 ? ofThatSum : named;
}

/** So many lines of a bill are offered; who means another one names it. */
const mostOffered = 12;

/**
 * Which line of the bill is meant: each with its amount, as the way into `dialog`, and a person. The
 * dialog's locale has `which` and `choice.item` (R8).
 */
export function whichItem(
  dialog: 'explainCharge' | 'disputeCharge',
  items: readonly BillItem[],
  bill: Bill,
  talk: LineTalk,
): ViewDraft {
  const { t, format } = talk;
  return {
    text: t('which', { month: format.month(bill.month), total: format.money(bill.total) }),
    choices: [
      ...items.slice(0, mostOffered).map((item) => ({
        label: t('choice.item', { item: item.name, amount: format.money(item.amount) }),
        start: { dialog, slots: { month: bill.month, item: item.id } },
      })),
      toPerson(talk),
    ],
  };
}
