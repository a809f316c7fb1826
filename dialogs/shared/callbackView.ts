import type { Period } from '../../domain/calendar.ts';
import { localParts, suggestedSlots } from '../../domain/callbackSlots.ts';
import { type BookedCallback, callbackChoices } from './callback.ts';
import type { Talk, ViewDraft } from './talk.ts';

const mostShown = 5;

/** Hours to choose from, as buttons; any other hour of the desk's is had by saying it. */
export function slotChoices(talk: Talk, slots: readonly Period[], change?: string) {
  const shown = suggestedSlots(slots, talk.operator.timeZone, mostShown);
  return shown.map((slot) => ({
    label: slotLabel(talk, slot),
    start: { dialog: 'callMeBack', slots: { at: slot.start, ...(change && { change }) } },
  }));
}

/** “明天 15:00–16:00”: a day as people call it. */
function slotLabel({ t, format, today, operator }: Talk, slot: Period): string {
  const [day] = localParts(slot.start, operator.timeZone);
  const ahead = Math.round((Date.parse(day) - Date.parse(today)) / (24 * 60 * 60_000));
  return t('callMeBack:slot', {
    day: t(`callMeBack:day.${ahead}`),
    window: format.window(slot).slice('YYYY-MM-DD '.length),
  });
}

/** What is booked: the ticket's number, the hour, the number, and how to change it. */
export function bookedView(talk: Talk, text: string, booked: BookedCallback): ViewDraft {
  const { t, format } = talk;
  const { reference, maskedNumber } = booked;
  return {
    text,
    sections: [
      {
        rows: [
          { term: t('talkToPerson:reference'), value: reference, emphasis: true },
          { term: t('callMeBack:time'), value: format.window(booked), emphasis: true },
          { term: t('talkToPerson:number'), value: maskedNumber },
        ],
      },
    ],
    choices: callbackChoices(talk),
  };
}

/** Without an hour: no time is promised. */
export function untimedView({ t, operator, identity }: Talk, reference: string): ViewDraft {
  return {
    text: t('talkToPerson:booked', { hotline: operator.hotline }),
    sections: [
      {
        rows: [
          { term: t('talkToPerson:reference'), value: reference, emphasis: true },
          { term: t('talkToPerson:number'), value: identity?.maskedNumber ?? '' },
        ],
      },
    ],
  };
}
