import { localDateTime } from '../../domain/calendar.ts';
import type { KeptRecord } from './evidence.ts';
import { isDisclosureWhole } from './evidenceBundle.ts';
import type { Words } from './evidenceWords.ts';

/** How an order's facts are told. */
export interface Telling {
  readonly words: Words;
  readonly timeZone: string;
}

interface Fact {
  readonly record: KeptRecord;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Shown in a form of their own, or known from the heading. */
const shownApart = ['quoteId', 'hash', 'text', 'disclosure'];
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The facts of one quote as lines for a person: when and what, the sentences that were shown word
 * for word, and whether each confirmation was of just those. Facts of a kind that is not known, or
 * with something missing, are shown as they are.
 */
export function storyOf(
  chains: ReadonlyArray<readonly KeptRecord[]>,
  quoteId: string,
  telling: Telling,
): readonly string[] {
  const facts = inOrder(chains)
    .map((record) => ({ record, data: dataOf(record) }))
    .filter(({ data }) => data.quoteId === quoteId);
  const shown = facts.find(({ record }) => record.kind === 'disclosed')?.data.hash;
  return facts.flatMap((fact) => linesOf(fact, shown, telling));
}

/** A moment as `YYYY-MM-DD HH:mm:ss` on the operator's clock. */
function localTime(at: string, timeZone: string): string {
  const moment = new Date(at);
  return `${localDateTime(moment, timeZone)}:${moment.toISOString().slice(17, 19)}`;
}

/** By time; but inside a chain its own order counts, whatever the writers' clocks said. */
function inOrder(chains: ReadonlyArray<readonly KeptRecord[]>): readonly KeptRecord[] {
  return chains
    .flatMap((chain) => {
      let latestMs = Number.NEGATIVE_INFINITY;
      return chain.map((record) => {
        latestMs = Math.max(latestMs, Date.parse(record.at));
        return { record, moment: latestMs };
      });
    })
    .sort((one, other) => one.moment - other.moment)
    .map(({ record }) => record);
}

function dataOf({ data }: KeptRecord): Fact['data'] {
  const value: unknown = JSON.parse(data);
  return value !== null && typeof value === 'object' ? { ...value } : {};
}

function linesOf({ record, data }: Fact, shown: unknown, telling: Telling): string[] {
  const { words, timeZone } = telling;
  const { kind, at, position, subject } = record;
  const values = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, shownValue(value, telling)]),
  );
  const sentence = words.find(`kind.${kind}`, values);
  const told = [...shownApart, ...(sentence ? words.places(`kind.${kind}`) : [])];
  const rest = Object.entries(values).filter(([key]) => !told.includes(key));
  const text = typeof data.text === 'string' ? data.text.split('\n') : [];
  return [
    `${localTime(at, timeZone)}  ${sentence ?? kind}`,
    ...text.map((line) => `    | ${line}`),
    ...rest.map(([key, value]) => `    ${key}: ${value}`),
    ...hashLines(data, shown, words),
    `    ${words.say('show.place', { subject, position })}`,
  ];
}

function shownValue(value: unknown, { words, timeZone }: Telling): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return instant.test(value) ? localTime(value, timeZone) : (words.find(`word.${value}`) ?? value);
}

function hashLines({ hash, disclosure }: Fact['data'], shown: unknown, words: Words): string[] {
  if (typeof hash !== 'string') return [];
  if (disclosure !== undefined) {
    const key = isDisclosureWhole({ hash, disclosure }) ? 'show.trueHash' : 'show.falseHash';
    return [`    ${words.say(key, { hash })}`];
  }
  return [`    ${words.say(hash === shown ? 'show.sameHash' : 'show.otherHash', { hash })}`];
}
