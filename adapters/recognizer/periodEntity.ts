import { addMonths } from '../../domain/calendar.ts';
import type { Entity } from '../../ports/recognizer.ts';
import { chineseMonth, english, englishMonth, month, numbered, relative } from './monthWords.ts';

/** What a way of naming a month comes to, counted from the current month; undefined: not a month after all. */
type Resolve = (match: RegExpExecArray, thisMonth: string) => string | undefined;

const year = (text: string) => (text.length === 2 ? `20${text}` : text);
const pad = (month: number) => String(month).padStart(2, '0');
const relativeYears: Readonly<Record<string, number>> = { 今年: 0, 去年: -1, 前年: -2 };

/** A month without a year is the latest one that is not in the future. */
function latest(month: number, thisMonth: string): string {
  const candidate = `${thisMonth.slice(0, 4)}-${pad(month)}`;
  return candidate <= thisMonth ? candidate : `${Number(thisMonth.slice(0, 4)) - 1}-${pad(month)}`;
}

/** Ways of naming a month, the more telling first. “12个月” is a duration and “may” alone may be a verb. */
const ways: ReadonlyArray<readonly [RegExp, Resolve]> = [
  [
    new RegExp(`(20\\d{2}|\\d{2})\\s*年\\s*(${numbered})\\s*${month}(?!饼)`, 'giu'),
    ([, y = '', m = '']) => `${year(y)}-${pad(chineseMonth(m))}`,
  ],
  [
    new RegExp(`(今年|去年|前年)的?\\s*(${numbered})\\s*${month}(?!饼)`, 'giu'),
    ([, y = '', m = ''], now) =>
      `${Number(now.slice(0, 4)) + (relativeYears[y] ?? 0)}-${pad(chineseMonth(m))}`,
  ],
  [
    /(20\d{2})\s*[-/.]\s*(1[0-2]|0?[1-9])(?!\d)(?!\s*[-/.]\s*\d)/gu,
    ([, y = '', m = '']) => `${y}-${pad(Number(m))}`,
  ],
  [
    /(?<![\d/.])(1[0-2]|0?[1-9])\s*\/\s*(20\d{2})(?!\d)/gu,
    ([, m = '', y = '']) => `${y}-${pad(Number(m))}`,
  ],
  [
    new RegExp(`\\b(${english})\\.?,?\\s+(?:of\\s+)?(20\\d{2})\\b`, 'giu'),
    ([, m = '', y = '']) => `${y}-${pad(englishMonth(m))}`,
  ],
  [
    new RegExp(`\\b(${english})\\.?\\s+(?:of\\s+)?last year\\b`, 'giu'),
    ([, m = ''], now) => `${Number(now.slice(0, 4)) - 1}-${pad(englishMonth(m))}`,
  ],
  [
    new RegExp(`\\blast year'?s?\\s+(${english})\\b`, 'giu'),
    ([, m = ''], now) => `${Number(now.slice(0, 4)) - 1}-${pad(englishMonth(m))}`,
  ],
  [relative.beforePrevious, (_match, now) => addMonths(now, -2)],
  [
    /([一二两三四五六]|[1-6])\s*个月(?:之)?前/gu,
    ([, n = ''], now) => addMonths(now, -(n === '两' ? 2 : chineseMonth(n))),
  ],
  [relative.previous, (_match, now) => addMonths(now, -1)],
  [relative.current, (_match, now) => now],
  [
    new RegExp(
      `(?<![\\d.年第])(?<!\\d\\s)(${numbered})\\s*${month}(?![饼票租球\\d])(?!\\s*[费包])`,
      'giu',
    ),
    ([, m = ''], now) => latest(chineseMonth(m), now),
  ],
  [new RegExp(`(?<![\\d.年第])(${numbered})\\s*月(?:份)?(?=费)`, 'gu'), () => undefined],
  // “may”, “mar” and “sept” are months only where a month is likely: after a preposition or before “bill”.
  [
    new RegExp(`\\b(?:in|for|of|from|during)\\s+(${english})\\b`, 'giu'),
    ([, m = ''], now) => latest(englishMonth(m), now),
  ],
  [
    new RegExp(`\\b(${english})(?:'s)?\\s+(?:bill|usage|charges?|invoice|statement)\\b`, 'giu'),
    ([, m = ''], now) => latest(englishMonth(m), now),
  ],
  [
    new RegExp(`\\b(${english.replace('|may|', '|').replace('mar(?:ch)?', 'mar?ch')})\\b`, 'giu'),
    ([, m = ''], now) => latest(englishMonth(m), now),
  ],
  [/^\s*may[\s.?!]*$/giu, (_match, now) => latest(5, now)],
];

/** Finds the months a message names, in order, none overlapping. `today` is `YYYY-MM-DD`. */
export function periodEntities(text: string, today: string): Entity[] {
  // Full-width digits fold one to one, so offsets stay those of the text as given.
  const folded = text.replace(/[０-９]/g, (digit) =>
    String.fromCharCode(digit.charCodeAt(0) - 0xfee0),
  );
  const found: Entity[] = [];
  for (const [pattern, resolve] of ways) {
    for (const match of folded.matchAll(pattern)) {
      const value = resolve(match as RegExpExecArray, today.slice(0, 7));
      const offset = match.index;
      const length = match[0].length;
      const overlaps = found.some(
        (entity) => offset < entity.offset + entity.length && entity.offset < offset + length,
      );
      if (!overlaps && value !== undefined) {
        found.push({
          category: 'period',
          text: text.slice(offset, offset + length),
          offset,
          length,
          value,
        });
      }
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}
