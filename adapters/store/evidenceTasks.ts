import { readFileSync, writeFileSync } from 'node:fs';
import type { evidenceQueries, KeptRecord } from './evidence.ts';
import { checkBundle, type EvidenceBundle, fingerprintOf, signBundle } from './evidenceBundle.ts';
import { type ChainBreak, verifyChain } from './evidenceChain.ts';
import { storyOf } from './evidenceStory.ts';
import type { Words } from './evidenceWords.ts';

/** What the tasks work with. */
export interface TaskParts {
  readonly queries: ReturnType<typeof evidenceQueries>;
  readonly words: Words;
  readonly timeZone: string;
  /** PKCS #8 PEM; read only where something is signed. */
  privateKey(): string;
  print(line: string): void;
}

/** Recomputes one subject's chain, or all. */
export async function verifyEvidence(parts: TaskParts, subject?: string): Promise<boolean> {
  const { queries, words, print } = parts;
  const counts = { subjects: 0, records: 0, broken: 0 };
  const chains = subject === undefined ? queries.chains() : [await queries.keptOf(subject)];
  for await (const chain of chains) {
    const [first] = chain;
    if (!first) continue;
    counts.subjects += 1;
    counts.records += chain.length;
    const fault = verifyChain(chain);
    if (!fault) continue;
    counts.broken += 1;
    print(words.say('verify.broken', { subject: first.subject, fault: faultIn(fault, words) }));
  }
  print(words.say(counts.broken > 0 ? 'verify.notWhole' : 'verify.whole', counts));
  return counts.broken === 0;
}

/**
 * Whether a chain still holds, and still goes on from where it was exported: records that were taken
 * away at its end, or a chain that was hashed anew as a whole, show only here.
 */
export async function verifyAgainst(parts: TaskParts, file: string): Promise<boolean> {
  const { queries, words, print } = parts;
  if (!checkEvidence(parts, file)) return false;
  const { subject, records, head } = readJson(file) as EvidenceBundle;
  const kept = await queries.keptOf(subject);
  const isThere = records.length === 0 || kept[records.length - 1]?.hash === head;
  print(words.say(isThere ? 'verify.goesOn' : 'verify.differs', { subject, head }));
  return (await verifyEvidence(parts, subject)) && isThere;
}

/** Tells what happened to one order, found by its quote or its number. */
export async function showEvidence(parts: TaskParts, name: string): Promise<boolean> {
  const { queries, words, timeZone, print } = parts;
  const quoteId = (await queries.quoteOfOrder(name)) ?? name;
  const subjects = await queries.subjects(quoteId);
  if (subjects.length === 0) {
    print(words.say('show.unknown', { name }));
    return false;
  }
  const chains = await Promise.all(subjects.map((subject) => queries.keptOf(subject)));
  print(words.say('show.title', { quoteId, timeZone }));
  for (const line of storyOf(chains, quoteId, { words, timeZone })) print(line);
  let isWhole = true;
  for (const [place, subject] of subjects.entries()) {
    const fault = verifyChain(chains[place] ?? []);
    if (fault) isWhole = false;
    print(
      fault
        ? words.say('verify.broken', { subject, fault: faultIn(fault, words) })
        : words.say('show.whole', { subject }),
    );
  }
  return isWhole;
}

/** Writes one subject's signed bundle to a file. */
export async function exportEvidence(
  parts: TaskParts,
  name: string,
  file: string,
): Promise<boolean> {
  const { queries, words, print } = parts;
  const own = await queries.keptOf(name);
  const subjects = own.length > 0 ? [name] : await queries.subjects(name);
  const [subject, ...more] = subjects;
  if (subject === undefined || more.length > 0) {
    print(
      subject === undefined
        ? words.say('show.unknown', { name })
        : words.say('export.several', { name, subjects: subjects.join(', ') }),
    );
    return false;
  }
  const records: readonly KeptRecord[] = own.length > 0 ? own : await queries.keptOf(subject);
  const bundle = signBundle(subject, records, parts.privateKey());
  writeFileSync(file, `${JSON.stringify(bundle, undefined, 2)}\n`, { mode: 0o600 });
  const fingerprint = fingerprintOf(bundle.publicKey);
  print(words.say('export.done', { subject, file, records: records.length, fingerprint }));
  return true;
}

/** Checks a bundle with nothing but a public key. */
export function checkEvidence(
  { words, print }: Pick<TaskParts, 'words' | 'print'>,
  file: string,
  keyFile?: string,
): boolean {
  const given = readJson(file);
  const key = keyFile === undefined ? undefined : readFileSync(keyFile, 'utf8');
  const faults = checkBundle(given, key);
  for (const fault of faults) {
    if (fault.part === 'chain') print(faultIn(fault, words));
    else if (fault.part === 'disclosure') print(words.say('check.disclosure', { ...fault }));
    else print(words.say(`check.${fault.part}`));
  }
  if (faults.length > 0) return false;
  const { subject, records, publicKey } = given as EvidenceBundle;
  print(words.say('check.whole', { subject, records: records.length }));
  const fingerprint = fingerprintOf(key ?? publicKey);
  print(words.say(key ? 'check.givenKey' : 'check.ownKey', { fingerprint }));
  return true;
}

function faultIn({ position, fault }: ChainBreak, words: Words): string {
  return words.say(`fault.${fault}`, { position });
}

/** Undefined when it is not JSON, which is a bundle of no shape. */
function readJson(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
