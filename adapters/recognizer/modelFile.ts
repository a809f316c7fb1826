import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Model } from './model.ts';

/** Where the bot's own model lies: beside the code it is made of, for every start and every test. */
export const ownModelFile = fileURLToPath(
  new URL('../../.cache/recognizer.model', import.meta.url),
);

/** The numbers of a model in a fixed order, as they lie in the file. */
function numbersOf({ vocabulary, regression, networks }: Model): Float32Array[] {
  return [
    vocabulary.rarity,
    regression.weights,
    regression.bias,
    ...networks.flatMap(({ inner, innerBias, outer, outerBias }) => [
      inner,
      innerBias,
      outer,
      outerBias,
    ]),
  ];
}

interface Header {
  readonly fingerprint: string;
  readonly intents: readonly string[];
  readonly features: readonly string[];
  /** How many numbers each array has. */
  readonly counts: readonly number[];
}

/**
 * Reads a kept model. `fingerprint` names what it was trained from: a file that is missing, of another
 * origin or damaged gives undefined.
 */
export function readModel(file: string, fingerprint: string): Model | undefined {
  try {
    const bytes = readFileSync(file);
    const headerLength = bytes.readUInt32LE(0);
    const header: Header = JSON.parse(bytes.subarray(4, 4 + headerLength).toString('utf8'));
    if (header.fingerprint !== fingerprint) return undefined;
    let offset = bytes.byteOffset + 4 + headerLength;
    // The numbers lie where a float may begin, so they are used where they lie.
    const arrays = header.counts.map((count) => {
      const array = new Float32Array(bytes.buffer, offset, count);
      offset += count * 4;
      return array;
    });
    return modelOf(header, arrays);
  } catch {
    return undefined;
  }
}

function modelOf({ intents, features }: Header, arrays: readonly Float32Array[]): Model {
  const next = arrays.values();
  const take = () => {
    const { value } = next.next();
    if (!value) throw new Error('the file is too short');
    return value;
  };
  const vocabulary = { features, rarity: take() };
  const regression = { weights: take(), bias: take() };
  const networks = Array.from({ length: (arrays.length - 3) / 4 }, () => ({
    inner: take(),
    innerBias: take(),
    outer: take(),
    outerBias: take(),
  }));
  return { intents, vocabulary, regression, networks };
}

/**
 * Keeps a model. Written aside and renamed: a killed process leaves the old model or the new one, and so
 * do several that start at once. Where nothing may be written, each start trains.
 */
export function writeModel(file: string, fingerprint: string, model: Model): void {
  const arrays = numbersOf(model);
  const header: Header = {
    fingerprint,
    intents: model.intents,
    features: model.vocabulary.features,
    counts: arrays.map(({ length }) => length),
  };
  const json = Buffer.from(JSON.stringify(header));
  const gap = Buffer.alloc(-json.length & 3, ' ');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length + gap.length);
  const numbers = arrays.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  const aside = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(aside, Buffer.concat([length, json, gap, ...numbers]));
    renameSync(aside, file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code)) throw error;
  }
}
