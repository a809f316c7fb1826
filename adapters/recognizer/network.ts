import { addScaled, dot, mixedOrder, softmax } from './arrays.ts';
import type { Lessons } from './regression.ts';
import type { Vector } from './vocabulary.ts';

/** A network of two layers: features → hidden units → intents. It learns what means the same. */
export interface Network {
  /** `features × width`, row by row. */
  readonly inner: Float32Array;
  readonly innerBias: Float32Array;
  /** `intents × width`, row by row. */
  readonly outer: Float32Array;
  readonly outerBias: Float32Array;
}

const width = 96;
/** Few examples are gone through more often: so many lessons, within these limits. */
const lessonsWanted = 40_000;
const fewestEpochs = 15;
const mostEpochs = 40;
const firstRate = 0.1;
const lastRate = 0.001;
const biasRate = 0.3;
/** So many of the features and of the hidden units sit out at random, so that none is relied on alone. */
const featureDropout = 0.6;
const hiddenDropout = 0.3;
const innerSpread = 0.25;
/** An intent that is off by less is not corrected: saves much of the work. */
const negligible = 1e-3;

/** Squared steps so far of every row (AdaGrad): what was often corrected is corrected by less. */
interface Past {
  readonly inner: Float32Array;
  readonly innerBias: Float32Array;
  readonly outer: Float32Array;
  readonly outerBias: Float32Array;
}

/** Learns one message at a time, with a rate that falls to nearly nothing. */
export function learnNetwork(lessons: Lessons, random: () => number): Network {
  const { vectors, targets, featureCount, intentCount } = lessons;
  const spread = (size: number, scale: number) =>
    Float32Array.from({ length: size }, () => bell(random) * scale);
  const network: Network = {
    inner: spread(featureCount * width, innerSpread * Math.sqrt(2 / width)),
    innerBias: new Float32Array(width),
    outer: spread(intentCount * width, Math.sqrt(1 / width)),
    outerBias: new Float32Array(intentCount),
  };
  const past: Past = {
    inner: new Float32Array(featureCount).fill(1e-8),
    innerBias: new Float32Array(width).fill(1e-8),
    outer: new Float32Array(intentCount).fill(1e-8),
    outerBias: new Float32Array(intentCount).fill(1e-8),
  };
  const wanted = Math.round(lessonsWanted / vectors.length);
  const epochs = Math.min(mostEpochs, Math.max(fewestEpochs, wanted));
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = firstRate * (1 - epoch / epochs) + lastRate;
    for (const turn of mixedOrder(vectors.length, random)) {
      const seen = dropFeatures(vectors[turn] as Vector, random);
      learn(network, past, seen, targets[turn] as number, rate, random);
    }
  }
  return network;
}

/** Nearly normal chance: mean 0, variance 1. */
function bell(random: () => number): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

function dropFeatures({ positions, values }: Vector, random: () => number): Vector {
  const kept = {
    positions: new Int32Array(positions.length),
    values: new Float32Array(positions.length),
  };
  let count = 0;
  for (let index = 0; index < positions.length; index += 1) {
    if (random() < featureDropout) continue;
    kept.positions[count] = positions[index] as number;
    kept.values[count] = (values[index] as number) / (1 - featureDropout);
    count += 1;
  }
  return {
    positions: kept.positions.subarray(0, count),
    values: kept.values.subarray(0, count),
  };
}

function learn(
  network: Network,
  past: Past,
  vector: Vector,
  target: number,
  rate: number,
  random: () => number,
): void {
  const hidden = hiddenUnits(network, vector);
  for (let unit = 0; unit < width; unit += 1) {
    const isOpen = (hidden[unit] as number) > 0 && random() >= hiddenDropout;
    hidden[unit] = isOpen ? (hidden[unit] as number) / (1 - hiddenDropout) : 0;
  }
  const error = softmax(outerScores(network, hidden));
  error[target] = (error[target] as number) - 1;
  const blame = correctOuter(network, past, hidden, error, rate);
  for (let unit = 0; unit < width; unit += 1) {
    const isOpen = (hidden[unit] as number) > 0;
    blame[unit] = isOpen ? (blame[unit] as number) / (1 - hiddenDropout) : 0;
  }
  correctInner(network, past, vector, blame, rate);
}

/** Corrects the outer layer; gives back what each hidden unit had to do with the error. */
function correctOuter(
  { outer, outerBias }: Network,
  past: Past,
  hidden: Float32Array,
  error: Float32Array,
  rate: number,
): Float32Array {
  const blame = new Float32Array(width);
  const strength = dot(hidden, 0, hidden, 0, width) / width;
  for (let intent = 0; intent < error.length; intent += 1) {
    const amount = error[intent] as number;
    if (Math.abs(amount) < negligible) continue;
    addScaled(blame, 0, outer, intent * width, width, amount);
    const step = rate * amount * slower(past.outer, intent, amount * amount * strength);
    addScaled(outer, intent * width, hidden, 0, width, -step);
    const biasStep = rate * biasRate * amount * slower(past.outerBias, intent, amount * amount);
    outerBias[intent] = (outerBias[intent] as number) - biasStep;
  }
  return blame;
}

function correctInner(
  { inner, innerBias }: Network,
  past: Past,
  { positions, values }: Vector,
  blame: Float32Array,
  rate: number,
): void {
  const strength = dot(blame, 0, blame, 0, width) / width;
  if (strength === 0) return;
  for (let unit = 0; unit < width; unit += 1) {
    const amount = blame[unit] as number;
    const step = rate * biasRate * amount * slower(past.innerBias, unit, amount * amount);
    innerBias[unit] = (innerBias[unit] as number) - step;
  }
  for (let index = 0; index < positions.length; index += 1) {
    const position = positions[index] as number;
    const value = values[index] as number;
    const step = rate * value * slower(past.inner, position, value * value * strength);
    addScaled(inner, position * width, blame, 0, width, -step);
  }
}

/** Adds to the past of a row and says by how much its step shrinks. */
function slower(past: Float32Array, row: number, squared: number): number {
  const sum = (past[row] as number) + squared;
  past[row] = sum;
  return 1 / Math.sqrt(sum);
}

function hiddenUnits({ inner, innerBias }: Network, { positions, values }: Vector): Float32Array {
  const hidden = new Float32Array(innerBias);
  for (let index = 0; index < positions.length; index += 1) {
    const start = (positions[index] as number) * width;
    addScaled(hidden, 0, inner, start, width, values[index] as number);
  }
  return hidden;
}

function outerScores({ outer, outerBias }: Network, hidden: Float32Array): Float32Array {
  const scores = new Float32Array(outerBias);
  for (let intent = 0; intent < scores.length; intent += 1) {
    scores[intent] = (scores[intent] as number) + dot(outer, intent * width, hidden, 0, width);
  }
  return scores;
}

/** The raw scores of all intents. */
export function networkScores(network: Network, vector: Vector): Float32Array {
  const hidden = hiddenUnits(network, vector).map((unit) => Math.max(0, unit));
  return outerScores(network, hidden);
}
