/** The demo operator's zone has no daylight saving, so a fixed offset is exact. */
const offset = '+08:00';

/** `YYYY-MM` in the operator's zone, `back` months before the one `now` falls in. */
export function monthBack(now: Date, back: number): string {
  const local = new Date(now.getTime() + 8 * 3_600_000);
  const month = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - back, 1));
  return month.toISOString().slice(0, 7);
}

/** The first moment of a month. */
export function monthStart(month: string): string {
  return `${month}-01T00:00:00${offset}`;
}

/** The month after. */
export function nextMonth(month: string): string {
  const [year = 0, index = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 7);
}

/** A whole month as a TM Forum period. */
export function monthPeriod(month: string) {
  return { startDateTime: monthStart(month), endDateTime: monthStart(nextMonth(month)) };
}

/** A moment in the operator's zone. */
export function at(now: Date): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 19) + offset;
}

/** A number from 0 to 1 that a text always gives: demo data is the same on every machine. */
export function seeded(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_917);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}
