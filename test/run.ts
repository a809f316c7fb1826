import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';

/**
 * Runs all tests as two mochas side by side, one for each of two cores: those that mostly wait for
 * browsers and other processes, and all others. `npm run mocha -- PATTERN` runs what is named, alone.
 * The long crash runs have a command of their own, `npm run crash`.
 */
const waiting = ['browser', 'sandbox', 'start'];
const elsewhere = ['support', 'crash'];
const folder = new URL('./', import.meta.url);
const folders = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !elsewhere.includes(entry.name))
  .map(({ name }) => name);
const all = (names: readonly string[]) => names.map((name) => `test/${name}/**/*.test.ts`);
const named = process.argv.slice(2);
const groups =
  named.length > 0
    ? [named]
    : [
        all(folders.filter((name) => waiting.includes(name))),
        ['test/*.test.ts', ...all(folders.filter((name) => !waiting.includes(name)))],
      ];

const summary = /^ {2}\d+ passing/m;
const patienceMs = 30_000;

/** What one mocha said and how it ended. */
interface Ended {
  readonly output: string;
  readonly code: number;
}

function run(patterns: readonly string[], isShown: boolean): Promise<Ended> {
  const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...patterns], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (isShown) process.stdout.write(text);
    });
  }
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (!summary.test(output)) return;
      clearInterval(look);
      // All is said; what still runs was left behind by a test, and must not keep the others waiting.
      setTimeout(() => {
        output += '\n  A test left something running: mocha did not end by itself.\n';
        child.kill('SIGKILL');
      }, patienceMs).unref();
    }, 1000).unref();
    child.on('close', (code) => {
      clearInterval(look);
      resolve({ output, code: code ?? 1 });
    });
  });
}

const ended = await Promise.all(groups.map((patterns, place) => run(patterns, place === 0)));
for (const { output } of ended.slice(1)) process.stdout.write(output);
const sum = (word: string) =>
  ended.reduce((total, { output }) => {
    const [, count = '0'] = new RegExp(`^ {2}(\\d+) ${word}`, 'm').exec(output) ?? [];
    return total + Number(count);
  }, 0);
console.log(`${sum('passing')} passed, ${sum('failing')} failed, ${sum('pending')} skipped`);
process.exitCode = ended.some(({ code }) => code !== 0) ? 1 : 0;
