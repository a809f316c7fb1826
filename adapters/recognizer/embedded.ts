import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Recognition, Recognizer } from '../../ports/recognizer.ts';
import { commandOf } from './commands.ts';
import { entityFinder, languageOf } from './entities.ts';
import { type Model, ranker, train } from './model.ts';
import { readModel, writeModel } from './modelFile.ts';
import type { Project } from './project.ts';

/** How the recogniser is made. */
export interface EmbeddedOptions {
  readonly project: Project;
  /** Where the trained model is kept between starts; without it every start trains. */
  readonly modelFile?: string;
}

/** What a model comes from besides the project: whoever changes one of these trains anew. */
const trainers = [
  'arrays',
  'features',
  'meanings',
  'sounds',
  'synonyms',
  'vocabulary',
  'regression',
  'network',
  'networkLearning',
  'rows',
  'workspace',
  'model',
];

/** The recogniser inside the process: trained from the project file, no network, no download. */
export async function createEmbeddedRecognizer({
  project,
  modelFile,
}: EmbeddedOptions): Promise<Recognizer> {
  const rank = ranker(await loadOrTrain(project, modelFile));
  const findEntities = entityFinder(project);
  return {
    async recognize(text, { today }): Promise<Recognition> {
      const language = languageOf(text);
      const entities = findEntities(text, today);
      const command = commandOf(text);
      const ranking = rank(text);
      const best = command
        ? { intent: command, confidence: 1 }
        : (ranking[0] ?? { intent: 'None', confidence: 1 });
      return { ...best, ranking, entities, ...(language && { language }) };
    },
  };
}

async function loadOrTrain(project: Project, modelFile: string | undefined): Promise<Model> {
  const fingerprint = fingerprintOf(project);
  const kept = modelFile ? readModel(modelFile, fingerprint) : undefined;
  if (kept) return kept;
  const examples = project.assets.utterances.filter(({ dataset }) => dataset === 'Train');
  const model = await train(examples);
  if (modelFile) writeModel(modelFile, fingerprint, model);
  return model;
}

function fingerprintOf({ source }: Project): string {
  const hash = createHash('sha256').update(source);
  for (const name of trainers) hash.update(readFileSync(new URL(`./${name}.ts`, import.meta.url)));
  return hash.digest('hex');
}
