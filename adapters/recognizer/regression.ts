import { mixedOrder, softmax } from './arrays.ts';
import { addRow, packRows, type Rows } from './rows.ts';
import type { Vector } from './vocabulary.ts';
import { openWorkspace, roundUp } from './workspace.ts';

/** Softmax regression: a weight of every feature for every intent. */
export interface Regression {
  /** A row a feature, a number an intent. */
  readonly weights: Rows;
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

/** Learns by stochastic gradient descent, one message at a time. */
export function learnRegression(
  { vectors, targets, featureCount, intentCount }: Lessons,
  random: () => number,
): Regression {
  const row = roundUp(intentCount);
  const bias = featureCount * row;
  const error = bias + row;
  const { numbers, addScaled } = openWorkspace(error + row);
  const errors = numbers.subarray(error, error + intentCount);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = firstRate / (1 + epoch * rateDecay);
    for (const turn of mixedOrder(vectors.length, random)) {
      const { positions, values } = vectors[turn] as Vector;
      numbers.copyWithin(error, bias, bias + row);
      for (let at = 0; at < positions.length; at += 1) {
        addScaled(error, (positions[at] as number) * row, row, values[at] as number);
      }
      softmax(errors);
      const target = error + (targets[turn] as number);
      numbers[target] = (numbers[target] as number) - 1;
      for (let at = 0; at < positions.length; at += 1) {
        addScaled((positions[at] as number) * row, error, row, -rate * (values[at] as number));
      }
      addScaled(bias, error, row, -rate * biasRate);
    }
  }
  return {
    weights: packRows(numbers.subarray(0, bias), intentCount, row),
    bias: numbers.slice(bias, bias + intentCount),
  };
}

/** The raw scores of all intents. */
export function regressionScores(
  { weights, bias }: Regression,
  { positions, values }: Vector,
): Float32Array {
  const scores = new Float32Array(bias);
  for (let index = 0; index < positions.length; index += 1) {
    addRow(scores, weights, positions[index] as number, values[index] as number);
  }
  return scores;
}
