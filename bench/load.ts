import type { Talker } from './talkers.ts';

/** How many talk at once, and for how long. */
export interface Load {
  readonly conversations: number;
  readonly measuredMs: number;
}

/** What one load came to. */
export interface Measured {
  readonly turns: number;
  readonly turnsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A bound besides the time, for memory: latencies are kept one by one. */
const mostTurns = 200_000;

/** Every conversation asks, waits for the answer and asks again (a closed loop). */
export async function measure(open: () => Promise<Talker>, load: Load): Promise<Measured> {
  const talkers = await Promise.all(Array.from({ length: load.conversations }, open));
  try {
    const startedAt = performance.now();
    const latencies = await talkUntil(talkers, startedAt + load.measuredMs);
    const seconds = (performance.now() - startedAt) / 1000;
    const sorted = latencies.sort((a, b) => a - b);
    return {
      turns: sorted.length,
      turnsPerSecond: sorted.length / seconds,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
    };
  } finally {
    for (const talker of talkers) talker.close();
  }
}

async function talkUntil(talkers: readonly Talker[], endsAt: number): Promise<number[]> {
  const latencies: number[] = [];
  const talk = async (talker: Talker) => {
    while (performance.now() < endsAt && latencies.length < mostTurns) {
      const askedAt = performance.now();
      await talker.ask();
      latencies.push(performance.now() - askedAt);
    }
  };
  await Promise.all(talkers.map(talk));
  return latencies;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
