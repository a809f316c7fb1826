import { seededRandom } from './arrays.ts';
import { learnNetwork } from './networkLearning.ts';
import type { Lessons } from './regression.ts';

// Networks learn in processes of their own, one for each core: the first start waits for the slowest.
process.once('message', ({ lessons, seeds }: { lessons: Lessons; seeds: readonly number[] }) => {
  const networks = seeds.map((seed) => learnNetwork(lessons, seededRandom(seed)));
  process.send?.(networks, () => process.disconnect());
});
