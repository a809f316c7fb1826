import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Recognition, Recognizer } from '../../ports/recognizer.ts';
import { commandOf } from './commands.ts';
import { entityFinder, languageOf } from './entities.ts';
import { type Model, ranker, train } from './model.ts';
import type { Project } from './project.ts';

/** How the recogniser is made. */
export interface EmbeddedOptions {
  readonly project: Project;
  /** Where the trained model is kept between starts; without it every start trains. */
  readonly modelFile?: string;
}

/** Grows with the code that trains: a model of another version is trained anew. */
const modelVersion = 3;

/** The recogniser inside the process: trained from the project file, no network, no download. */
export async function createEmbeddedRecognizer({
  project,
  modelFile,
}: EmbeddedOptions): Promise<Recognizer> {
  const rank = ranker(loadOrTrain(project, modelFile));
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

function loadOrTrain(project: Project, modelFile: string | undefined): Model {
  const fingerprint = createHash('sha256')
    .update(`${modelVersion}\n${project.source}`)
    .digest('hex');
  const kept = modelFile ? readModel(modelFile, fingerprint) : undefined;
  if (kept) return kept;
  const examples = project.assets.utterances.filter(({ dataset }) => dataset === 'Train');
  const model = train(examples);
  if (modelFile) writeModel(modelFile, fingerprint, model);
  return model;
}

/** A file that is missing, old or damaged is simply not used. */
function readModel(file: string, fingerprint: string): Model | undefined {
  try {
    const bytes = readFileSync(file);
    const headerLength = bytes.readUInt32LE(0);
    const header = JSON.parse(bytes.subarray(4, 4 + headerLength).toString('utf8'));
    if (header.fingerprint !== fingerprint) return undefined;
    const { intents, features, temperature } = header as Model;
    const counts = [features.length, features.length * intents.length, intents.length];
    let offset = 4 + headerLength;
    const [idf, weights, bias] = counts.map((count) => {
      const slice = bytes.buffer.slice(
        bytes.byteOffset + offset,
        bytes.byteOffset + offset + count * 4,
      );
      offset += count * 4;
      return new Float32Array(slice);
    });
    if (!idf || !weights || !bias || bias.length !== intents.length) return undefined;
    return { intents, features, temperature, idf, weights, bias };
  } catch {
    return undefined;
  }
}

function writeModel(file: string, fingerprint: string, model: Model): void {
  const { intents, features, temperature, idf, weights, bias } = model;
  const header = Buffer.from(JSON.stringify({ fingerprint, intents, features, temperature }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const numbers = [idf, weights, bias].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  mkdirSync(dirname(file), { recursive: true });
  // Written aside and renamed: a killed process leaves the old model or the new one.
  writeFileSync(`${file}.new`, Buffer.concat([length, header, ...numbers]));
  renameSync(`${file}.new`, file);
}
