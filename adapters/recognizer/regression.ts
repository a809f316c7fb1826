import { addScaled, mixedOrder, softmax } from './arrays.ts';
import type { Vector } from './vocabulary.ts';

/** Softmax regression: a weight of every feature for every intent. */
export interface Regression {
  /** `features × intents`, row by row. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** What there is to learn from: vectors and the number of the intent each belongs to. */
export interface Lessons {
  readonly vectors: readonly Vector[];
  readonly targets: readonly number[];
  readonly featureCount: number;
  readonly intentCount: number;
}

const epochs = 12;
const firstRate = 3;
const rateDecay = 0.1;
const biasRate = 0.1;
/** An intent that is off by less is not corrected: saves most of the work and none of the learning. */
const negligible = 2e-3;

/** Learns by stochastic gradient descent, one message at a time. */
export function learnRegression(
  { vectors, targets, featureCount, intentCount }: Lessons,
  random: () => number,
): Regression {
  const regression = {
    weights: new Float32Array(featureCount * intentCount),
    bias: new Float32Array(intentCount),
  };
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = firstRate / (1 + epoch * rateDecay);
    for (const turn of mixedOrder(vectors.length, random)) {
      const vector = vectors[turn] as Vector;
      const error = softmax(regressionScores(regression, vector));
      const target = targets[turn] as number;
      error[target] = (error[target] as number) - 1;
      correct(regression, vector, error, rate);
    }
  }
  return regression;
}

function correct(
  { weights, bias }: Regression,
  { positions, values }: Vector,
  error: Float32Array,
  rate: number,
): void {
  addScaled(bias, 0, error, 0, bias.length, -rate * biasRate);
  const wrong: number[] = [];
  for (let intent = 0; intent < error.length; intent += 1) {
    if (Math.abs(error[intent] as number) > negligible) wrong.push(intent);
  }
  for (let index = 0; index < positions.length; index += 1) {
    const start = (positions[index] as number) * bias.length;
    const step = rate * (values[index] as number);
    for (const intent of wrong) {
      weights[start + intent] =
        (weights[start + intent] as number) - step * (error[intent] as number);
    }
  }
}

/** The raw scores of all intents. */
export function regressionScores(
  { weights, bias }: Regression,
  { positions, values }: Vector,
): Float32Array {
  const scores = new Float32Array(bias);
  for (let index = 0; index < positions.length; index += 1) {
    const start = (positions[index] as number) * bias.length;
    addScaled(scores, 0, weights, start, bias.length, values[index] as number);
  }
  return scores;
}
