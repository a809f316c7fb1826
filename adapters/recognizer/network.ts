import { addRow, dotRow, type Rows } from './rows.ts';
import type { Vector } from './vocabulary.ts';

/** A network of two layers: features → hidden units → intents. It knows what means the same. */
export interface Network {
  /** A row a feature, a number a hidden unit. */
  readonly inner: Rows;
  readonly innerBias: Float32Array;
  /** A row an intent, a number a hidden unit. */
  readonly outer: Rows;
  readonly outerBias: Float32Array;
}

/** The raw scores of all intents. */
export function networkScores(
  { inner, innerBias, outer, outerBias }: Network,
  { positions, values }: Vector,
): Float32Array {
  const hidden = new Float32Array(innerBias);
  for (let index = 0; index < positions.length; index += 1) {
    addRow(hidden, inner, positions[index] as number, values[index] as number);
  }
  for (let unit = 0; unit < hidden.length; unit += 1) {
    hidden[unit] = Math.max(0, hidden[unit] as number);
  }
  return outerBias.map((bias, intent) => bias + dotRow(outer, intent, hidden));
}
