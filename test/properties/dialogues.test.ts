import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  chainsHold,
  contradictionsAreCleared,
  everyOrderHasOneConsent,
  nothingIsOrderedTwiceOrLate,
  nothingIsSentAgainBlindly,
  onlyTheCustomerConsents,
} from './consentInvariants.ts';
import { play } from './dialogue.ts';
import {
  doneIsSaidOnlyOfWhatIsDone,
  everyOutcomeIsTold,
  noAmountIsInvented,
  nothingBroke,
  nothingPersonalIsReadable,
  onlyWhatWasDisclosedIsCharged,
} from './outcomeInvariants.ts';
import { gather, type Proof } from './proof.ts';
import { dialogueRuns, seeds } from './runs.ts';
import { type Story, stories } from './steps.ts';

const invariants: ReadonlyArray<(proof: Proof) => void | Promise<void>> = [
  nothingBroke,
  chainsHold,
  everyOrderHasOneConsent,
  onlyTheCustomerConsents,
  nothingIsOrderedTwiceOrLate,
  nothingIsSentAgainBlindly,
  contradictionsAreCleared,
  onlyWhatWasDisclosedIsCharged,
  everyOutcomeIsTold,
  doneIsSaidOnlyOfWhatIsDone,
  nothingPersonalIsReadable,
  noAmountIsInvented,
];

/** How often each kind of thing was met: a property that never meets it says nothing. */
const met = new Map<string, number>();

async function judge(story: Story): Promise<void> {
  const played = await play(story);
  try {
    const proof = await gather(played);
    for (const hold of invariants) await hold(proof);
    for (const { kind, data } of proof.chains.flat()) {
      const name = data.outcome === undefined ? kind : `${kind} ${String(data.outcome)}`;
      met.set(name, (met.get(name) ?? 0) + 1);
    }
  } finally {
    await played.close();
  }
}

const usualRuns = 60;

describe('random dialogues', () => {
  for (const seed of seeds) {
    it(`keep every invariant, whatever happens (seed ${seed})`, async function () {
      this.timeout(0);
      const numRuns = Math.ceil((dialogueRuns || usualRuns) / seeds.length);
      await fc.assert(fc.asyncProperty(stories, judge), {
        seed,
        numRuns,
        interruptAfterTimeLimit: Number.MAX_SAFE_INTEGER,
        endOnFailure: Boolean(process.env.PROPERTY_UNSHRUNK),
      });
    });
  }

  it('met everything that may become of a quote', () => {
    if (process.env.TEST_LOG) console.log(met);
    for (const kind of [
      'outcome committed',
      'outcome failed',
      'outcome unknown',
      'cancelled',
      'expired',
    ])
      assert.ok(met.get(kind), `no dialogue came to “${kind}”`);
  });
});
