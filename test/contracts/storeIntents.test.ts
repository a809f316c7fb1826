import assert from 'node:assert/strict';
import type { ClaimedIntent, Intent, Store } from '../../ports/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { afterNoon, answerTo, claim, message, noon, openTalk } from '../support/storedTalk.ts';

const leaseMs = 60_000;

describe('what a turn wants done outside', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });
    // What one test leaves is not for the next.
    afterEach(async () => {
      await database.query('delete from intent');
    });

    async function intend(...intents: readonly Intent[]): Promise<void> {
      const id = await openTalk(store);
      await store.receive(message(id, 'a'));
      await store.commitTurn(answerTo(await claim(store, id), 'done', { intents }));
    }
    const sms = (id: string, more: Partial<Intent> = {}): Intent => ({
      id,
      kind: 'sms',
      sealedPayload: `sealed ${id}`,
      ...more,
    });
    const due = (at: string, owner = 'worker', limit = 10) =>
      store.claimIntents(owner, at, leaseMs, limit);
    const idsOf = (claimed: readonly ClaimedIntent[]) => claimed.map(({ id }) => id).sort();
    const stateOf = async (id: string) =>
      (await database.query(`select state, sealed_payload from intent where id = '${id}'`))[0];

    it('is handed to a worker with its payload, its last moment and the attempt', async () => {
      await intend(sms('a', { expiresAt: afterNoon(300) }), sms('b', { kind: 'callback' }));
      const claimed = await due(noon);
      assert.deepEqual(
        [...claimed].sort((one, other) => one.id.localeCompare(other.id)),
        [
          { ...sms('a', { expiresAt: afterNoon(300) }), attempt: 1 },
          { ...sms('b', { kind: 'callback' }), attempt: 1 },
        ],
      );
    });

    it('is handed to one worker only, however many ask', async () => {
      const other = await database.open();
      await intend(...Array.from({ length: 40 }, (_unused, place) => sms(`s${place}`)));
      const claimed = await Promise.all(
        Array.from({ length: 10 }, (_unused, place) =>
          (place % 2 ? store : other).claimIntents(`worker ${place}`, noon, leaseMs, 10),
        ),
      );
      // Rows that another worker is just taking are passed over, so the rest may need one more look.
      const all = [...claimed.flat(), ...(await due(noon, 'last', 40))];
      assert.equal(all.length, 40);
      assert.equal(new Set(idsOf(all)).size, 40);
    });

    it('comes in batches no larger than asked for', async () => {
      await intend(sms('a'), sms('b'), sms('c'));
      assert.equal((await due(noon, 'worker', 2)).length, 2);
      assert.equal((await due(noon, 'worker', 2)).length, 1);
    });

    it('waits until its moment, and then goes out like any other', async () => {
      const reminder = sms('later', { kind: 'remind', notBefore: afterNoon(3600) });
      await intend(sms('now'), reminder, sms('past', { notBefore: afterNoon(-60) }));
      assert.deepEqual(idsOf(await due(noon)), ['now', 'past']);
      await store.finishIntent('now', 'done', noon);
      await store.finishIntent('past', 'done', noon);
      assert.deepEqual(await due(afterNoon(3599)), []);
      assert.deepEqual(idsOf(await due(afterNoon(3600))), ['later']);
    });

    it('may expire before its moment comes', async () => {
      await intend(sms('never', { notBefore: afterNoon(20), expiresAt: afterNoon(10) }));
      assert.deepEqual(await due(afterNoon(20)), []);
      assert.deepEqual(await stateOf('never'), { state: 'expired', sealed_payload: null });
    });

    it('is handed out again when its worker died', async () => {
      await intend(sms('a'));
      await due(noon);
      assert.deepEqual(await due(afterNoon(59), 'other'), []);
      const [again] = await due(afterNoon(60), 'other');
      assert.equal(again?.attempt, 2);
    });

    it('is tried again not before the moment it was put off to', async () => {
      await intend(sms('a'));
      await due(noon);
      await store.retryIntent('a', 1, afterNoon(4));
      assert.deepEqual(await due(afterNoon(3)), []);
      assert.deepEqual(idsOf(await due(afterNoon(4))), ['a']);
    });

    for (const outcome of ['done', 'failed', 'expired'] as const) {
      it(`is erased when it is ${outcome}, and never handed out again`, async () => {
        await intend(sms('a'));
        await due(noon);
        await store.finishIntent('a', outcome, afterNoon(1));
        assert.deepEqual(await stateOf('a'), { state: outcome, sealed_payload: null });
        await store.retryIntent('a', 1, noon);
        assert.deepEqual(await due(afterNoon(9999)), []);
      });
    }

    it('is never handed out after its last moment: it is erased as expired', async () => {
      await intend(sms('late', { expiresAt: afterNoon(10) }), sms('good'));
      assert.deepEqual(idsOf(await due(afterNoon(10))), ['good']);
      assert.deepEqual(await stateOf('late'), { state: 'expired', sealed_payload: null });
    });

    it('is not touched by a worker that lost it, unless it did it after all', async () => {
      await intend(sms('a'));
      await due(noon);
      assert.equal((await due(afterNoon(60), 'other'))[0]?.attempt, 2);
      await store.retryIntent('a', 1, afterNoon(61));
      await store.finishIntent('a', 'failed', afterNoon(61), 1);
      assert.deepEqual(await due(afterNoon(61), 'third'), []);
      assert.equal((await stateOf('a'))?.state, 'due');
      await store.finishIntent('a', 'done', afterNoon(62));
      assert.equal((await stateOf('a'))?.state, 'done');
    });

    it('does not expire in the hands of a worker; its outcome is the true one', async () => {
      await intend(sms('a', { expiresAt: afterNoon(10) }));
      await due(noon);
      assert.deepEqual(await due(afterNoon(20), 'other'), []);
      assert.equal((await stateOf('a'))?.state, 'due');
      await due(afterNoon(61), 'other');
      assert.equal((await stateOf('a'))?.state, 'expired');
      await store.finishIntent('a', 'done', afterNoon(62));
      assert.equal((await stateOf('a'))?.state, 'done');
    });
  });
});

