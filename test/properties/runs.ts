import fc from 'fast-check';

/**
 * `PROPERTY_SEED` repeats a failed run; without it every run tries the fixed seed and one of its own.
 * `PROPERTY_UNSHRUNK` reports a failed dialogue as it was, without making it smaller.
 */
const given = Number(process.env.PROPERTY_SEED);
const own = Date.now() % 2 ** 31;

/** The seeds of a run: always the same one, and one that nobody has tried before. */
export const seeds: readonly number[] = given ? [given] : [20261124, own];

const usualDialogues = 50;

/** How many random dialogues are played for each seed; `npm run properties -- --runs 2000` asks for more in all. */
export const dialoguesPerSeed = Math.ceil(
  (Number(process.env.PROPERTY_RUNS) || usualDialogues) / seeds.length,
);

/** Asks a property so many times, half with each seed; fast-check prints the seed that fails. */
export function hold<T extends [unknown, ...unknown[]]>(
  property: fc.IPropertyWithHooks<T>,
  numRuns = 1000,
): void {
  for (const seed of seeds) fc.assert(property, { seed, numRuns: Math.ceil(numRuns / 2) });
}
