import { parseArgs } from 'node:util';
import type { Settings } from '../../config.ts';
import { type Words, wordsOf } from './evidenceWords.ts';
import { StoreCannotOpen } from './folderLock.ts';
import { holdQueries } from './holds.ts';
import { openEngine } from './openEngine.ts';

const log = { info() {}, warn() {}, error() {} };

/** What the command needs of its surroundings. */
export interface HoldSurroundings {
  settings(): Pick<Settings, 'DATABASE_URL' | 'DATA_FOLDER'>;
  print(line: string): void;
  now(): Date;
  /** Who sets or lifts, unless `--by` says so. */
  user(): string;
}

/**
 * Runs one `npm run legal-hold` command: nothing about a held customer or conversation is deleted
 * (rights §7). Resolves to the exit code: 0 done, 1 it was so already, 2 no such command or no store.
 */
export async function runLegalHold(
  commandLine: readonly string[],
  surroundings: HoldSurroundings,
): Promise<0 | 1 | 2> {
  const given = parsed(commandLine);
  const words = wordsOf('legalHold', given?.language === 'en' ? 'en' : 'zh-CN');
  const task = given && taskOf(given, words, surroundings);
  if (!task) {
    surroundings.print(words.say('usage'));
    return 2;
  }
  try {
    return (await onStore(task, surroundings)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof StoreCannotOpen)) throw error;
    surroundings.print(error.message);
    return 2;
  }
}

type Given = NonNullable<ReturnType<typeof parsed>>;
type Task = (holds: ReturnType<typeof holdQueries>) => Promise<boolean>;

function parsed(commandLine: readonly string[]) {
  const option = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: { reason: option, by: option, language: option },
    });
    const [task, subject, ...more] = positionals;
    return more.length > 0 ? undefined : { task, subject, ...values };
  } catch {
    return undefined;
  }
}

function taskOf(
  { task, subject, reason, by }: Given,
  words: Words,
  { print, now, user }: HoldSurroundings,
): Task | undefined {
  const who = by ?? user();
  const at = now().toISOString();
  if (task === 'set' && subject && reason) {
    return async (holds) => {
      const isNew = await holds.set({ subject, reason, setBy: who, setAt: at });
      print(words.say(isNew ? 'set' : 'setAlready', { subject }));
      return isNew;
    };
  }
  if (task === 'lift' && subject) {
    return async (holds) => {
      const wasHeld = await holds.lift(subject, who, at);
      print(words.say(wasHeld ? 'lifted' : 'notHeld', { subject }));
      return wasHeld;
    };
  }
  if (task !== 'list' || subject) return undefined;
  return async (holds) => {
    const all = await holds.all();
    if (all.length === 0) print(words.say('none'));
    for (const { liftedAt, liftedBy, ...hold } of all) {
      print(words.say('hold', { ...hold }));
      if (liftedAt && liftedBy) print(words.say('holdLifted', { liftedAt, liftedBy }));
    }
    return true;
  };
}

async function onStore(task: Task, { settings }: HoldSurroundings): Promise<boolean> {
  const { DATABASE_URL: url, DATA_FOLDER: folder } = settings();
  const place = url ? ({ kind: 'postgres', url } as const) : ({ kind: 'pglite', folder } as const);
  const engine = await openEngine(place, log);
  try {
    return await task(holdQueries(engine));
  } finally {
    await engine.close();
  }
}
