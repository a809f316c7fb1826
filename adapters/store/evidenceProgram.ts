import { parseArgs } from 'node:util';
import type { Settings } from '../../config.ts';
import { loadEvidenceKey } from '../vault/keys.ts';
import { evidenceQueries } from './evidence.ts';
import { publicKeyOf } from './evidenceBundle.ts';
import {
  checkEvidence,
  exportEvidence,
  showEvidence,
  type TaskParts,
  verifyAgainst,
  verifyEvidence,
} from './evidenceTasks.ts';
import { evidenceWords, type Words } from './evidenceWords.ts';
import { StoreCannotOpen } from './folderLock.ts';
import { openEngine } from './openEngine.ts';

const log = { info() {}, warn() {}, error() {} };

/** What the command needs of its surroundings. */
export interface Surroundings {
  /** Only read where the store or the key is needed. */
  settings(): Pick<Settings, 'DATABASE_URL' | 'DATA_FOLDER' | 'OPERATOR_TIME_ZONE'>;
  print(line: string): void;
}

/**
 * Runs one `npm run evidence` command. Resolves to the exit code: 0 everything holds and was found, 1
 * something does not hold or was not found, 2 it could not be looked at.
 */
export async function runEvidence(
  commandLine: readonly string[],
  { settings, print }: Surroundings,
): Promise<0 | 1 | 2> {
  const given = parsed(commandLine);
  const words = evidenceWords(given?.language === 'en' ? 'en' : 'zh-CN');
  try {
    if (given?.task === 'check' && given.name) {
      return checkEvidence({ words, print }, given.name, given.key) ? 0 : 1;
    }
    if (given?.task === 'key') {
      print(publicKeyOf(loadEvidenceKey(settings().DATA_FOLDER)).trimEnd());
      return 0;
    }
    const task = given && taskOf(given);
    if (!task) {
      print(words.say('usage'));
      return 2;
    }
    return (await onStore(task, words, { settings, print })) ? 0 : 1;
  } catch (error) {
    const sentence = sentenceOf(error, words);
    if (sentence === undefined) throw error;
    print(sentence);
    return 2;
  }
}

type Given = NonNullable<ReturnType<typeof parsed>>;

function parsed(commandLine: readonly string[]) {
  const option = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: { out: option, key: option, against: option, language: option },
    });
    const [task, name, ...more] = positionals;
    return more.length > 0 ? undefined : { task, name, ...values };
  } catch {
    return undefined;
  }
}

/** What is to be done on the store; undefined: that is no command. */
function taskOf({ task, name, out, against }: Given) {
  if (task === 'verify' && against) return (parts: TaskParts) => verifyAgainst(parts, against);
  if (task === 'verify') return (parts: TaskParts) => verifyEvidence(parts, name);
  if (task === 'show' && name) return (parts: TaskParts) => showEvidence(parts, name);
  if (task === 'export' && name && out) {
    return (parts: TaskParts) => exportEvidence(parts, name, out);
  }
  return undefined;
}

async function onStore(
  task: (parts: TaskParts) => Promise<boolean>,
  words: Words,
  { settings, print }: Surroundings,
): Promise<boolean> {
  const { DATABASE_URL: url, DATA_FOLDER: folder, OPERATOR_TIME_ZONE: timeZone } = settings();
  const place = url ? ({ kind: 'postgres', url } as const) : ({ kind: 'pglite', folder } as const);
  const engine = await openEngine(place, log);
  try {
    const privateKey = () => loadEvidenceKey(folder);
    return await task({ queries: evidenceQueries(engine), words, timeZone, privateKey, print });
  } finally {
    await engine.close();
  }
}

function sentenceOf(error: unknown, words: Words): string | undefined {
  if (error instanceof StoreCannotOpen) return error.message;
  const { path, code } = error as NodeJS.ErrnoException;
  return path && code ? words.say('noFile', { file: path, reason: code }) : undefined;
}
