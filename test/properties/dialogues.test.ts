import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  chainsHold,
  contradictionsAreCleared,
  everyOrderHasOneConsent,
  nothingCountsAfterTheEnd,
  nothingIsOrderedTwiceOrLate,
  nothingIsSentAgainBlindly,
  onlyTheCustomerConsents,
} from './consentInvariants.ts';
import { play } from './dialogue.ts';
import { knownStories } from './knownStories.ts';
import {
  doneIsSaidOnlyOfWhatIsDone,
  everyOutcomeIsTold,
  noAmountIsInvented,
  nothingBroke,
  nothingPersonalIsReadable,
  onlyWhatWasDisclosedIsCharged,
} from './outcomeInvariants.ts';
import { gather, type Proof } from './proof.ts';
import {
  aCodeOpensRecordsOnce,
  aPanelOpensOnceInItsBrowser,
  recordsNeedAFreshCode,
} from './recordsInvariants.ts';
import { dialoguesPerSeed, seeds } from './runs.ts';
import { memory } from './stage.ts';
import { type Story, stories } from './steps.ts';

const invariants: ReadonlyArray<(proof: Proof) => void | Promise<void>> = [
  nothingBroke,
  chainsHold,
  everyOrderHasOneConsent,
  nothingCountsAfterTheEnd,
  onlyTheCustomerConsents,
  nothingIsOrderedTwiceOrLate,
  nothingIsSentAgainBlindly,
  contradictionsAreCleared,
  onlyWhatWasDisclosedIsCharged,
  everyOutcomeIsTold,
  doneIsSaidOnlyOfWhatIsDone,
  nothingPersonalIsReadable,
  noAmountIsInvented,
  recordsNeedAFreshCode,
  aCodeOpensRecordsOnce,
  aPanelOpensOnceInItsBrowser,
];

/** How often each kind of thing was met: a property that never meets it says nothing. */
const met = new Map<string, number>();

async function judge(story: Story): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new Error(`no end after ${dialogueMs} ms`)),
    dialogueMs,
  );
  const played = await play(story, late.signal).finally(() => clearTimeout(timer));
  try {
    const proof = await gather(played);
    for (const hold of invariants) await hold(proof);
    for (const { kind, data } of proof.chains.flat()) {
      const name = data.outcome === undefined ? kind : `${kind} ${String(data.outcome)}`;
      met.set(name, (met.get(name) ?? 0) + 1);
    }
    for (const { isOpen } of played.opened) {
      const name = isOpen ? 'panel opened' : 'panel closed';
      met.set(name, (met.get(name) ?? 0) + 1);
    }
  } finally {
    await played.operator.close();
  }
}

/** A dialogue takes a second or two; one that came to no end by then has lost something. */
const dialogueMs = 90_000;

/** A failed dialogue is made smaller for so long at most. */
const shrinkMs = 120_000;

/** Long runs are asked for by hand; a usual one is over in a minute. */
const longest = process.env.PROPERTY_RUNS ? 0 : 600_000;

describe('random dialogues', () => {
  for (const seed of seeds) {
    it(`keep every invariant, whatever happens (seed ${seed})`, async function () {
      this.timeout(longest);
      let firstFailureMs = Number.POSITIVE_INFINITY;
      const property = fc.asyncProperty(stories, async (story) => {
        if (performance.now() > firstFailureMs + shrinkMs) return;
        try {
          await judge(story);
        } catch (error) {
          firstFailureMs = Math.min(firstFailureMs, performance.now());
          throw error;
        }
      });
      // The known ones count as runs, too.
      const isFirst = seed === seeds[0];
      const examples = isFirst ? knownStories.map((story): [Story] => [story]) : [];
      await fc.assert(property, {
        seed,
        numRuns: dialoguesPerSeed + examples.length,
        examples,
        endOnFailure: process.env.PROPERTY_UNSHRUNK !== undefined,
      });
    });
  }

  it('one that comes to no end keeps its memory to itself, and its operator is gone', async () => {
    const [story] = knownStories;
    assert.ok(story);
    const before = await memory();
    await assert.rejects(play(story, AbortSignal.abort(new Error('no end'))), /^Error: no end$/);
    assert.notEqual(await memory(), before);
  });

  it('met everything that may become of a quote', () => {
    for (const kind of ['committed', 'failed', 'unknown'])
      assert.ok(met.get(`outcome ${kind}`), `no order was ${kind}`);
    for (const kind of ['cancelled', 'expired', 'superseded', 'frozen', 'refused', 'agreement'])
      assert.ok(met.get(kind), `no quote was ${kind}`);
    for (const kind of ['steppedUp', 'accessed', 'panel opened', 'panel closed'])
      assert.ok(met.get(kind), `nobody’s records: ${kind}`);
  });
});
