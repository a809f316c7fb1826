import { mixedOrder, softmax } from './arrays.ts';
import type { Network } from './network.ts';
import type { Lessons } from './regression.ts';
import { packRows } from './rows.ts';
import type { Vector } from './vocabulary.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** How many hidden units; a multiple of the workspace's stride. */
const width = 80;
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
const newPast = (rows: number) => new Float32Array(rows).fill(1e-8);

/** A network while it learns: where its parts lie in the workspace, and what else it remembers. */
interface Learner {
  readonly workspace: Workspace;
  readonly random: () => number;
  /** The inner rows begin at 0. */
  readonly outer: number;
  readonly hidden: number;
  readonly hiddenUnits: Float32Array;
  readonly blame: number;
  readonly blamed: Float32Array;
  readonly innerBias: Float32Array;
  readonly outerBias: Float32Array;
  readonly past: Record<'inner' | 'innerBias' | 'outer' | 'outerBias', Float32Array>;
  /** What is left of the message of the moment. */
  readonly seen: { readonly positions: Int32Array; readonly values: Float32Array; count: number };
  /** The scores of the moment, which become how far off each intent is. */
  readonly error: Float32Array;
}

/** Learns one message at a time, with a rate that falls to nearly nothing. */
export function learnNetwork(lessons: Lessons, random: () => number): Network {
  const { vectors, targets, intentCount } = lessons;
  const learner = newLearner(lessons, random);
  const wanted = Math.round(lessonsWanted / vectors.length);
  const epochs = Math.min(mostEpochs, Math.max(fewestEpochs, wanted));
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = firstRate * (1 - epoch / epochs) + lastRate;
    for (const turn of mixedOrder(vectors.length, random)) {
      dropFeatures(learner, vectors[turn] as Vector);
      learn(learner, targets[turn] as number, rate);
    }
  }
  const { workspace, outer, innerBias, outerBias } = learner;
  return {
    inner: packRows(workspace.numbers.subarray(0, outer), width),
    innerBias,
    outer: packRows(workspace.numbers.subarray(outer, outer + intentCount * width), width),
    outerBias,
  };
}

function newLearner(lessons: Lessons, random: () => number): Learner {
  const { vectors, featureCount, intentCount } = lessons;
  const outer = featureCount * width;
  const hidden = outer + intentCount * width;
  const blame = hidden + width;
  const workspace = openWorkspace(blame + width);
  // Nearly normal chance: mean 0, variance 1.
  const bell = () => (random() + random() + random() + random() - 2) * Math.sqrt(3);
  for (let at = 0; at < hidden; at += 1) {
    const spread = at < outer ? innerSpread * Math.sqrt(2 / width) : Math.sqrt(1 / width);
    workspace.numbers[at] = bell() * spread;
  }
  const longest = vectors.reduce((most, { values }) => Math.max(most, values.length), 0);
  return {
    ...{ workspace, random, outer, hidden, blame },
    hiddenUnits: workspace.numbers.subarray(hidden, hidden + width),
    blamed: workspace.numbers.subarray(blame, blame + width),
    innerBias: new Float32Array(width),
    outerBias: new Float32Array(intentCount),
    past: {
      inner: newPast(featureCount),
      innerBias: newPast(width),
      outer: newPast(intentCount),
      outerBias: newPast(intentCount),
    },
    seen: { positions: new Int32Array(longest), values: new Float32Array(longest), count: 0 },
    error: new Float32Array(intentCount),
  };
}

function dropFeatures({ seen, random }: Learner, { positions, values }: Vector): void {
  seen.count = 0;
  for (let index = 0; index < positions.length; index += 1) {
    if (random() < featureDropout) continue;
    seen.positions[seen.count] = positions[index] as number;
    seen.values[seen.count] = (values[index] as number) / (1 - featureDropout);
    seen.count += 1;
  }
}

function learn(learner: Learner, target: number, rate: number): void {
  const { workspace, random, hidden, hiddenUnits, blamed, seen, error } = learner;
  hiddenUnits.set(learner.innerBias);
  for (let index = 0; index < seen.count; index += 1) {
    const row = (seen.positions[index] as number) * width;
    workspace.addScaled(hidden, row, width, seen.values[index] as number);
  }
  for (let unit = 0; unit < width; unit += 1) {
    const isOpen = (hiddenUnits[unit] as number) > 0 && random() >= hiddenDropout;
    hiddenUnits[unit] = isOpen ? (hiddenUnits[unit] as number) / (1 - hiddenDropout) : 0;
  }
  score(learner);
  softmax(error);
  error[target] = (error[target] as number) - 1;
  correctOuter(learner, rate);
  for (let unit = 0; unit < width; unit += 1) {
    const isOpen = (hiddenUnits[unit] as number) > 0;
    blamed[unit] = isOpen ? (blamed[unit] as number) / (1 - hiddenDropout) : 0;
  }
  correctInner(learner, rate);
}

function score({ workspace, outer, hidden, outerBias, error }: Learner): void {
  for (let intent = 0; intent < error.length; intent += 1) {
    const sum = workspace.dot(outer + intent * width, hidden, width);
    error[intent] = (outerBias[intent] as number) + sum;
  }
}

/** Corrects the outer layer; leaves what each hidden unit had to do with the error. */
function correctOuter(learner: Learner, rate: number): void {
  const { workspace, outer, hidden, blame, blamed, outerBias, past, error } = learner;
  blamed.fill(0);
  const strength = workspace.dot(hidden, hidden, width) / width;
  for (let intent = 0; intent < error.length; intent += 1) {
    const amount = error[intent] as number;
    if (Math.abs(amount) < negligible) continue;
    const row = outer + intent * width;
    workspace.addScaled(blame, row, width, amount);
    const step = rate * amount * slower(past.outer, intent, amount * amount * strength);
    workspace.addScaled(row, hidden, width, -step);
    const biasStep = rate * biasRate * amount * slower(past.outerBias, intent, amount * amount);
    outerBias[intent] = (outerBias[intent] as number) - biasStep;
  }
}

function correctInner(learner: Learner, rate: number): void {
  const { workspace, blame, blamed, innerBias, past, seen } = learner;
  const strength = workspace.dot(blame, blame, width) / width;
  if (strength === 0) return;
  for (let unit = 0; unit < width; unit += 1) {
    const amount = blamed[unit] as number;
    const step = rate * biasRate * amount * slower(past.innerBias, unit, amount * amount);
    innerBias[unit] = (innerBias[unit] as number) - step;
  }
  for (let index = 0; index < seen.count; index += 1) {
    const position = seen.positions[index] as number;
    const value = seen.values[index] as number;
    const step = rate * value * slower(past.inner, position, value * value * strength);
    workspace.addScaled(position * width, blame, width, -step);
  }
}

/** Adds to the past of a row and says by how much its step shrinks. */
function slower(past: Float32Array, row: number, squared: number): number {
  const sum = (past[row] as number) + squared;
  past[row] = sum;
  return 1 / Math.sqrt(sum);
}
