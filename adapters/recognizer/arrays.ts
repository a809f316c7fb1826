/** Turns scores, where they are, into shares that add up to 1. */
export function softmax(scores: Float32Array): Float32Array {
  let most = -Infinity;
  for (let index = 0; index < scores.length; index += 1) {
    most = Math.max(most, scores[index] as number);
  }
  let total = 0;
  for (let index = 0; index < scores.length; index += 1) {
    const power = Math.exp((scores[index] as number) - most);
    scores[index] = power;
    total += power;
  }
  for (let index = 0; index < scores.length; index += 1) {
    scores[index] = (scores[index] as number) / total;
  }
  return scores;
}

/** Chance that comes out the same each time (mulberry32): the same examples give the same model. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The numbers below `count` in a mixed order. */
export function mixedOrder(count: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_unused, index) => index);
  for (let index = count - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const kept = order[index] as number;
    order[index] = order[other] as number;
    order[other] = kept;
  }
  return order;
}
