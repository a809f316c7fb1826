import { type View, viewWeights } from './features.ts';

/** The features that were seen in training and how telling each is. A feature's number is its place. */
export interface Vocabulary {
  /** What features are known by (`hashOf`), ascending. */
  readonly hashes: Uint32Array;
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

/**
 * A feature in 32 bits (FNV-1a), so that no table of strings is kept or read. One in 70,000 unknown features
 * is taken for a known one, which is less than what a message has.
 */
function hashOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at += 1) {
    hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Learns the vocabulary of messages, each given as its views. */
export function learnVocabulary(messages: ReadonlyArray<readonly View[]>): Vocabulary {
  const seen = new Map<number, number>();
  for (const views of messages) {
    const once = new Set<number>();
    for (const view of views) for (const feature of view) once.add(hashOf(feature));
    for (const hash of once) seen.set(hash, (seen.get(hash) ?? 0) + 1);
  }
  const hashes = Uint32Array.from(seen.keys()).sort();
  const rarity = Float32Array.from(
    hashes,
    (hash) => (Math.log((messages.length + 1) / ((seen.get(hash) ?? 0) + 1)) + 1) ** rarityPower,
  );
  return { hashes, rarity };
}

/** Where a hash stands among the known ones, or -1. */
function positionOf(hashes: Uint32Array, hash: number): number {
  let from = 0;
  let to = hashes.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((hashes[middle] as number) < hash) from = middle + 1;
    else to = middle;
  }
  return hashes[from] === hash ? from : -1;
}

/**
 * Makes the function that turns views into a vector. A view has its weight whatever its size. What is not
 * in the vocabulary counts for the length: the less of a message is known, the shorter its vector and the
 * less sure whatever is made of it.
 */
export function vectoriser({ hashes, rarity }: Vocabulary): (views: readonly View[]) => Vector {
  const rarest = rarity.reduce((most, one) => Math.max(most, one), 0);
  const whole = Math.hypot(...viewWeights);
  return (views) => {
    const positions: number[] = [];
    const values: number[] = [];
    for (const [place, view] of views.entries()) {
      const counts = new Map<number, number>();
      for (const feature of view) {
        const hash = hashOf(feature);
        counts.set(hash, (counts.get(hash) ?? 0) + 1);
      }
      let squares = 0;
      const start = values.length;
      for (const [hash, count] of counts) {
        const position = positionOf(hashes, hash);
        const weight = (1 + Math.log(count)) * (position < 0 ? rarest : (rarity[position] ?? 0));
        squares += weight * weight;
        if (position < 0) continue;
        positions.push(position);
        values.push(weight);
      }
      const share = (viewWeights[place] ?? 1) / (Math.sqrt(squares) * whole || 1);
      for (let at = start; at < values.length; at += 1) values[at] = (values[at] ?? 0) * share;
    }
    return { positions: Int32Array.from(positions), values: Float32Array.from(values) };
  };
}
