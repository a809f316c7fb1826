import fc from 'fast-check';

/**
 * `PROPERTY_SEED` repeats a failed run. The usual test run has the fixed seed, so that it says the same
 * twice; `npm run properties` looks further: it tries a seed of its own as well.
 * `PROPERTY_UNSHRUNK` reports a failed dialogue as it was, without making it smaller.
 */
const given = Number(process.env.PROPERTY_SEED);
const own = Date.now() % 2 ** 31;

/** The seeds of a run: always the same one, and for a long run one that nobody has tried before. */
export const seeds: readonly number[] = given
  ? [given]
  : process.env.PROPERTY_RUNS
    ? [20261124, own]
    : [20261124];

const usualDialogues = 50;

/** How many random dialogues are played for each seed; `npm run properties -- --runs 2000` asks for more in all. */
export const dialoguesPerSeed = Math.ceil(
  (Number(process.env.PROPERTY_RUNS) || usualDialogues) / seeds.length,
);

/** Asks a property so many times, shared among the seeds; fast-check prints the seed that fails. */
export function hold<T extends [unknown, ...unknown[]]>(
  property: fc.IPropertyWithHooks<T>,
  numRuns = 1000,
): void {
  for (const seed of seeds)
    fc.assert(property, { seed, numRuns: Math.ceil(numRuns / seeds.length) });
}
