import { featuresOf } from './features.ts';

/** A message and its intent, to learn from. */
export interface Example {
  readonly text: string;
  readonly intent: string;
}

/** A trained model: weights of every feature for every intent, as plain data. */
export interface Model {
  readonly intents: readonly string[];
  readonly features: readonly string[];
  /** Inverse document frequency of each feature. */
  readonly idf: Float32Array;
  /** `features × intents`, row by row. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  /** Divides the scores so that confidence is calibrated on messages held out from training. */
  readonly temperature: number;
}

type Vector = ReadonlyArray<readonly [feature: number, value: number]>;

const epochs = 15;
const rate = 0.6;
const decay = 3e-5;

/**
 * Softmax regression over TF-IDF pieces, by stochastic gradient descent in a fixed order: the same
 * examples give the same model. Every fifth example first chooses the temperature, then all train.
 */
export function train(examples: readonly Example[]): Model {
  const heldOut = examples.filter((_example, index) => index % 5 === 0);
  const rest = examples.filter((_example, index) => index % 5 !== 0);
  const temperature = bestTemperature(fit(rest), heldOut);
  return { ...fit(examples), temperature };
}

function fit(examples: readonly Example[]): Model {
  const intents = [...new Set(examples.map(({ intent }) => intent))].sort();
  const documents = examples.map(({ text }) => featuresOf(text));
  const seen = new Map<string, number>();
  for (const feature of documents.flatMap((document) => [...document]))
    seen.set(feature, (seen.get(feature) ?? 0) + 1);
  const features = [...seen.keys()].filter((feature) => (seen.get(feature) ?? 0) > 1);
  const index = new Map(features.map((feature, position) => [feature, position]));
  const idf = Float32Array.from(
    features,
    (feature) => Math.log((examples.length + 1) / ((seen.get(feature) ?? 0) + 1)) + 1,
  );
  const model = {
    intents,
    features,
    idf,
    weights: new Float32Array(features.length * intents.length),
    bias: new Float32Array(intents.length),
    temperature: 1,
  };
  const vectors = documents.map((document) => vectorOf(document, index, idf));
  const targets = examples.map(({ intent }) => intents.indexOf(intent));
  // A stride coprime to the count visits all examples in a mixed, repeatable order.
  const stride = coprimeStride(examples.length);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const step = rate / (1 + epoch * 0.08);
    for (let turn = 0; turn < examples.length; turn += 1) {
      const position = (turn * stride + epoch) % examples.length;
      learn(model, vectors[position] ?? [], targets[position] ?? 0, step);
    }
  }
  return model;
}

function coprimeStride(count: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.max(1, Math.floor(count * 0.618));
  while (divisor(stride, count) !== 1) stride += 1;
  return stride;
}

function learn(
  { weights, bias, intents }: Model,
  vector: Vector,
  target: number,
  step: number,
): void {
  const probabilities = softmax(scores(vector, weights, bias, intents.length), 1);
  for (let intent = 0; intent < intents.length; intent += 1) {
    const gradient = (probabilities[intent] ?? 0) - (intent === target ? 1 : 0);
    bias[intent] = (bias[intent] ?? 0) - step * gradient;
    for (const [feature, value] of vector) {
      const at = feature * intents.length + intent;
      const weight = weights[at] ?? 0;
      weights[at] = weight - step * (gradient * value + decay * weight);
    }
  }
}

function scores(
  vector: Vector,
  weights: Float32Array,
  bias: Float32Array,
  count: number,
): Float64Array {
  const result = Float64Array.from(bias);
  for (const [feature, value] of vector) {
    const start = feature * count;
    for (let intent = 0; intent < count; intent += 1) {
      result[intent] = (result[intent] ?? 0) + value * (weights[start + intent] ?? 0);
    }
  }
  return result;
}

function softmax(raw: Float64Array, temperature: number): Float64Array {
  const most = Math.max(...raw);
  const powers = raw.map((score) => Math.exp((score - most) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function vectorOf(
  document: Set<string>,
  index: ReadonlyMap<string, number>,
  idf: Float32Array,
): Vector {
  const known: Array<[number, number]> = [];
  for (const feature of document) {
    const position = index.get(feature);
    if (position !== undefined) known.push([position, idf[position] ?? 0]);
  }
  const length = Math.hypot(...known.map(([, value]) => value)) || 1;
  return known.map(([feature, value]) => [feature, value / length]);
}

/** The temperature under which held-out messages are least surprising. */
function bestTemperature(model: Model, heldOut: readonly Example[]): number {
  const candidates = Array.from({ length: 30 }, (_unused, step) => 0.2 + step * 0.05);
  const predict = scorer(model);
  const raw = heldOut.map(({ text, intent }) => ({
    found: predict(text),
    target: model.intents.indexOf(intent),
  }));
  const loss = (temperature: number) =>
    raw.reduce(
      (sum, { found, target }) =>
        sum - Math.log(Math.max(1e-9, softmax(found, temperature)[target] ?? 0)),
      0,
    );
  return candidates.reduce((best, candidate) => (loss(candidate) < loss(best) ? candidate : best));
}

function scorer(model: Model): (text: string) => Float64Array {
  const index = new Map(model.features.map((feature, position) => [feature, position]));
  return (text) =>
    scores(
      vectorOf(featuresOf(text), index, model.idf),
      model.weights,
      model.bias,
      model.intents.length,
    );
}

/** Makes the function that ranks all intents for a message, best first. */
export function ranker(
  model: Model,
): (text: string) => Array<{ intent: string; confidence: number }> {
  const predict = scorer(model);
  return (text) => {
    const probabilities = softmax(predict(text), model.temperature);
    return model.intents
      .map((intent, position) => ({ intent, confidence: probabilities[position] ?? 0 }))
      .sort((a, b) => b.confidence - a.confidence);
  };
}
