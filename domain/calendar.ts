/** A moment as ISO 8601 with an offset, e.g. `2026-11-24T09:30:00+08:00` or `…Z`. */
export type Instant = string;

/** A calendar month in the operator's zone, e.g. `2026-10`. A billing cycle is one month (rights §4.8). */
export type Month = string;

/** From `start` (included) to `end` (excluded). */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

const dayMs = 24 * 60 * 60_000;

/** By zone: making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Swedish, because it writes dates as ISO 8601 does. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(timeZone, format);
  return format;
}

/** Local date and time as `YYYY-MM-DD HH:mm`, the form of every `数据截至` line (R9). */
export function localDateTime(at: Date, timeZone: string): string {
  return formatIn(timeZone).format(at);
}

/** The local date in the operator's zone as `YYYY-MM-DD`. */
export function localDate(at: Date, timeZone: string): string {
  return localDateTime(at, timeZone).slice(0, 10);
}

/** The month a moment falls in, in the operator's zone. */
export function monthOf(at: Date, timeZone: string): Month {
  return localDate(at, timeZone).slice(0, 7);
}

/** The month `offset` months later (negative: earlier). Throws a RangeError on a malformed month. */
export function addMonths(month: Month, offset: number): Month {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (!match) throw new RangeError('a month is YYYY-MM');
  const index = Number(match[1]) * 12 + Number(match[2]) - 1 + offset;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The month a moment falls in and those before it, newest first, `count` in all. */
export function lastMonths(at: Date, timeZone: string, count: number): Month[] {
  const newest = monthOf(at, timeZone);
  return Array.from({ length: count }, (_unused, back) => addMonths(newest, -back));
}

/** First and last day of a month, `YYYY-MM-DD` each: the period a bill is shown with. */
export function monthDays(month: Month): { first: string; last: string } {
  const next = addMonths(month, 1);
  const last = new Date(Date.UTC(Number(next.slice(0, 4)), Number(next.slice(5)) - 1, 0));
  return { first: `${month}-01`, last: last.toISOString().slice(0, 10) };
}

/** The moment a local day begins in a zone, e.g. `2026-12-01` in Asia/Shanghai → `2026-11-30T16:00:00.000Z`. */
export function startOfDay(day: string, timeZone: string): Instant {
  const utcMs = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utcMs)) throw new RangeError('a day is YYYY-MM-DD');
  // Clocks may change on this very day: the earlier of the two midnights that lies in it.
  const midnights = [-dayMs, dayMs]
    .map((awayMs) => new Date(utcMs - offsetMs(new Date(utcMs + awayMs), timeZone)))
    .sort((one, other) => one.getTime() - other.getTime());
  const [earlier, later = earlier] = midnights;
  const start = earlier && localDate(earlier, timeZone) === day ? earlier : later;
  return (start ?? new Date(utcMs)).toISOString();
}

function offsetMs(at: Date, timeZone: string): number {
  const local = Date.parse(`${localDateTime(at, timeZone).replace(' ', 'T')}Z`);
  return local - Math.floor(at.getTime() / 60_000) * 60_000;
}

/** The day so many months later; the 31st becomes the last day of a shorter month (rights §4.8.5). */
export function addMonthsToDay(day: string, count: number): string {
  const month = addMonths(day.slice(0, 7), count);
  const { last } = monthDays(month);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted <= last ? wanted : last;
}
