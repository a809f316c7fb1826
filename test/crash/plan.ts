import type { CrashRun, Interruption } from './run.ts';

/** A round to come: who is interrupted where, or when. */
export interface PlannedRound {
  readonly interruptions: readonly Interruption[];
  readonly killAfterMs?: number;
}

/** Boundaries that only an answer by SMS has: it is recorded, claimed and committed on its own. */
const ofReply = /(receive|claimTurn|commitTurn) 4$/;

/** An order that takes its time: accepted and not finished, and the worker that will come again. */
const stalled: readonly Interruption[] = [
  'after POST productOrder 1',
  'before retryIntent 1',
  'after retryIntent 1',
].map((point) => ({ confirmedBy: 'code', point, isStalled: true }));

/** Every boundary of a change once. Throws when a change has none of those that only some have. */
export async function everyBoundary(run: CrashRun): Promise<readonly Interruption[]> {
  const byCode = await run.boundaries('code');
  const byReply = (await run.boundaries('reply')).filter((point) => ofReply.test(point));
  if (byReply.length === 0) throw new Error('no boundary of a reply');
  return [
    ...byCode.map((point) => ({ confirmedBy: 'code', point }) as const),
    ...byReply.map((point) => ({ confirmedBy: 'reply', point }) as const),
    ...stalled,
  ];
}

/** As few kills as there are customers for: each of them stands at another boundary. */
export function together(all: readonly Interruption[], most: number): readonly PlannedRound[] {
  const quick = all.filter(({ isStalled }) => !isStalled);
  const count = Math.ceil(quick.length / most);
  // Dealt out like cards, so that a round has early and late boundaries.
  const rounds = Array.from({ length: count }, (_, round) => ({
    interruptions: quick.filter((_each, place) => place % count === round),
  }));
  return [...rounds, { interruptions: stalled }];
}

/** One kill for every boundary, then random boundaries and random moments with several customers. */
export function oneByOne(
  all: readonly Interruption[],
  { rounds, most, random }: { rounds: number; most: number; random: () => number },
): readonly PlannedRound[] {
  const below = (limit: number) => Math.floor(random() * limit);
  // A stalled order is whichever comes next: with others about it would be theirs.
  const quick = all.filter(({ isStalled }) => !isStalled);
  const shuffled = () => [...quick].sort(() => random() - 0.5);
  const planned = all.map((each): PlannedRound => ({ interruptions: [each] }));
  while (planned.length < rounds) {
    const some = shuffled().slice(0, 1 + below(Math.min(most, 3)));
    if (random() < 0.5) planned.push({ interruptions: some });
    else {
      const interruptions = some.map(({ point: _anywhere, ...rest }) => rest);
      planned.push({ interruptions, killAfterMs: below(longestMs) });
    }
  }
  return planned.slice(0, rounds);
}

/** By then everybody has an agreement. */
const longestMs = 4000;

/** The same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
