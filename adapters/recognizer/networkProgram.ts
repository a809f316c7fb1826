import { seededRandom } from './arrays.ts';
import { learnNetwork } from './network.ts';
import type { Lessons } from './regression.ts';

// The networks learn side by side, each in a process of its own: the first start waits for the slowest.
process.once('message', ({ lessons, seed }: { lessons: Lessons; seed: number }) => {
  process.send?.(learnNetwork(lessons, seededRandom(seed)), () => process.disconnect());
});
