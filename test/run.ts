import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { channels } from './parity/channels.ts';

/**
 * Runs all tests, a mocha for each group of files and three groups at a time, for two cores: a group
 * often waits. What it opened is gone with its process, however much that was. `npm run mocha -- PATTERN` runs what is
 * named. The long crash runs have a command of their own, `npm run crash`.
 */
const groupsAtOnce = 3;
const filesPerGroup = 8;
const elsewhere = ['support', 'crash', 'parity', 'storm'];
/** Played over every channel too; `npm run parity` plays all transcripts (INV-10). */
const onEveryChannel = ['cancelService', 'enquiries', 'steering'];
/** Those that take long begin first. */
const first = ['start', 'weChat', 'browser', 'properties', 'sandbox', 'conversations'];
/** All is said: what still runs then was left behind by a test. */
const farewellMs = 30_000;
/** No test is quiet for so long: one that hangs must fail here, with what was said before it. */
const silenceMs = 600_000;

const root = new URL('../', import.meta.url);
/** By its real path: elsewhere it takes itself for a library and does nothing. */
const mocha = realpathSync(fileURLToPath(new URL('node_modules/mocha/lib/cli/cli.js', root)));
const summary = /^ {2}\d+ passing/m;

/** Files of the tests below a folder, as paths from the root of the project. */
function testsIn(folder: string, recursive = true): string[] {
  return readdirSync(new URL(folder, root), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** Files that one mocha runs, and over which channel the transcripts among them are played. */
interface Group {
  readonly files: readonly string[];
  readonly channel?: string;
}

function allGroups(): Group[] {
  const folders = readdirSync(new URL('test', root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !elsewhere.includes(entry.name))
    .map(({ name }) => name);
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  const groups = folders
    .sort((one, other) => rank(one) - rank(other))
    .map((name) => testsIn(`test/${name}`));
  const parity = channels.map((channel) => ({
    channel,
    files: onEveryChannel.map((name) => `test/conversations/${name}.test.ts`),
  }));
  return [...groups, testsIn('test', false)].flatMap(inGroups).concat(parity);
}

/** The same files, no more of them together than one process holds at ease. */
function inGroups(files: readonly string[]): Group[] {
  return Array.from({ length: Math.ceil(files.length / filesPerGroup) }, (_, place) => ({
    files: files.slice(place * filesPerGroup, (place + 1) * filesPerGroup),
  }));
}

/** What one mocha said and how it ended. */
interface Ended {
  readonly output: string;
  readonly code: number;
}

/** Runs one mocha. It has ended when its process has: what it started may still hold its output. */
function run({ files, channel }: Group): Promise<Ended> {
  // Mocha's other program starts a process below itself, which would outlive its end.
  const child = spawn(process.execPath, ['--import', 'tsx', mocha, ...files], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(channel && { env: { ...process.env, CHANNEL: channel } }),
  });
  let output = channel ? `\n  over the channel ${channel}:\n` : '';
  let lastSaidMs = performance.now();
  const say = (text: string) => {
    lastSaidMs = performance.now();
    output += text;
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', say);
  const watch = setInterval(() => {
    const isOver = summary.test(output);
    if (performance.now() - lastSaidMs < (isOver ? farewellMs : silenceMs)) return;
    say(`\n  ${isOver ? 'A test left something running' : 'A test hangs'}: mocha was ended.\n`);
    child.kill('SIGKILL');
  }, 1000);
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      clearInterval(watch);
      // What it said last may still be on its way.
      setTimeout(() => {
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
        // A run that counts nothing has not run.
        resolve({ output, code: summary.test(output) ? (code ?? 1) : 1 });
      }, 200);
    });
  });
}

// Made once and kept: two mochas that find no model would both learn, and their tests would wait.
spawnSync(process.execPath, ['--import', 'tsx', 'adapters/recognizer/trainProgram.ts'], {
  cwd: root,
  stdio: 'inherit',
});
const named = process.argv.slice(2);
const waiting = named.length > 0 ? inGroups(named) : allGroups();
const ended: Ended[] = [];

/** One place's work: the next group, until none is left. */
async function work(): Promise<void> {
  for (let group = waiting.shift(); group; group = waiting.shift()) {
    const end = await run(group);
    process.stdout.write(end.output);
    ended.push(end);
  }
}

await Promise.all(Array.from({ length: groupsAtOnce }, work));
const sum = (word: string) =>
  ended.reduce((total, { output }) => {
    const [, count = '0'] = new RegExp(`^ {2}(\\d+) ${word}`, 'm').exec(output) ?? [];
    return total + Number(count);
  }, 0);
console.log(`${sum('passing')} passed, ${sum('failing')} failed, ${sum('pending')} skipped`);
process.exitCode = ended.some(({ code }) => code !== 0) ? 1 : 0;
