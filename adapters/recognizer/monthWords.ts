// How months are written, also by people who mistype them or write by ear.

const digits: Readonly<Record<string, number>> = {
  ...{ 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10, 十一: 11, 十二: 12 },
  ...{ 元: 1, 正: 1, 腊: 12 },
};

/** A month by its number, as a pattern: “9”, “十一”. */
export const numbered = '1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]';

/** The word behind it, as a pattern: “月”, “月份”, “yue”. */
export const month = '(?:月(?:份)?|yue(?:fen)?(?![a-z]))';

/** 1–12 for what `numbered` finds. */
export const chineseMonth = (text: string): number => digits[text] ?? Number(text);

const englishMonths = [
  'jan(?:uary|uray|urary|aury|uarry)?',
  'feb(?:ruary|uary|urary|raury|ruray|rary)?',
  'mar(?:ch)?',
  'apr(?:il|ill|l)?',
  'may',
  'june?',
  'july?',
  'aug(?:ust|st|sut|u?set)?|agust|auguest',
  'sept?(?:em?ber|mber|tember|etember|emer|ember|emeber)?|setp?em?ber',
  'oct(?:ober|obr|ber|obor|uber)?|ocotber|octobre',
  'nov(?:ember|mber|emeber|emer|embar)?',
  'dec(?:ember|mber|emeber|emer|embar)?|desember',
];

/** English names of months and their short forms, as a pattern. */
export const english = englishMonths.join('|');

/** 1–12 for what `english` finds. */
export function englishMonth(text: string): number {
  return englishMonths.findIndex((pattern) => new RegExp(`^(?:${pattern})$`, 'i').test(text)) + 1;
}

/** 月, and what is typed for it by sound; “上个约会” is none. */
const heard = '(?:月|(?:约|越|阅|悦|粤)(?![会定谈了读南])|yue(?![a-z]))';
/** “month”, and what is typed for it in haste. */
const typed = '(?:mon?th|mo?nht|mont?h?|mnth|mou?nth|moth|mth|montht)(?![a-z])';

/** Months counted from now. */
export const relative = {
  beforePrevious: new RegExp(
    `上上(?:[个各]?月|[个各]${heard})|大上[个各]?月|前[个各]月|\\bsh?ang ?sh?ang ?(?:ge)? ?yue\\b|\\b${typed} (?:before|b4) (?:last|the last)\\b|\\b(?:two|2) months ago\\b`,
    'giu',
  ),
  previous: new RegExp(
    `上[个各]?月(?:份)?|上[个各] ?${heard}|前一[个各]月|\\bsh?[ae]ng ?(?:ge)? ?yue\\b|\\b(?:last|lst|lats|alst|lsat|previous|previos|prev|past) ${typed}|\\bmonth ago\\b`,
    'giu',
  ),
  current: new RegExp(
    `这[个各]?月(?:份)?|这[个各] ?${heard}|本 ?(?:月|yue(?![a-z]))|当月|眼下这月|\\bzh?e ?(?:ge)? ?yue\\b|\\bben ?yue\\b|\\b(?:this|thsi|tihs|ths|current) ${typed}`,
    'giu',
  ),
} as const;
