import type { View } from './features.ts';

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

/** Makes the function that turns views into a vector. Every view weighs the same, whatever its size. */
export function vectoriser({ features, rarity }: Vocabulary): (views: readonly View[]) => Vector {
  const index = new Map(features.map((feature, position) => [feature, position]));
  return (views) => {
    const positions: number[] = [];
    const values: number[] = [];
    for (const view of views) {
      const counts = new Map<number, number>();
      for (const feature of view) {
        const position = index.get(feature);
        if (position !== undefined) counts.set(position, (counts.get(position) ?? 0) + 1);
      }
      const weights = [...counts].map(
        ([position, count]) => (1 + Math.log(count)) * (rarity[position] ?? 0),
      );
      const length = Math.hypot(...weights);
      positions.push(...counts.keys());
      values.push(...weights.map((weight) => weight / length));
    }
    const length = Math.hypot(...values) || 1;
    return {
      positions: Int32Array.from(positions),
      values: Float32Array.from(values, (value) => value / length),
    };
  };
}
