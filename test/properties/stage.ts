import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Engine } from '../../adapters/store/engine.ts';
import { openEngine } from '../../adapters/store/openEngine.ts';
import { storeOn } from '../../adapters/store/store.ts';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { closeAtEnd } from '../support/closing.ts';
import { silentLog } from '../support/world.ts';

/** The one database of all dialogues; wiped before each. */
export interface Memory {
  readonly engine: Engine;
  readonly store: Store;
}

let opened: Promise<Memory> | undefined;

/** Opens the memory at its first use. */
export function memory(): Promise<Memory> {
  opened ??= (async () => {
    const engine = await openEngine({ kind: 'pglite' }, silentLog);
    const store = await storeOn(engine, silentLog);
    closeAtEnd(() => store.close());
    return { engine, store };
  })();
  return opened;
}

/** Leaves the memory to a dialogue that may still write into it; the next one gets another. */
export function leaveMemory(): void {
  opened = undefined;
}

const tables = [
  'conversation',
  'activity',
  'inbox',
  'intent',
  'evidence',
  'link',
  'agreement',
  'counter',
];
const appendOnly = ['evidence', 'agreement'];

/** Forgets everything. The proof cannot be wiped as it is: its guard is put aside for that moment. */
export async function wipe({ engine: { db } }: Memory): Promise<void> {
  const guard = (word: string) =>
    appendOnly.map((name) => sql.raw(`alter table ${name} ${word} trigger ${name}_is_append_only`));
  for (const statement of guard('disable')) await statement.execute(db);
  await sql.raw(`truncate ${tables.join(', ')} restart identity cascade`).execute(db);
  for (const statement of guard('enable')) await statement.execute(db);
}

/** Ids and digits that are the same in every run of the same story. */
export function chanceOf(seed: number) {
  let count = 0;
  const next = () => {
    count += 1;
    return createHash('sha256').update(`${seed} ${count}`).digest('hex');
  };
  return {
    newId: () => next().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    randomDigits: (length: number) =>
      String(Number.parseInt(next().slice(0, 12), 16) % 10 ** length).padStart(length, '0'),
  };
}

/** A log that keeps its lines. */
export function keptLog(lines: string[]): Log {
  const keep = (event: string, facts?: object) =>
    void lines.push(JSON.stringify({ event, ...facts }));
  return { info: keep, warn: keep, error: keep };
}

/** Whether orders, agreements or messages still wait to be sent. */
export async function isWorkLeft({ engine: { db } }: Memory): Promise<boolean> {
  const due = await db
    .selectFrom('intent')
    .select('id')
    .where('state', '=', 'due')
    .limit(1)
    .execute();
  return due.length > 0;
}
