const numerals: Record<string, string> = {
  ...{ 〇: '0', 零: '0', 一: '1', 幺: '1', 二: '2', 三: '3', 四: '4', 五: '5' },
  ...{ 六: '6', 七: '7', 八: '8', 九: '9' },
  // As on cheques, where nobody may add a stroke.
  ...{ '○': '0', 壹: '1', 贰: '2', 貳: '2', 叁: '3', 參: '3', 肆: '4', 伍: '5' },
  ...{ 陆: '6', 陸: '6', 柒: '7', 捌: '8', 玖: '9' },
};
/** One digit, in any of the ways people write them: also in circles, raised, lowered or ornamental. */
export const digit =
  '[0-9０-９〇○零一幺二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖⓪①-⑨⁰¹²³⁴-⁹₀-₉\\u{1D7CE}-\\u{1D7FF}]';
/** What may stand between two digits of one number. */
export const gap = '[\\s\\-—.·]?';
/** Inside a long number people leave more room. */
const wideGap = '[\\s\\-–—_.·]{0,3}';

/** What nobody sees, behind a digit: left by copying, or put there to hide a number from a machine. */
const unseen = new RegExp(
  `(?<=${digit})[\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufe0f\\ufeff\\u20e3]+`,
  'gu',
);

/** A text without what nobody sees behind its digits. */
export const withoutUnseen = (text: string) => text.replace(unseen, '');

/** A run of digits written in any of the ways people write them, nothing longer; `count` is of all but the first. */
export const run = (count: string, after = '') =>
  new RegExp(
    `(?<!${digit}${gap})[+＋]?${digit}(?:${wideGap}${digit})${count}${after}(?!${gap}${digit})`,
    'gu',
  );
/** So many digits with nothing between them. */
export const solid = (count: string) =>
  new RegExp(`(?<!${digit}${gap})${digit}${count}(?!${gap}${digit})`, 'gu');

/** Digits as ASCII, without what people put between them: `１３８ 0013-8000` → `13800138000`. */
export function plainDigits(text: string): string {
  return [...text.normalize('NFKC')]
    .map((character) => numerals[character] ?? character)
    .join('')
    .replace(/\D/g, '');
}

/** Emergency, operator and company numbers, and SMS of companies (106…): nobody's own (rights §5.3). */
export const serviceNumber = /^(?:\d{3,6}|100\d{4}|[48]00\d{7}|9[56]\d{3,6}|106\d+)$/;

/** A national mobile number. */
export const isMobile = (digits: string) => /^1[3-9]\d{9}$/.test(digits);
/** Without China's prefix, where a mobile number follows it. */
export const withoutCountry = (digits: string) => digits.replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, '');

/** A day as `YYYYMMDD`. */
export function isDate(digits: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d\d)(\d\d)$/.exec(digits) ?? [];
  const isIn = (value: string, least: number, most: number) => +value >= least && +value <= most;
  return isIn(year, 1900, 2100) && isIn(month, 1, 12) && isIn(day, 1, 31);
}

/** 18 digits with the day of birth in the middle, or 15 of the first generation. */
export function isIdentity(digits: string): boolean {
  if (digits.length === 15) return isDate(`19${digits.slice(6, 12)}`);
  return digits.length === 18 && isDate(digits.slice(6, 14));
}

/** The check digit of bank cards (ISO/IEC 7812, Luhn); a SIM card's number has one too and begins with 89. */
export function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, each, place) => {
    const doubled = place % 2 === 0 ? Number(each) : Number(each) * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return /^(?!89)\d{16,19}$/.test(digits) && sum % 10 === 0;
}
