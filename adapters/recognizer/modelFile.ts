import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Model } from './model.ts';
import type { Rows } from './rows.ts';

/** Where the bot's own model lies: beside the code it is made of, for every start and every test. */
export const ownModelFile = fileURLToPath(
  new URL('../../.cache/recognizer.model', import.meta.url),
);

type Numbers = Uint32Array | Float32Array | Int8Array;

const kinds = { u32: Uint32Array, f32: Float32Array, i8: Int8Array };

/** The numbers of a model in a fixed order, as they lie in the file: `modelOf` takes them in the same. */
function numbersOf({ vocabulary, regression, networks }: Model): Numbers[] {
  const ofRows = ({ scales, numbers }: Rows): Numbers[] => [scales, numbers];
  return [
    vocabulary.hashes,
    vocabulary.rarity,
    ...ofRows(regression.weights),
    regression.bias,
    ...networks.flatMap(({ inner, innerBias, outer, outerBias }) => [
      ...ofRows(inner),
      innerBias,
      ...ofRows(outer),
      outerBias,
    ]),
  ];
}

interface Header {
  readonly fingerprint: string;
  readonly intents: readonly string[];
  readonly networkCount: number;
  /** The kind of each array and how many numbers it has. */
  readonly arrays: ReadonlyArray<readonly [keyof typeof kinds, number]>;
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
    // The numbers lie where such numbers may begin, so they are used where they lie.
    const arrays = header.arrays.map(([kind, count]) => {
      const array = new kinds[kind](bytes.buffer, offset, count);
      offset += array.byteLength + gapAfter(array.byteLength);
      return array;
    });
    return modelOf(header, arrays);
  } catch {
    return undefined;
  }
}

/** Everything begins at a multiple of four bytes. */
const gapAfter = (byteLength: number) => -byteLength & 3;

function modelOf({ intents, networkCount }: Header, arrays: readonly Numbers[]): Model {
  const next = arrays.values();
  const take = <Kind extends Numbers>(kind: new (length: number) => Kind): Kind => {
    const { value } = next.next();
    if (!(value instanceof kind)) throw new Error('something else is in its place');
    return value;
  };
  const takeRows = () => ({ scales: take(Float32Array), numbers: take(Int8Array) });
  return {
    intents,
    vocabulary: { hashes: take(Uint32Array), rarity: take(Float32Array) },
    regression: { weights: takeRows(), bias: take(Float32Array) },
    networks: Array.from({ length: networkCount }, () => ({
      inner: takeRows(),
      innerBias: take(Float32Array),
      outer: takeRows(),
      outerBias: take(Float32Array),
    })),
  };
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
    networkCount: model.networks.length,
    arrays: arrays.map((array) => [kindOf(array), array.length]),
  };
  const json = Buffer.from(JSON.stringify(header));
  const jsonGap = Buffer.alloc(gapAfter(json.length), ' ');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length + jsonGap.length);
  const numbers = arrays.flatMap(({ buffer, byteOffset, byteLength }) => [
    Buffer.from(buffer, byteOffset, byteLength),
    Buffer.alloc(gapAfter(byteLength)),
  ]);
  const aside = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(aside, Buffer.concat([length, json, jsonGap, ...numbers]));
    renameSync(aside, file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code)) throw error;
  }
}

function kindOf(array: Numbers): keyof typeof kinds {
  if (array instanceof Int8Array) return 'i8';
  return array instanceof Uint32Array ? 'u32' : 'f32';
}
