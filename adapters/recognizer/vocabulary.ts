import { type View, viewWeights } from './features.ts';

/** The features that were seen in training, in a fixed order, and how telling each is. */
export interface Vocabulary {
  readonly features: readonly string[];
  /** Inverse document frequency, damped: rare words tell more, but not by much. */
  readonly rarity: Float32Array;
}

/** A message as numbers: positions of known features and their values, of length 1. */
export interface Vector {
  readonly positions: Int32Array;
  readonly values: Float32Array;
}

/** Below 1, rarity counts for less than plain TF-IDF would have it; chosen by cross-validation. */
const rarityPower = 0.5;

/** Learns the vocabulary of messages, each given as its views. */
export function learnVocabulary(messages: ReadonlyArray<readonly View[]>): Vocabulary {
  const seen = new Map<string, number>();
  for (const views of messages) {
    for (const feature of new Set(views.flat())) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  }
  const features = [...seen.keys()];
  const rarity = Float32Array.from(
    seen.values(),
    (count) => (Math.log((messages.length + 1) / (count + 1)) + 1) ** rarityPower,
  );
  return { features, rarity };
}

/**
 * Makes the function that turns views into a vector. A view has its weight whatever its size. What is not
 * in the vocabulary counts for the length: the less of a message is known, the shorter its vector and the
 * less sure whatever is made of it.
 */
export function vectoriser({ features, rarity }: Vocabulary): (views: readonly View[]) => Vector {
  const index = new Map(features.map((feature, position) => [feature, position]));
  const rarest = rarity.reduce((most, one) => Math.max(most, one), 0);
  const whole = Math.hypot(...viewWeights);
  return (views) => {
    const positions: number[] = [];
    const values: number[] = [];
    for (const [place, view] of views.entries()) {
      const counts = new Map<string, number>();
      for (const feature of view) counts.set(feature, (counts.get(feature) ?? 0) + 1);
      let squares = 0;
      const start = values.length;
      for (const [feature, count] of counts) {
        const position = index.get(feature);
        const weight =
          (1 + Math.log(count)) * (position === undefined ? rarest : (rarity[position] ?? 0));
        squares += weight * weight;
        if (position === undefined) continue;
        positions.push(position);
        values.push(weight);
      }
      const share = (viewWeights[place] ?? 1) / (Math.sqrt(squares) * whole || 1);
      for (let at = start; at < values.length; at += 1) values[at] = (values[at] ?? 0) * share;
    }
    return { positions: Int32Array.from(positions), values: Float32Array.from(values) };
  };
}
