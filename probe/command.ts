import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Words, wordsOf } from '../adapters/store/evidenceWords.ts';
import type { PublicOffer } from './check.ts';
import { type Phone, phoneAt } from './phone.ts';
import { runProbe, type Scorecard } from './run.ts';
import { reasonOf, scorecardPage } from './scorecard.ts';
import { demoAccount, publicOffers } from './surroundings.ts';
import { NoAnswer } from './talk.ts';

/** What the command needs of its surroundings. */
export interface ProbeSurroundings {
  print(line: string): void;
  now(): Date;
}

const options = {
  url: { type: 'string' },
  sandbox: { type: 'string' },
  catalogue: { type: 'string' },
  phone: { type: 'string' },
  account: { type: 'string' },
  'never-billed': { type: 'boolean' },
  out: { type: 'string', default: 'probe-scorecards' },
  language: { type: 'string', default: 'zh-CN' },
} as const;

const catalogueApi = '/tmf-api/productCatalogManagement/v4';

/**
 * Runs `npm run probe`. Resolves to the exit code: 0 every rule that was probed is kept, 1 an alarm,
 * 2 no such command, 3 nobody answers at that address, which wakes people as an alarm does.
 */
export async function runCommand(
  commandLine: readonly string[],
  { print, now }: ProbeSurroundings,
): Promise<0 | 1 | 2 | 3> {
  const given = parsed(commandLine);
  const language = given?.language === 'en' ? 'en' : 'zh-CN';
  const words = wordsOf('probe', language);
  if (!given?.url) {
    print(words.say('usage'));
    return 2;
  }
  const url = given.url.replace(/\/+$/, '');
  try {
    const surroundings = await surroundingsOf(given);
    const card = await runProbe({ url, ...surroundings, clock: now });
    const files = writeScorecard(card, given.out, words, language);
    tell(card, words, print);
    print(words.say('written', files));
    return card.isAlarm ? 1 : 0;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    print(words.say('nobody', { url, reason: error.message }));
    return 3;
  }
}

function parsed(commandLine: readonly string[]) {
  try {
    return parseArgs({ args: [...commandLine], options }).values;
  } catch {
    return undefined;
  }
}

interface Surroundings {
  readonly phone?: Phone | undefined;
  readonly offers: readonly PublicOffer[];
  readonly isNeverBilled: boolean;
}

/** A demo operator says itself which account is never billed; with a real one the command line does. */
async function surroundingsOf(
  given: NonNullable<ReturnType<typeof parsed>>,
): Promise<Surroundings> {
  const { sandbox, catalogue, phone, account } = given;
  const root = sandbox?.replace(/\/+$/, '');
  const source = catalogue ?? (root && root + catalogueApi);
  const offers = source ? await publicOffers(source.replace(/\/+$/, '')) : [];
  if (root) {
    const demo = await demoAccount(root);
    return { phone: demo, offers, isNeverBilled: demo !== undefined };
  }
  const own = phone && account ? phoneAt(phone.replace(/\/+$/, ''), account) : undefined;
  return { phone: own, offers, isNeverBilled: given['never-billed'] === true };
}

function writeScorecard(card: Scorecard, folder: string, words: Words, language: string) {
  mkdirSync(folder, { recursive: true });
  const name = `probe-${card.startedAt.replace(/[:.]/g, '-')}`;
  const [json, html] = [join(folder, `${name}.json`), join(folder, `${name}.html`)];
  writeFileSync(json, `${JSON.stringify(card, null, 2)}\n`);
  writeFileSync(html, scorecardPage(card, words, language));
  return { json, html };
}

function tell(card: Scorecard, words: Words, print: (line: string) => void): void {
  for (const check of card.checks) {
    const name = words.say(`check.${check.name}`);
    const reason = reasonOf(check, words);
    print(`${words.say(`verdict.${check.verdict}`)}  ${name}${reason ? `: ${reason}` : ''}`);
  }
  const count = (verdict: string) => card.rules.filter((rule) => rule.verdict === verdict).length;
  print(
    words.say(card.isAlarm ? 'alarm' : 'calm', {
      kept: count('kept'),
      broken: count('broken'),
      notProbed: count('notProbed'),
    }),
  );
}
