import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { verifyChain } from '../../adapters/store/evidenceChain.ts';
import type { EvidenceRow, Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { forEachDatabase } from '../support/databases.ts';
import { afterNoon, answerTo, claim, message, noon, openTalk } from '../support/storedTalk.ts';

const fact = (subject: string, data: EvidenceRow['data'] = {}, kind = 'said'): EvidenceRow => ({
  kind,
  subject,
  at: noon,
  data,
});

describe('the chain of evidence', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });
    const placesOf = async (subject: string) =>
      (await store.evidence(subject)).map(({ data }) => data.place);
    const counted = (length: number) => Array.from({ length }, (_unused, place) => place + 1);

    /** As only somebody with all rights can: the trigger is off for as long as it takes. */
    async function tamper(...statements: readonly string[]): Promise<void> {
      await database.query('alter table evidence disable trigger evidence_is_append_only');
      for (const statement of statements) await database.query(statement);
      await database.query('alter table evidence enable trigger evidence_is_append_only');
    }
    async function chainOfFive(subject: string): Promise<void> {
      await store.record(counted(5).map((place) => fact(subject, { place })));
      assert.equal(verifyChain(await store.evidence(subject)), undefined);
    }
    const breakOf = async (subject: string) => verifyChain(await store.evidence(subject));

    it('grows by what turns and workers add, each subject’s in its own order', async () => {
      const id = await openTalk(store);
      await store.receive(message(id, 'a'));
      const evidence = [
        fact(id, { place: 1 }),
        fact('b', { place: 1 }),
        fact(id, { place: 2 }),
        fact('b', { place: 2 }),
        fact(id, { place: 3 }),
      ];
      await store.commitTurn(answerTo(await claim(store, id), 'done', { evidence }));
      await store.record([fact(id, { place: 4 }), fact(id, { place: 5 })]);
      await store.record([]);
      assert.deepEqual(await placesOf(id), [1, 2, 3, 4, 5]);
      assert.deepEqual(await placesOf('b'), [1, 2]);
      const records = await store.evidence(id);
      assert.deepEqual(
        records.map(({ position }) => position),
        [1, 2, 3, 4, 5],
      );
      assert.equal(verifyChain(records), undefined);
      assert.equal(await breakOf('b'), undefined);
    });

    it('is hashed as the port says, so that anybody can do it again', async () => {
      await store.record([
        { ...fact('by hand', { 词: '明白' }), at: '2026-11-24T12:00:00.7+08:00' },
      ]);
      const [record] = await store.evidence('by hand');
      const lines = `${'0'.repeat(64)}\n1\nsaid\nby hand\n2026-11-24T04:00:00.700Z\n{"词":"明白"}`;
      assert.deepEqual(record, {
        position: 1,
        previousHash: '0'.repeat(64),
        hash: createHash('sha256').update(lines).digest('hex'),
        kind: 'said',
        subject: 'by hand',
        at: '2026-11-24T04:00:00.700Z',
        data: { 词: '明白' },
      });
    });

    it('keeps data to the letter, also what databases dislike', async () => {
      const data = {
        text: 'quote \' " back\\slash \u0000 \ud800 \u{1F4DE} 明白 \n',
        2: -0.5e-9,
        1: [{}],
      };
      await store.record([fact('letters', data), fact('letters')]);
      assert.deepEqual((await store.evidence('letters'))[0]?.data, data);
      assert.equal(await breakOf('letters'), undefined);
      assert.ok((await store.evidenceSubjects()).includes('letters'));
    });

    it('also takes in what somebody inserts by hand, on his words and not on his hash', async () => {
      await store.record([fact('hand', { place: 1 })]);
      await database.query(`insert into evidence (kind, subject, at, data, position, hash)
        values ('said', 'hand', '2026-11-24 04:00:00.123456Z', '{"place":2}', 9, 'x')`);
      assert.deepEqual(await placesOf('hand'), [1, 2]);
      assert.equal(await breakOf('hand'), undefined);
    });

    it('never forks, however many processes extend it at once', async () => {
      const stores = [store, await database.open(), await database.open()];
      await Promise.all(
        counted(50).map((place) =>
          (stores[place % 3] ?? store).record([
            fact(place % 2 ? 'fork' : 'other fork', { place }),
            fact(place % 2 ? 'other fork' : 'fork', { place: -place }),
          ]),
        ),
      );
      for (const subject of ['fork', 'other fork']) {
        const records = await store.evidence(subject);
        assert.deepEqual(
          records.map(({ position }) => position),
          counted(50),
        );
        assert.equal(verifyChain(records), undefined);
        assert.equal(new Set(records.map(({ data }) => Math.abs(Number(data.place)))).size, 50);
      }
    });

    it('is found by the quote it is about', async () => {
      await store.record([
        fact('line 1', { quoteId: 'q1' }),
        fact('line 2', { quoteId: 'q1' }),
        fact('line 2', { quoteId: 'q2' }),
        fact('line 3', { about: { quoteId: 'q1' } }),
      ]);
      assert.deepEqual(await store.evidenceSubjects('q1'), ['line 1', 'line 2']);
      assert.deepEqual(await store.evidenceSubjects('q2'), ['line 2']);
      assert.deepEqual(await store.evidenceSubjects('q3'), []);
      assert.deepEqual(await store.evidence('line 9'), []);
      const all = await store.evidenceSubjects();
      assert.equal(new Set(all).size, all.length);
      assert.ok(all.includes('line 3'));
    });

    it('takes nothing whose lines could be read in two ways', async () => {
      await assert.rejects(store.record([fact('two\nlines')]), Unavailable);
      await assert.rejects(store.record([fact('s', {}, 'two\nlines')]), Unavailable);
    });

    it('refuses to be changed, shortened or emptied', async () => {
      await chainOfFive('kept');
      for (const change of [
        `update evidence set data = '{}' where subject = 'kept'`,
        `update evidence set hash = hash`,
        `delete from evidence where subject = 'kept'`,
        'truncate evidence',
      ]) {
        await assert.rejects(database.query(change), /evidence is append-only/);
      }
      assert.deepEqual(await placesOf('kept'), [1, 2, 3, 4, 5]);
    });

    it('names the record in which somebody with all rights changed a value', async () => {
      for (const [column, value] of [
        ['data', `'{"place":33}'`],
        ['kind', `'meant'`],
        ['at', `at + interval '1 millisecond'`],
        ['hash', `repeat('a', 64)`],
      ]) {
        await chainOfFive(`changed ${column}`);
        await tamper(
          `update evidence set ${column} = ${value} where subject = 'changed ${column}' and position = 3`,
        );
        assert.deepEqual(await breakOf(`changed ${column}`), { position: 3, fault: 'hash' });
      }
    });

    it('names the record after one that was changed and hashed anew', async () => {
      await chainOfFive('hashed anew');
      await tamper(`update evidence set data = '{}', hash =
        evidence_hash(previous_hash, position, kind, subject, at, '{}')
        where subject = 'hashed anew' and position = 3`);
      assert.deepEqual(await breakOf('hashed anew'), { position: 4, fault: 'link' });
    });

    it('names the place from which a record was taken away', async () => {
      for (const position of [1, 3]) {
        const subject = `without ${position}`;
        await chainOfFive(subject);
        await tamper(
          `delete from evidence where subject = '${subject}' and position = ${position}`,
        );
        assert.deepEqual(await breakOf(subject), { position, fault: 'gap' });
      }
    });

    it('names the first of two records that were swapped', async () => {
      await chainOfFive('swapped');
      await tamper(
        `update evidence set position = -2 where subject = 'swapped' and position = 2`,
        `update evidence set position = 2 where subject = 'swapped' and position = 4`,
        `update evidence set position = 4 where subject = 'swapped' and position = -2`,
      );
      assert.deepEqual(await breakOf('swapped'), { position: 2, fault: 'link' });
    });

    it('names a record that was moved here from another subject', async () => {
      await chainOfFive('from');
      await chainOfFive('to');
      await tamper(
        `delete from evidence where subject = 'to' and position = 2`,
        `update evidence set subject = 'to' where subject = 'from' and position = 2`,
      );
      assert.deepEqual(await breakOf('to'), { position: 2, fault: 'link' });
      const mixed = [...(await store.evidence('from'))];
      const [, second] = await store.evidence('to');
      assert.ok(second);
      mixed.splice(1, 0, second);
      assert.deepEqual(verifyChain(mixed), { position: 2, fault: 'subject' });
    });

    it('dates a moment before 1970 and one far away alike in both places', async () => {
      await store.record([
        { ...fact('times'), at: '1969-12-31T23:59:59.999Z' },
        { ...fact('times'), at: afterNoon(1e10) },
      ]);
      assert.equal(await breakOf('times'), undefined);
    });
  });
});
