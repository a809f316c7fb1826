const digits = '零一二三四五六七八九';
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** What a Chinese number is made of, up to thousands; for patterns. */
export const chineseNumerals = '零一二两三四五六七八九十百千';

/**
 * What a Chinese number comes to: “一百二十九” is 129, “两百五” 250, “一千零五” 1005, figure by figure
 * “一二九” 129. NaN for what is no number.
 */
export function chineseNumber(said: string): number {
  const plain = said.replaceAll('两', '二');
  if (![...plain].some((character) => character in units))
    return Number([...plain].map((character) => digits.indexOf(character)).join(''));
  let total = 0;
  let digit = 0;
  let lastUnit = 1;
  for (const character of plain) {
    const unit = units[character];
    if (unit === undefined) {
      digit = digits.indexOf(character);
      if (digit === 0) lastUnit = 1;
    } else {
      total += (digit || 1) * unit;
      digit = 0;
      lastUnit = unit;
    }
  }
  // “两百五” leaves out the unit of its last figure.
  return total + (lastUnit > 10 ? (digit * lastUnit) / 10 : digit);
}
