import { chineseNumber, chineseNumerals } from '../../domain/numerals.ts';
import type { Entity } from '../../ports/recognizer.ts';

const chinese = `[${chineseNumerals}]+`;
const english: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  'a hundred': 100,
  'one hundred': 100,
  'two hundred': 200,
};
const words = Object.keys(english)
  .sort((a, b) => b.length - a.length)
  .join('|');
/** “一块办了” is “done together”, not a yuan. */
const together = '一块(?!钱|[半一二三四五六七八九]|[^\\p{L}]|$)';
const figures = '\\d{1,6}(?:\\.\\d{1,2})?';

/** Ways of naming a sum. `sum` is counted in the unit; `more` is what follows it, “十块五”; `pay` stands for a unit. */
const ways: readonly RegExp[] = [
  new RegExp(`(?<sign>[¥￥$]|\\b(?:rmb|cny|usd))\\s*(?<sum>${figures})(?![\\d.])`, 'giu'),
  new RegExp(
    `(?<![\\d.])(?!${together})(?<sum>${figures}|${chinese})\\s*(?<sign>元|圆|块钱?|美元|美金|毛钱?|角钱?|分钱)(?<more>[一二三四五六七八九半](?![\\p{Script=Han}]))?(?!套餐|包|档)`,
    'gu',
  ),
  new RegExp(
    `(?<![\\d.\\w])(?<sum>${figures}|${words})\\s*(?<sign>yuan|rmb|cny|kuai|bucks|dollars?|usd)\\b`,
    'giu',
  ),
  new RegExp(
    `(?:充值?|[交缴付存])(?:个|了|上)?\\s*(?<sum>${figures}|${chinese})(?![\\d.个\\p{Script=Han}\\p{L}])`,
    'gu',
  ),
  new RegExp(
    `\\b(?:top ?up|recharge|pay|add|load|put)(?: (?:me|my phone|my account|with|by))?\\s+(?<sum>${figures}|${words})(?![\\d.]|\\s*(?:gb?|mb?|gigs?|min|text|sms)\\b)`,
    'giu',
  ),
];

/** How many hundredths one of these is. */
function hundredths(sign: string): number {
  if (/^[毛角]/u.test(sign)) return 10;
  return sign.startsWith('分') ? 1 : 100;
}

/**
 * Finds sums of money, in order, none overlapping. The value is an integer of minor units and the ISO 4217
 * code: “三十块” is `3000 CNY`. “99 元套餐” is a name and no sum.
 */
export function amountEntities(text: string): Entity[] {
  const folded = text.replace(/[０-９．＄]/g, (wide) =>
    String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
  const found: Entity[] = [];
  for (const way of ways) {
    for (const match of folded.matchAll(way)) {
      const { sum = '', sign = '', more = '' } = match.groups ?? {};
      const offset = sign === '' ? match.index + match[0].lastIndexOf(sum) : match.index;
      const length = match.index + match[0].length - offset;
      const overlaps = found.some(
        (other) => offset < other.offset + other.length && other.offset < offset + length,
      );
      if (overlaps) continue;
      const minor = Math.round(numberOf(sum) * hundredths(sign)) + tenths(more, sign);
      const currency = /^(?:\$|usd|dollar|美)/iu.test(sign) ? 'USD' : 'CNY';
      found.push({
        category: 'amount',
        text: text.slice(offset, offset + length),
        offset,
        length,
        value: `${minor} ${currency}`,
      });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

/** “十块五” is ten and five tenths, “三块半” three and a half. */
function tenths(more: string, sign: string): number {
  if (more === '') return 0;
  const digit = more === '半' ? 5 : chineseNumber(more);
  return (digit * hundredths(sign)) / 10;
}

function numberOf(sum: string): number {
  if (/^\d/.test(sum)) return Number(sum);
  return english[sum.toLowerCase()] ?? chineseNumber(sum);
}
