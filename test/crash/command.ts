import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/**
 * Run as `npm run crash -- --rounds 100`: so many kills on each store, first one for each boundary,
 * then at random boundaries and moments. `--seed` repeats the chances of a run, `--store` takes one.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    store: { type: 'string', default: '' },
  },
});
const { rounds, seed, store } = values;
console.log(`${rounds} kills on each store, seed ${seed}`);
const words = ['mocha', 'test/crash/changeKilled.test.ts', '--grep', store || '.'];
const { status } = spawnSync('npx', words, {
  stdio: 'inherit',
  env: { ...process.env, CRASH_ROUNDS: rounds, CRASH_SEED: seed },
});
process.exitCode = status ?? 1;
