import { outOfScope } from './model.ts';

/** A ranking read: the likeliest real intent, how sure it is, and whether it is believed. */
export interface Decision {
  readonly guess: string;
  readonly confidence: number;
  readonly found: string;
}

/**
 * Decides on a ranking: the likeliest intent, or `None` where that is likelier or where the likeliest
 * intent is less sure than `threshold` (0 rejects nothing).
 */
export function decide(
  ranking: ReadonlyArray<{ readonly intent: string; readonly confidence: number }>,
  threshold: number,
): Decision {
  const [best] = ranking.filter(({ intent }) => intent !== outOfScope);
  const { intent: guess, confidence } = best ?? { intent: outOfScope, confidence: 0 };
  const isBelieved = ranking[0]?.intent === guess && confidence >= threshold;
  return { guess, confidence, found: isBelieved ? guess : outOfScope };
}
