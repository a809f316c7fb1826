import { type Instant, localDate, localDateTime, type Period, startOfDay } from './calendar.ts';
import { isOpenAt, type OpeningHours } from './openingHours.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Nobody is promised a call sooner than people can see the promise. */
const leadMs = 30 * 60_000;
const daysAhead = 2;

/**
 * The hours in which a person can ring back: whole ones within the opening hours, from half an hour from
 * now to the end of the day after tomorrow (R31). None is made up: who opens at half past nine, calls from ten.
 */
export function callbackSlots(hours: OpeningHours, now: Date, timeZone: string): Period[] {
  const earliestMs = now.getTime() + leadMs;
  const today = localDate(now, timeZone);
  const firstMs = Date.parse(startOfDay(today, timeZone));
  const lastDay = new Date(Date.parse(`${today}T00:00:00Z`) + daysAhead * dayMs);
  const slots: Period[] = [];
  for (let startMs = firstMs; ; startMs += hourMs) {
    const start = new Date(startMs);
    const [day, time] = localParts(start.toISOString(), timeZone);
    if (day > lastDay.toISOString().slice(0, 10)) return slots;
    const lastMinute = new Date(startMs + hourMs - 1);
    const isOpen = isOpenAt(hours, start, timeZone) && isOpenAt(hours, lastMinute, timeZone);
    if (startMs >= earliestMs && isOpen && time.endsWith(':00'))
      slots.push({ start: start.toISOString(), end: new Date(startMs + hourMs).toISOString() });
  }
}

/** Local day `YYYY-MM-DD` and time `HH:mm`. */
export function localParts(at: Instant, timeZone: string): [day: string, time: string] {
  const [day = '', time = ''] = localDateTime(new Date(at), timeZone).split(' ');
  return [day, time];
}

/** When a part of the day begins, and the hour that suits most people in it. */
const parts = [
  { from: '00:00', wanted: '09:00' },
  { from: '12:00', wanted: '14:00' },
  { from: '18:00', wanted: '19:00' },
];

/** The few to show: the first of all, then one for each part of a day; the others are had for the asking. */
export function suggestedSlots(
  slots: readonly Period[],
  timeZone: string,
  most: number,
): readonly Period[] {
  const suggested = new Map<string, Period>();
  const isGood = new Map<string, boolean>();
  for (const [place, slot] of slots.entries()) {
    const [day, time] = localParts(slot.start, timeZone);
    const part = parts.findLast(({ from }) => time >= from);
    const key = `${day} ${part?.from}`;
    if (isGood.get(key)) continue;
    suggested.set(key, slot);
    isGood.set(key, place === 0 || time >= (part?.wanted ?? ''));
  }
  return [...suggested.values()].slice(0, most);
}
