/** `to[toAt…] += factor × from[fromAt…]`, `length` numbers long: the one inner loop of learning and answering. */
export function addScaled(
  to: Float32Array,
  toAt: number,
  from: Float32Array,
  fromAt: number,
  length: number,
  factor: number,
): void {
  for (let index = 0; index < length; index += 1) {
    to[toAt + index] = (to[toAt + index] as number) + factor * (from[fromAt + index] as number);
  }
}

/** The inner product of two stretches of `length` numbers. */
export function dot(
  one: Float32Array,
  oneAt: number,
  other: Float32Array,
  otherAt: number,
  length: number,
): number {
  let sum = 0;
  for (let index = 0; index < length; index += 1) {
    sum += (one[oneAt + index] as number) * (other[otherAt + index] as number);
  }
  return sum;
}

/** Scores as shares that add up to 1. */
export function softmax(scores: Float32Array): Float32Array {
  const shares = new Float32Array(scores.length);
  let most = -Infinity;
  for (let index = 0; index < scores.length; index += 1) {
    most = Math.max(most, scores[index] as number);
  }
  let total = 0;
  for (let index = 0; index < scores.length; index += 1) {
    const power = Math.exp((scores[index] as number) - most);
    shares[index] = power;
    total += power;
  }
  for (let index = 0; index < scores.length; index += 1) {
    shares[index] = (shares[index] as number) / total;
  }
  return shares;
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