describe('what is counted', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    it('adds up inside its window and begins anew after it', async () => {
      const resetsAt = afterNoon(60);
      assert.deepEqual(await store.count('tries', noon, 60_000), { count: 1, resetsAt });
      assert.deepEqual(await store.count('tries', afterNoon(59), 60_000), { count: 2, resetsAt });
      assert.deepEqual(await store.count('tries', resetsAt, 60_000), {
        count: 1,
        resetsAt: afterNoon(120),
      });
    });

    it('can be looked at without adding to it', async () => {
      assert.equal(await store.peek('looked at', noon), 0);
      await store.count('looked at', noon, 60_000);
      assert.equal(await store.peek('looked at', afterNoon(59)), 1);
      assert.equal(await store.peek('looked at', afterNoon(59)), 1);
      assert.equal(await store.peek('looked at', afterNoon(60)), 0);
    });

    it('takes one back when asked, in its window and never below nothing', async () => {
      await store.giveBack('given back', noon);
      await store.count('given back', noon, 60_000);
      await store.count('given back', noon, 60_000);
      await store.giveBack('given back', afterNoon(59));
      assert.equal(await store.peek('given back', noon), 1);
      await store.giveBack('given back', afterNoon(60));
      assert.equal(await store.peek('given back', noon), 1);
      for (let times = 0; times < 2; times += 1) await store.giveBack('given back', noon);
      assert.equal(await store.peek('given back', noon), 0);
    });

    it('misses nothing when two processes count at once', async () => {
      const other = await database.open();
      const counts = await Promise.all(
        Array.from({ length: 40 }, (_unused, place) =>
          (place % 2 ? store : other).count('at once', noon, 60_000),
        ),
      );
      assert.deepEqual(
        counts.map(({ count }) => count).sort((one, next) => one - next),
        Array.from({ length: 40 }, (_unused, place) => place + 1),
      );
    });

    it('is forgotten when its window is over, so that the table does not grow for ever', async () => {
      await store.count('old', noon, 1000);
      await store.count('long', noon, 9_000_000);
      for (let event = 0; event < 1000; event += 1) await store.count('busy', afterNoon(9), 60_000);
      const keys = await database.query(`select key from counter where key in ('old', 'long')`);
      assert.deepEqual(keys, [{ key: 'long' }]);
    });
  });
});
