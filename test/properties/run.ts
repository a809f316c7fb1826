import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

// npm run properties -- --runs 2000 [--seed 7]: more random dialogues than the usual test run has.
const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const { resolve } = createRequire(import.meta.url);
const { status } = spawnSync(
  process.execPath,
  [resolve('mocha/bin/mocha.js'), 'test/properties/**/*.test.ts'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      PROPERTY_RUNS: values.runs ?? '200',
      ...(values.seed && { PROPERTY_SEED: values.seed }),
    },
  },
);
process.exitCode = status ?? 1;
