import { type Instant, localDate, startOfDay } from './calendar.ts';

/** What the operator promises about complaints: data of the policy (E54). */
export interface ComplaintRules {
  /** Days until the answer, counted from the day after the complaint. */
  readonly answerWithinDays: number;
  /** So many days before, the customer hears that the answer is still to come, and people are told to hurry. */
  readonly remindBeforeDays: number;
  /** Where an appeal goes: a key of `makeComplaint:appeal`. */
  readonly appeal: 'cn' | 'eu';
  /** Days in which the appeal is answered. */
  readonly appealWithinDays: number;
  /** How often the operator is asked whether a complaint is decided, milliseconds. */
  readonly lookEveryMs: number;
  /** After so many days without a decision people alone follow it, not this program. */
  readonly followForDays: number;
}

/** The days of a complaint, as moments in the operator's zone. */
export interface ComplaintDates {
  /** The last day of the promise, `YYYY-MM-DD`. */
  readonly dueOn: string;
  /** That day is over from here on. */
  readonly dueAt: Instant;
  /** Ten in the morning, so that nobody is woken (E33: sane times). */
  readonly remindAt: Instant;
  readonly followUntil: Instant;
}

const dayMs = 24 * 60 * 60_000;
const tenHoursMs = 10 * 60 * 60_000;

/** When a complaint that came in at `at` is due, reminded of and given to people alone. */
export function complaintDates(at: Date, rules: ComplaintRules, timeZone: string): ComplaintDates {
  const dayAfter = (days: number) => addDays(localDate(at, timeZone), days);
  const { answerWithinDays, remindBeforeDays, followForDays } = rules;
  const reminderDay = startOfDay(dayAfter(answerWithinDays - remindBeforeDays), timeZone);
  return {
    dueOn: dayAfter(answerWithinDays),
    dueAt: startOfDay(dayAfter(answerWithinDays + 1), timeZone),
    remindAt: new Date(Date.parse(reminderDay) + tenHoursMs).toISOString(),
    followUntil: startOfDay(dayAfter(followForDays), timeZone),
  };
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** Words that say that one complains, and nothing of the matter. */
const bare =
  /我|你们?|您|要|想|得|去|给|向|找|提个?|一下|个|怎么|如何|哪里|在哪|投诉|申诉|举报|维权|渠道|电话|退费|退款|退钱|赔偿|反映|问题|异议|争议|有|对|提出|i('d| would)? (want|like|wanna|have|need)( to)?|i'm|going|please|how|where|do|can|you|we|make|file|lodge|register|raise|submit|put|in|a|an|the|my|to|with|about|formal|complaints?|complain(ing)?|refund|compensation|dispute|charge/giu;

/**
 * Whether a message says what the complaint is about, not only that there is one: “投诉信号不好没人管”, not
 * “我要投诉”. What it says is then offered back word for word, never filed unasked.
 */
export function statesMatter(text: string): boolean {
  return restOf(text) >= 3;
}

/** Whether an answer to “what is it about?” says anything of it at all. */
export function saysSomething(text: string): boolean {
  return restOf(text) >= 1;
}

/** What is left without the bare words, in characters; a Latin word counts as two. */
function restOf(text: string): number {
  const rest = text.replace(bare, ' ');
  const characters = rest.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = rest.match(/[a-z']{3,}/giu)?.length ?? 0;
  return characters + 2 * words;
}

/** Whether it is about money that was taken: then one line of a bill can be disputed instead. */
export function isAboutMoney(text: string): boolean {
  return /扣费|扣钱|收费|扣了|费用|退费|退款|退钱|账单|乱收|多收|charge|refund|money|bill|overcharg/iu.test(
    text,
  );
}

/** Consonants alone: no mask takes them for a number, and no word comes about by chance. */
const letters = 'BCDFGHJKLMNPQRST';

/** A complaint's number from ten hex digits of chance: `TS-BKDRT-HHMLC`. Forty bits, for it alone opens the status. */
export function complaintReferenceOf(hex: string): string {
  const written = [...hex.slice(0, 10)]
    .map((digit) => letters[Number.parseInt(digit, 16)])
    .join('');
  return `TS-${written.slice(0, 5)}-${written.slice(5)}`;
}

/** The number of a complaint in a message, however it is spaced and whatever its case. */
export function complaintReference(text: string): string | undefined {
  const found = /ts[-\s]*([bcdfghjklmnpqrst]{5})[-\s]*([bcdfghjklmnpqrst]{5})/iu.exec(
    text.normalize('NFKC'),
  );
  return found ? `TS-${found[1]}-${found[2]}`.toUpperCase() : undefined;
}
