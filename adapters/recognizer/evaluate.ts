import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { commandOf } from './commands.ts';
import { decide } from './decide.ts';
import { languageOf } from './entities.ts';
import { type Answer, confusions, measure } from './measures.ts';
import { type Example, outOfScope, ranker, train } from './model.ts';
import { loadProject } from './project.ts';

// Trains, asks about what was held out, prints how good it is. Run by `npm run nlu:eval`; with
// `--train A.jsonl … --test B.jsonl` on any files of {"text","intent"} lines, `oos` is out of scope.

interface Task {
  readonly train: readonly Example[];
  readonly test: readonly Example[];
  /** Whole-message commands are ours alone: other people's files know nothing of them. */
  readonly hasCommands: boolean;
}

const line = z.object({ text: z.string(), intent: z.string() });

function readLines(file: string): Example[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text) => line.parse(JSON.parse(text)))
    .map(({ text, intent }) => ({ text, intent: intent === 'oos' ? outOfScope : intent }));
}

function readTask(): Task {
  const { values } = parseArgs({
    options: {
      train: { type: 'string', multiple: true },
      test: { type: 'string', multiple: true },
    },
  });
  if (values.train && values.test) {
    const [train, test] = [values.train, values.test].map((files) => files.flatMap(readLines));
    return { train: train ?? [], test: test ?? [], hasCommands: false };
  }
  if (values.train || values.test) throw new Error('--train and --test belong together');
  const { utterances } = loadProject().assets;
  return {
    train: utterances.filter(({ dataset }) => dataset === 'Train'),
    test: utterances.filter(({ dataset }) => dataset === 'Test'),
    hasCommands: true,
  };
}

const { settings } = loadProject().metadata;
const task = readTask();
const startedAt = performance.now();
const rank = ranker(await train(task.train));
const trainSeconds = (performance.now() - startedAt) / 1000;
// Where nothing is out of scope there is nothing to reject to: the likeliest intent is the answer.
const isOpen = [...task.train, ...task.test].some(({ intent }) => intent === outOfScope);
const threshold = isOpen ? settings.confidenceThreshold : 0;

const spentMs: number[] = [];
const answers: Array<Answer & Example> = task.test.map((example) => {
  const beganAt = performance.now();
  const command = task.hasCommands ? commandOf(example.text) : undefined;
  const decision = command
    ? { guess: command, found: command, confidence: 1 }
    : decide(rank(example.text), threshold);
  spentMs.push(performance.now() - beganAt);
  return { ...example, ...decision };
});

const round = (value: number) => (Number.isNaN(value) ? null : Number(value.toFixed(4)));
const percentile = (part: number) =>
  round(spentMs.toSorted((a, b) => a - b)[Math.floor(part * (spentMs.length - 1))] ?? Number.NaN);

console.log(`${task.train.length} examples to learn from, ${answers.length} to answer`);
for (const language of ['zh-CN', 'en'] as const) {
  const some = answers.filter(({ text }) => (languageOf(text) ?? 'en') === language);
  if (some.length === 0) continue;
  const rounded = Object.entries(measure(some)).map(([name, value]) => `${name} ${round(value)}`);
  console.log(`${language} (${some.length}): ${rounded.join(', ')}`);
}
console.log(`rejects below ${threshold}; most often taken for another:`);
for (const [intent, found, times] of confusions(answers).slice(0, 25)) {
  console.log(`  ${String(times).padStart(4)}  ${intent} → ${found}`);
}
const figures = Object.entries(measure(answers)).map(([name, value]) => [name, round(value)]);
console.log(
  JSON.stringify({
    ...Object.fromEntries(figures),
    trainSeconds: round(trainSeconds),
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
  }),
);
