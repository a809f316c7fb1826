import type { Period } from './calendar.ts';
import { localParts } from './callbackSlots.ts';
import { chineseNumber } from './numerals.ts';

// When somebody wants to be called, in their own words: “明天下午三点”, “tomorrow at 3 pm”.

interface Wish {
  /** Days from today, a weekday (0 is Sunday) or a day of the month. */
  readonly day?: { readonly ahead?: number; readonly weekday?: number; readonly date?: number };
  /** Hours of the day, from (included) to (excluded). */
  readonly part?: readonly [from: number, to: number];
  /** As said, with the hour twelve hours later where both may be meant. */
  readonly hours?: readonly number[];
  readonly isSoonest?: boolean;
}

const numeral = '十[一二]?|二十[一二三]?|[零一二两三四五六七八九]|[01]?\\d|2[0-3]';
const chineseHour = new RegExp(`(?<hour>${numeral})(?:点钟?|时)`, 'u');
const clock = /(?<![\d:：])(?<hour>[01]?\d|2[0-3])[:：](?<minute>[0-5]\d)/u;
const englishHour =
  /\b(?:at |around )?(?<hour>1[0-2]|0?[1-9])\s*(?:(?<half>[ap])\.?m\b\.?|o['’]?clock)/iu;

const days: ReadonlyArray<readonly [RegExp, number]> = [
  [/大后天/u, 3],
  [/后天|\b(?:the )?day after tomorrow\b/iu, 2],
  [/明[天日早晚]|\btomorrow\b/iu, 1],
  [/今[天日早晚]|\btoday\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b/iu, 0],
];
const dayParts: ReadonlyArray<readonly [RegExp, readonly [number, number]]> = [
  [/凌晨/u, [0, 6]],
  [/上午|早上|[明今]早|早晨|\bmorning\b/iu, [0, 12]],
  [/中午|\b(?:noon|midday|lunch ?time)\b/iu, [11, 14]],
  [/下午|傍晚|\bafternoon\b/iu, [12, 18]],
  [/晚上|[明今]晚|夜里|\b(?:evening|tonight|night)\b/iu, [18, 24]],
];
const chineseWeekdays = '日一二三四五六';
const englishWeekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const chineseWeekday = /(?:周|星期|礼拜)(?<day>[日天一二三四五六])/u;
const englishWeekday = /\b(?<day>sun|mon|tue|wed|thu|fri|sat)(?:s|nes|rs|ur)?(?:day)?\b/iu;
const dayOfMonth = /(?:(?:1[0-2]|[1-9])月)?(?<![\d.])(?<date>[12]?\d|3[01])[号日]/u;
const soonest =
  /越快越好|越早越好|尽快|尽早|最快|最早|马上|随时|都(?:行|可以)|\b(?:asap|as soon as possible|soonest|earliest|any ?time)\b/iu;

/** Whether a message says when. */
export function saysWhen(text: string): boolean {
  return Object.keys(wishIn(text)).length > 0;
}

/** What is left of a message without the words that say when. */
export function withoutWhen(given: string): string {
  const text = given.normalize('NFKC');
  const words = [...days, ...dayParts].map(([pattern]) => pattern);
  const times = [
    chineseHour,
    clock,
    englishHour,
    chineseWeekday,
    englishWeekday,
    dayOfMonth,
    soonest,
  ];
  return [...words, ...times].reduce((rest, pattern) => rest.replace(pattern, ' '), text);
}

/**
 * The slots that these words may mean, in their order; none: nobody can call then. A time without a day is
 * the next such time.
 */
export function slotsMeant(
  text: string,
  slots: readonly Period[],
  timeZone: string,
  today: string,
) {
  const wish = wishIn(text);
  const fitting = slots.filter(({ start }) => fits(wish, localParts(start, timeZone), today));
  const [first] = fitting;
  if (wish.isSoonest) return first ? [first] : [];
  if (wish.day || !first) return fitting;
  const [firstDay] = localParts(first.start, timeZone);
  return fitting.filter(({ start }) => localParts(start, timeZone)[0] === firstDay);
}

function fits({ day, part, hours }: Wish, [local, time]: [string, string], today: string): boolean {
  const hour = Number(time.slice(0, 2));
  const date = new Date(`${local}T00:00:00Z`);
  const ahead = Math.round(
    (date.getTime() - Date.parse(`${today}T00:00:00Z`)) / (24 * 60 * 60_000),
  );
  return (
    (day?.ahead === undefined || day.ahead === ahead) &&
    (day?.weekday === undefined || day.weekday === date.getUTCDay()) &&
    (day?.date === undefined || day.date === date.getUTCDate()) &&
    (part === undefined || (part[0] <= hour && hour < part[1])) &&
    (hours === undefined || hours.includes(hour))
  );
}

function wishIn(given: string): Wish {
  const text = given.normalize('NFKC');
  const part = dayParts.find(([words]) => words.test(text))?.[1];
  const day = dayIn(text);
  const hours = hoursIn(text);
  return {
    ...(day && { day }),
    ...(part && { part }),
    ...(hours && { hours }),
    ...(soonest.test(text) && { isSoonest: true }),
  };
}

function dayIn(text: string): Wish['day'] {
  const ahead = days.find(([words]) => words.test(text))?.[1];
  if (ahead !== undefined) return { ahead };
  const chinese = chineseWeekday.exec(text)?.groups?.day?.replace('天', '日');
  if (chinese) return { weekday: chineseWeekdays.indexOf(chinese) };
  const english = englishWeekday.exec(text)?.groups?.day?.toLowerCase();
  if (english) return { weekday: englishWeekdays.indexOf(english) };
  const date = dayOfMonth.exec(text)?.groups?.date;
  return date === undefined ? undefined : { date: Number(date) };
}

/** “三点” may be either; “15:00” and “3 pm” are one. */
function hoursIn(text: string): readonly number[] | undefined {
  const english = englishHour.exec(text)?.groups;
  if (english?.half) {
    const hour = Number(english.hour) % 12;
    return [english.half.toLowerCase() === 'p' ? hour + 12 : hour];
  }
  const said = (chineseHour.exec(text) ?? clock.exec(text))?.groups?.hour ?? english?.hour;
  if (said === undefined) return undefined;
  const hour = /^\d/.test(said) ? Number(said) : chineseNumber(said);
  return hour >= 1 && hour <= 12 && !/^0/.test(said) ? [hour, (hour + 12) % 24] : [hour];
}
