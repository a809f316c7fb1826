import type { Period } from '../domain/calendar.ts';
import { saysWhen, slotsMeant } from '../domain/timeWords.ts';
import type { BookedCallback } from './shared/callback.ts';
import { bookedView, slotChoices, untimedView } from './shared/callbackView.ts';
import { enquiry, type Slots } from './shared/enquiry.ts';
import type { LineTalk } from './shared/talk.ts';

type Found =
  | { readonly kind: 'booked' | 'changed' | 'already'; readonly booked: BookedCallback }
  | { readonly kind: 'pick' | 'which' | 'notThen'; readonly slots: readonly Period[] }
  | { readonly kind: 'untimed'; readonly reference: string }
  | { readonly kind: 'tooMany' };

/**
 * A person rings back at an hour the customer chooses, within the desk's hours (R31). The number is proved
 * first, so that nobody can have a stranger rung up. Who waited in the queue waits no more once it is booked.
 */
export const callMeBack = enquiry({
  name: 'callMeBack',
  about: 'line',
  isAside: true,
  collect: {
    /** The hour in the customer's words. */
    when: { read: ({ text }) => (saysWhen(text) ? text : undefined) },
  },
  async lookUp(slots, talk): Promise<Found> {
    const { callbacks, leavePerson } = talk;
    const { booked } = callbacks;
    if (callbacks.slots.length === 0) {
      leavePerson();
      return { kind: 'untimed', reference: callbacks.request('talkToPerson') };
    }
    const meant = meantBy(slots, talk);
    const [slot, ...others] = meant ?? [];
    if (meant && !slot) return { kind: 'notThen', slots: callbacks.slots };
    if (slot && others.length > 0) return { kind: 'which', slots: meant ?? [] };
    if (booked && (slot ? slot.start === booked.start : slots.change === undefined))
      return { kind: 'already', booked };
    if (!slot) return { kind: 'pick', slots: callbacks.slots };
    const made = await callbacks.book(slot);
    if (!made) return { kind: 'tooMany' };
    leavePerson();
    return { kind: booked ? 'changed' : 'booked', booked: made };
  },
  answer(found, talk, { change }) {
    const { t, operator } = talk;
    const { hotline } = operator;
    switch (found.kind) {
      case 'untimed':
        return untimedView(talk, found.reference);
      case 'tooMany':
        return { text: t('tooMany', { hotline }) };
      case 'pick':
      case 'which':
      case 'notThen':
        return {
          text: t(found.kind),
          choices: slotChoices(talk, found.slots, change),
        };
      default:
        return bookedView(talk, t(found.kind, { hotline }), found.booked);
    }
  },
});

/** The slots a button or the words mean; undefined: neither says when. */
function meantBy({ at, when }: Slots, { callbacks, operator, today }: LineTalk) {
  if (at !== undefined) return callbacks.slots.filter(({ start }) => start === at);
  return when === undefined
    ? undefined
    : slotsMeant(when, callbacks.slots, operator.timeZone, today);
}

/** The ring-back is not wanted any more: its ticket is withdrawn, and nobody rings. */
export const withdrawCallback = enquiry({
  name: 'withdrawCallback',
  about: 'line',
  isAside: true,
  lookUp: (_slots, { callbacks }) => callbacks.withdraw(),
  answer: (withdrawn, { t }) => ({
    text: withdrawn ? t('withdrawn', { reference: withdrawn.reference }) : t('none'),
    choices: [{ label: t('callMeBack:choice.book'), start: { dialog: 'callMeBack', slots: {} } }],
  }),
});
