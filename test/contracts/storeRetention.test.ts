import assert from 'node:assert/strict';
import { createRetention, type RetentionCounts } from '../../bots/retention.ts';
import type { Store, TurnCommit } from '../../ports/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { answerTo, claim, message, openTalk, said } from '../support/storedTalk.ts';
import { silentLog } from '../support/world.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

describe('what is over', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    /** The job as the clock goes on from the moment the messages are recorded. */
    async function runAt(at: Date | string, batch?: number): Promise<RetentionCounts> {
      const now = new Date(at);
      const parts = { store, clock: () => now, log: silentLog, ...(batch && { batch }) };
      const counts = await createRetention(parts).run();
      assert.ok(counts, 'it ran within the hour');
      return counts;
    }

    /** Every test's clock is ahead of the one before; each begins with nothing due. */
    async function later(months: number, ms: number): Promise<Date> {
      const [row] = await database.query('select max(recorded_at) as at from activity');
      const at = new Date(row?.at as string);
      at.setUTCMonth(at.getUTCMonth() + months);
      return new Date(at.getTime() + ms);
    }

    async function talk(more: Partial<TurnCommit> = {}): Promise<string> {
      const id = await openTalk(store);
      await store.receive(message(id, 'question'));
      await store.commitTurn(
        answerTo(await claim(store, id), 'answer', {
          state: { language: 'en', greeted: true, identity: { line: 'anna' }, stack: [1] },
          ...more,
        }),
      );
      return id;
    }

    const ordered = (subject: string) => ({
      kind: 'ordered',
      subject,
      at: '2026-11-24T04:00:00.000Z',
      data: { quoteId: subject },
    });

    const stateOf = async (id: string) =>
      (await database.query(`select state from conversation where id = '${id}'`))[0]?.state;

    beforeEach(async () => {
      await database.query('delete from counter');
    });
    // What a test leaves is not due in the next one: everything that may go is gone.
    afterEach(async () => {
      await database.query('delete from counter');
      await database.query('update legal_hold set lifted_at = now() where lifted_at is null');
      await runAt('2040-01-01T00:00:00Z');
    });

    it('is deleted on its day and not before: a conversation after six months', async () => {
      const id = await talk();
      await runAt(await later(6, -dayMs));
      assert.deepEqual(await said(store, id), ['question', 'answer']);
      await database.query('delete from counter');
      const counts = await runAt(await later(6, hourMs));
      assert.equal(counts.messages, 2);
      assert.equal(counts.conversations, 1);
      assert.equal(await store.conversation(id), undefined);
      assert.deepEqual(await said(store, id), []);
    });

    it('is deleted after three years when an order came of it, later words after six months', async () => {
      const id = await talk({ evidence: [ordered('linked')], isKeptLonger: true });
      const [row] = await database.query('select max(recorded_at) as at from activity');
      await database.query(`update conversation set linked_at =
        '${new Date(row?.at as string).toISOString()}'::timestamptz + interval '1 second'`);
      await store.receive(message(id, 'thanks'));
      await store.commitTurn(answerTo(await claim(store, id), 'welcome'));
      await database.query(`update activity set recorded_at = recorded_at + interval '2 seconds'
        where sequence > 2`);
      await runAt(await later(6, hourMs));
      assert.deepEqual(await said(store, id), ['question', 'answer']);
      await database.query('delete from counter');
      await runAt(await later(36, -dayMs));
      assert.deepEqual(await said(store, id), ['question', 'answer']);
      await database.query('delete from counter');
      await runAt(await later(36, hourMs));
      assert.deepEqual(await said(store, id), []);
    });

    it('is forgotten of the bot’s own memory after two idle days: with whom, not how to speak', async () => {
      const id = await talk();
      await runAt(await later(0, 2 * dayMs - hourMs));
      assert.deepEqual(Object.keys((await stateOf(id)) as object).length, 4);
      await database.query('delete from counter');
      const counts = await runAt(await later(0, 2 * dayMs + hourMs));
      assert.equal(counts.states, 1);
      assert.deepEqual(await stateOf(id), { language: 'en', greeted: true });
      assert.deepEqual(await said(store, id), ['question', 'answer']);
    });

    it('is forgotten again when the conversation went on meanwhile', async () => {
      const id = await talk();
      await runAt(await later(0, 3 * dayMs));
      await store.receive(message(id, 'once more'));
      await store.commitTurn(answerTo(await claim(store, id), 'again', { state: { stack: [2] } }));
      await database.query('delete from counter');
      const counts = await runAt(await later(0, 3 * dayMs));
      assert.equal(counts.states, 1);
      assert.deepEqual(await stateOf(id), {});
    });

    it('stays while somebody was told to keep it, by conversation or by customer', async () => {
      const held = await talk();
      const ofHeld = await talk({ holder: { customerId: 'held customer', lineId: 'held line' } });
      const free = await talk({ holder: { customerId: 'free customer', lineId: 'free line' } });
      const hold = { reason: 'court order 7', setBy: 'counsel', setAt: '2026-11-24T04:00:00.000Z' };
      assert.equal(await store.setHold({ subject: held, ...hold }), true);
      assert.equal(await store.setHold({ subject: 'held customer', ...hold }), true);
      assert.equal(await store.setHold({ subject: held, ...hold }), false);
      await runAt(await later(7, 0));
      assert.deepEqual(await said(store, held), ['question', 'answer']);
      assert.deepEqual(await said(store, ofHeld), ['question', 'answer']);
      assert.deepEqual(await said(store, free), []);
      const at = '2027-07-01T00:00:00.000Z';
      assert.equal(await store.liftHold('held customer', 'counsel', at), true);
      assert.equal(await store.liftHold('held customer', 'counsel', at), false);
      await database.query('delete from counter');
      await runAt(await later(7, 2 * hourMs));
      assert.deepEqual(await said(store, ofHeld), []);
      assert.deepEqual(await said(store, held), ['question', 'answer']);
      const lifted = (await store.holds()).find(({ subject }) => subject === 'held customer');
      assert.equal(lifted?.liftedAt, at);
    });

    it('does not touch a message that still waits for its answer', async () => {
      const id = await openTalk(store);
      await store.receive(message(id, 'waiting'));
      await runAt(await later(7, 0));
      assert.deepEqual(await said(store, id), ['waiting']);
      await store.commitTurn(answerTo(await claim(store, id), 'late'));
    });

    it('goes in as many steps as it takes', async () => {
      for (let made = 0; made < 7; made += 1) await talk();
      const counts = await runAt(await later(6, hourMs), 2);
      assert.equal(counts.conversations, 7);
      assert.equal(counts.messages, 14);
    });

    it('are finished tasks after six months, links and counters at once', async () => {
      const intents = [{ id: `task ${Date.now()}`, kind: 'sms' as const, sealedPayload: 'x' }];
      const links = [
        { digest: 'over', sealedPayload: 'x', expiresAt: '2026-11-24T04:01:00.000Z' },
        { digest: 'not over', sealedPayload: 'x', expiresAt: '2029-01-01T00:00:00.000Z' },
      ];
      await talk({ intents, links });
      const done = '2027-01-31T00:00:00.000Z';
      await store.finishIntent(intents[0]?.id ?? '', 'done', done);
      await store.count('old', '2027-07-30T22:00:00.000Z', 1000);
      const early = await runAt('2027-07-30T23:59:00.000Z');
      assert.equal(early.tasks, 0);
      assert.equal(early.links, 1);
      assert.equal(early.counters, 1);
      await database.query('delete from counter');
      assert.equal((await runAt('2027-07-31T00:01:00.000Z')).tasks, 1);
      assert.equal(await store.readLink('not over', '2027-07-31T00:01:00.000Z'), 'x');
    });

    it('are links within the minute, also between two runs', async () => {
      const made = new Date('2026-11-24T04:00:00.000Z');
      await store.issueLink({ digest: 'brief', sealedPayload: 'x', expiresAt: made.toISOString() });
      await createRetention({ store, log: silentLog, clock: () => made }).sweep();
      const rows = await database.query("select digest from link where digest = 'brief'");
      assert.deepEqual(rows, []);
    });

    it('never are agreements and evidence: they are only counted for people', async () => {
      const made = { madeAt: '2026-11-24T04:00:00.000Z', documentHash: 'ab', customerId: 'c' };
      const document = { quoteId: 'q', sealedPdf: 'p', sealedHtml: 'h', number: 'old' };
      await store.keepAgreement({ ...document, ...made });
      await talk({ evidence: [ordered('proof')] });
      const before = await store.evidence('proof');
      assert.equal((await runAt('2029-11-23T04:00:00.000Z')).agreementsToReview, 0);
      await database.query('delete from counter');
      const counts = await runAt('2029-11-25T04:00:00.000Z');
      assert.equal(counts.agreementsToReview, 1);
      assert.ok(counts.evidenceToReview >= 1);
      assert.ok(await store.agreement('old'));
      assert.deepEqual(await store.evidence('proof'), before);
    });

    it('is put on record with counts, and the chain holds', async () => {
      const before = (await store.evidence('retention')).length;
      await talk({ evidence: [ordered('chained')] });
      const now = await later(6, hourMs);
      const counts = await runAt(now);
      const runs = await store.evidence('retention');
      assert.equal(runs.length, before + 1);
      assert.deepEqual(runs.at(-1)?.data, counts);
      assert.equal(runs.at(-1)?.previousHash, runs.at(-2)?.hash ?? '0'.repeat(64));
    });

    it('is looked for once an hour by all processes together', async () => {
      const now = await later(12, 0);
      const parts = { store, log: silentLog };
      const jobAt = (ms: number) =>
        createRetention({ ...parts, clock: () => new Date(now.getTime() + ms) });
      assert.ok(await jobAt(0).run());
      assert.equal(await jobAt(hourMs / 2).run(), undefined);
      assert.ok(await jobAt(hourMs).run());
    });
  });
});
