import { existsSync } from 'node:fs';
import { alignedTable } from './report.ts';

// What understanding costs a process: its model loaded as a start does, and an answer to every held-out message.
// Run by `npm run bench:recognizer`; everything else is imported behind the first look at the memory.

const memoryMegabytes = () => process.memoryUsage().rss / 1e6;

/** The middle, or another part, of some times. */
const part = (times: readonly number[], share: number) =>
  (
    times.toSorted((one, other) => one - other)[Math.floor(share * (times.length - 1))] ?? 0
  ).toFixed(2);

async function timed<T>(act: () => T | Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now();
  const result = await act();
  return [result, performance.now() - startedAt];
}

/** What the process has used of a processor so far, whoever else is on it. */
const processorMs = () => process.cpuUsage().user / 1e3;

const rounds = 9;
const { createEmbeddedRecognizer } = await import('../adapters/recognizer/embedded.ts');
const { ownModelFile } = await import('../adapters/recognizer/modelFile.ts');
const { loadProject } = await import('../adapters/recognizer/project.ts');
if (!existsSync(ownModelFile))
  await createEmbeddedRecognizer({ project: loadProject(), modelFile: ownModelFile });

const memoryBefore = memoryMegabytes();
const context = { language: 'zh-CN', today: '2026-11-24' } as const;
const open = async () => {
  const project = loadProject();
  return {
    project,
    recognizer: await createEmbeddedRecognizer({ project, modelFile: ownModelFile }),
  };
};
const beforeLoadMs = processorMs();
const [{ project, recognizer }, firstMs] = await timed(open);
const loadProcessorMs = processorMs() - beforeLoadMs;
const loadedMegabytes = memoryMegabytes() - memoryBefore;
const held = project.assets.utterances.filter(({ dataset }) => dataset === 'Test');
const answersMs: number[] = [];
const beforeAnswersMs = processorMs();
for (let round = 0; round < rounds; round += 1) {
  for (const { text } of held) {
    const [, ms] = await timed(() => recognizer.recognize(text, context));
    answersMs.push(ms);
  }
}
const answerProcessorMs = (processorMs() - beforeAnswersMs) / answersMs.length;
const answeredMegabytes = memoryMegabytes() - memoryBefore;
const loadsMs: number[] = [];
for (let round = 0; round < rounds; round += 1) loadsMs.push((await timed(open))[1]);

const figures: ReadonlyArray<readonly [string, string]> = [
  ['load ms', firstMs.toFixed(0)],
  ['its CPU ms', loadProcessorMs.toFixed(0)],
  ['again ms', part(loadsMs, 0.5)],
  ['memory MB', loadedMegabytes.toFixed(0)],
  ['after answers MB', answeredMegabytes.toFixed(0)],
  ['p50 ms', part(answersMs, 0.5)],
  ['p99 ms', part(answersMs, 0.99)],
  ['CPU ms/answer', answerProcessorMs.toFixed(2)],
];
console.log(alignedTable([figures.map(([name]) => name), figures.map(([, figure]) => figure)]));
