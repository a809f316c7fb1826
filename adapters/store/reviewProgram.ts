import { parseArgs } from 'node:util';
import type { Settings } from '../../config.ts';
import { maskText } from '../../domain/masking.ts';
import { type Words, wordsOf } from './evidenceWords.ts';
import { StoreCannotOpen } from './folderLock.ts';
import { openEngine } from './openEngine.ts';
import { unrecognisedQueries } from './unrecognised.ts';

const log = { info() {}, warn() {}, error() {} };

/** So many messages are looked at in one go; the rest come when these are done. */
const atOnce = 1000;

/** What the command needs of its surroundings. */
export interface ReviewSurroundings {
  settings(): Pick<Settings, 'DATABASE_URL' | 'DATA_FOLDER'>;
  print(line: string): void;
  now(): Date;
}

type Queries = ReturnType<typeof unrecognisedQueries>;
type Task = (queries: Queries) => Promise<boolean>;

/**
 * Runs one `npm run nlu:review` command: what the bot did not understand, masked once more for whoever
 * labels it (rights §5.3 M). Resolves to the exit code: 0 done, 1 a number was not open, 2 no such
 * command or no store.
 */
export async function runReview(
  commandLine: readonly string[],
  surroundings: ReviewSurroundings,
): Promise<0 | 1 | 2> {
  const given = parsed(commandLine);
  const words = wordsOf('review', given?.language === 'en' ? 'en' : 'zh-CN');
  const task = given && taskOf(given.positionals, words, surroundings);
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

function parsed(commandLine: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: { language: { type: 'string' } },
    });
    return { ...values, positionals };
  } catch {
    return undefined;
  }
}

function taskOf(
  [name, ...numbers]: readonly string[],
  words: Words,
  { print, now }: ReviewSurroundings,
): Task | undefined {
  if (name === 'list' && numbers.length === 0) {
    return async (queries) => {
      const open = await masked(queries);
      if (open.length === 0) print(words.say('none'));
      for (const message of open) print(words.say('message', { ...message }));
      return true;
    };
  }
  if (name === 'export' && numbers.length === 0) {
    return async (queries) => {
      // The intent is for a person to fill in; then it is a line that `nlu:eval -- --train` reads.
      for (const { id, text, guess } of await masked(queries))
        print(JSON.stringify({ id, text, intent: '', guess }));
      return true;
    };
  }
  if (name !== 'done' || numbers.length === 0 || !numbers.every((number) => /^\d+$/.test(number)))
    return undefined;
  return async (queries) => {
    let isAll = true;
    for (const id of numbers) {
      const wasOpen = await queries.done(Number(id), now().toISOString());
      print(words.say(wasOpen ? 'done' : 'notOpen', { id }));
      isAll &&= wasOpen;
    }
    return isAll;
  };
}

async function masked(queries: Queries) {
  const open = await queries.open(atOnce);
  return open.map(({ text, confidence, ...rest }) => ({
    ...rest,
    text: maskText(text, 'recogniser').masked,
    confidence: confidence.toFixed(2),
  }));
}

async function onStore(task: Task, { settings }: ReviewSurroundings): Promise<boolean> {
  const { DATABASE_URL: url, DATA_FOLDER: folder } = settings();
  const place = url ? ({ kind: 'postgres', url } as const) : ({ kind: 'pglite', folder } as const);
  const engine = await openEngine(place, log);
  try {
    return await task(unrecognisedQueries(engine));
  } finally {
    await engine.close();
  }
}
