import { localDateTime } from './calendar.ts';

/**
 * When people are there, as `HH:mm` in the operator's zone: from the first (included) to the second
 * (excluded). `22:00`–`06:00` goes over midnight; equal ends are around the clock.
 */
export type OpeningHours = readonly [from: string, to: string];

/** Whether people are there at a moment. */
export function isOpenAt(hours: OpeningHours, at: Date, timeZone: string): boolean {
  return isWithin(hours, localDateTime(at, timeZone).slice(-5));
}

/** Whether a time of day, `HH:mm`, lies within the hours. */
export function isWithin([from, to]: OpeningHours, time: string): boolean {
  if (from === to) return true;
  return from < to ? from <= time && time < to : time >= from || time < to;
}
