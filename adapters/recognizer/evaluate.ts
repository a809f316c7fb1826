import { commandOf } from './commands.ts';
import { languageOf } from './entities.ts';
import { ranker, train } from './model.ts';
import { loadProject } from './project.ts';

// Trains on Train, asks about Test, prints how good it is. Run by `npm run nlu:evaluate`.
const { assets } = loadProject();
const startedAt = performance.now();
const model = train(assets.utterances.filter(({ dataset }) => dataset === 'Train'));
const trainedAt = performance.now();
const rank = ranker(model);
const test = assets.utterances.filter(({ dataset }) => dataset === 'Test');
const answers = test.map((utterance) => {
  const [best] = rank(utterance.text);
  const command = commandOf(utterance.text);
  return {
    ...utterance,
    found: command ?? best?.intent ?? 'None',
    confidence: command ? 1 : (best?.confidence ?? 0),
  };
});
const perAnswerMs = (performance.now() - trainedAt) / test.length;
const accuracy = (some: typeof answers) =>
  some.filter(({ intent, found }) => intent === found).length / some.length;
console.log(
  `examples ${assets.utterances.length}, features ${model.features.length}, temperature ${model.temperature.toFixed(2)}`,
);
console.log(
  `trained in ${((trainedAt - startedAt) / 1000).toFixed(2)} s, ${perAnswerMs.toFixed(3)} ms an answer`,
);
for (const language of ['zh-CN', 'en'] as const) {
  const some = answers.filter(({ text }) => (languageOf(text) ?? 'en') === language);
  console.log(`${language}: accuracy ${accuracy(some).toFixed(3)} of ${some.length}`);
}
for (const threshold of [0.3, 0.4, 0.5, 0.6, 0.7]) {
  const acted = answers.filter(
    ({ confidence, found }) => confidence >= threshold && found !== 'None',
  );
  const wrong = acted.filter(({ intent, found }) => intent !== found);
  const wanted = answers.filter(({ intent }) => intent !== 'None');
  console.log(
    `acts at ${threshold}: ${acted.length - wrong.length} of ${wanted.length} right, ${wrong.length} wrong (${wrong.filter(({ intent }) => intent === 'None').length} of None)`,
  );
}
for (const { text, intent, found, confidence } of answers.filter(
  ({ intent, found }) => intent !== found,
)) {
  console.log(`  ${intent} → ${found} ${confidence.toFixed(2)}  ${text}`);
}
