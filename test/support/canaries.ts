import { CompiledQuery } from 'kysely';
import type { Engine } from '../../adapters/store/engine.ts';
import { customers } from '../../sandbox/data/customers.ts';
import { holderOf } from '../../sandbox/data/holders.ts';

/** Something that stands where rights §5.3 has “—”: where, what kind of datum, and the test that left it. */
export interface Leak {
  readonly where: string;
  readonly what: string;
  readonly test: string;
}

/** What is looked through: everything that was logged, measured, exported and written to the error output. */
interface Line {
  readonly where: string;
  readonly text: string;
  readonly test: string;
}

/** What every demo customer has and nobody may find, by its kind. */
const planted: ReadonlyArray<readonly [what: string, value: string]> = customers.flatMap(
  (customer) => {
    const { identityNumber, street, iccid, puk, servicePassword } = holderOf(customer);
    return [
      ['number', customer.phoneNumber],
      ['name', customer.familyName + customer.givenName],
      ['birth date', customer.birthDate],
      ['mail address', customer.email ?? ''],
      ['identity number', identityNumber],
      ['address', street],
      ['SIM card', iccid],
      ['PUK', puk],
      ['service password', servicePassword],
    ].filter((each): each is [string, string] => each[1] !== '');
  },
);

const edge = { before: '(?<![\\w.-])', after: '(?![\\w.-])' };
const alone = (pattern: string) => new RegExp(edge.before + pattern + edge.after, 'g');
/** Whoever it belongs to. */
const shapes: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ['a mobile number', alone('(?:\\+?86)?1[3-9]\\d{9}')],
  ['an identity number', alone('[1-9]\\d{5}(?:19|20)\\d{2}[01]\\d[0-3]\\d{4}[\\dXx]')],
];
const sixDigits = alone('\\d{6}');
const numerals = '零一二三四五六七八九';

/** Digits as they may be hidden: full-width, with gaps, in Chinese numerals. */
function squeezed(text: string): string {
  return text
    .replace(/[零〇一二三四五六七八九]/g, (numeral) =>
      String(Math.max(0, numerals.indexOf(numeral))),
    )
    .replace(/(?<=\d)[\s.-](?=\d)/g, '');
}

/** What kinds of data a text gives away; `codes` are the one-time codes that were sent. */
export function leaksOf(written: string, codes: ReadonlySet<string>): string[] {
  const text = written.normalize('NFKC');
  const plain = squeezed(text);
  return [
    ...planted.flatMap(([what, value]) =>
      text.includes(value) || plain.includes(value) ? [what] : [],
    ),
    ...shapes.flatMap(([what, pattern]) => (text.match(pattern) ? [what] : [])),
    ...((text.match(sixDigits) ?? []).some((digits) => codes.has(digits)) ? ['a code'] : []),
  ];
}

/** Every table of a database, column by column: what stands in a row, as text. */
async function rowsOf(engine: Engine): Promise<Line[]> {
  const ask = async (query: string) =>
    (await engine.db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(query))).rows;
  const tables = await ask(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: Line[] = [];
  for (const { name } of tables) {
    for (const row of await ask(`select * from "${String(name)}"`)) {
      const test = testOf(JSON.stringify(row));
      for (const [column, value] of Object.entries(row))
        found.push({ where: `${String(name)}.${column}`, text: textOf(value), test });
    }
  }
  return found;
}

const textOf = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '');

const codes = new Set<string>();
const lines: Line[] = [];
const tests = new Map<string, string>();
let running = 'before the first test';

/** Remembers which test runs, so that a leak can be told to it. */
export function nameTest(title: string): void {
  running = title;
}

/** The title of the test that runs. */
export const runningTest = (): string => running;

/** Remembers whose a conversation is. */
export function noteTalk(id: string): void {
  tests.set(id, running);
}

/** Remembers a code that was sent: it must be found nowhere. */
export function noteCode(code: string): string {
  if (code.length === 6) codes.add(code);
  return code;
}

/** Has something looked through that was written. */
export function noteWritten(where: string, ...written: readonly unknown[]): void {
  lines.push({ where, text: written.map(textOf).join(' '), test: running });
}

function testOf(row: string): string {
  const [id = ''] = /test-[0-9a-f-]{36}/.exec(row) ?? [];
  return tests.get(id) ?? 'a test that cannot be told';
}

/** What a database gives away. */
export async function leaksIn(engine: Engine): Promise<Leak[]> {
  return leaksAmong(await rowsOf(engine));
}

/** What was noted as written gives away. */
export function leaksWritten(): Leak[] {
  return leaksAmong(lines);
}

function leaksAmong(looked: readonly Line[]): Leak[] {
  return looked.flatMap(({ where, text, test }) =>
    leaksOf(text, codes).map((what) => ({ where, what, test })),
  );
}
