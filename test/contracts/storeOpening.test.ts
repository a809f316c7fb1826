import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { CompiledQuery, type Kysely } from 'kysely';
import pg from 'pg';
import { type ChainedRecord, verifyChain } from '../../adapters/store/evidenceChain.ts';
import * as conversations from '../../adapters/store/migrations/0001Conversations.ts';
import * as proof from '../../adapters/store/migrations/0002Proof.ts';
import { openEngine } from '../../adapters/store/openEngine.ts';
import { openStore } from '../../adapters/store/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { answerTo, claim, message, noon, openTalk } from '../support/storedTalk.ts';

/** As the operator reads them. */
const folder = new URL('../../adapters/store/migrations/', import.meta.url);
const page = new URL('../../docs/decisions/0006-evidence-is-a-chain.md', import.meta.url);
const grants = readFileSync(page, 'utf8').match(/^grant [^;]*;$/gm) ?? [];

const log = { info() {}, warn() {}, error() {} };

describe('a new database', () => {
  forEachDatabase((name, database) => {
    it('is made ready once, also when several processes start at once', async () => {
      const starts = name === 'PGlite' ? 1 : 4;
      const stores = await Promise.all(Array.from({ length: starts }, () => database.open()));
      for (const store of stores) await store.ready();
      await stores[0]?.receive(message('talk', 'a'));
      assert.equal((await stores.at(-1)?.activities('talk', 0, 10))?.length, 1);
      const migrations = await database.query('select name from kysely_migration order by name');
      assert.deepEqual(
        migrations.map((row) => `${row.name}.ts`),
        readdirSync(folder)
          .filter((file) => /^\d/.test(file))
          .sort(),
      );
    });

    it('answers a question that is asked several times at once, the first time too', async () => {
      const store = await database.open();
      const answers = await Promise.all(Array.from({ length: 5 }, () => store.evidence('nobody')));
      assert.deepEqual(answers, [[], [], [], [], []]);
    });
  });
});

describe('a database of the version before', () => {
  forEachDatabase((_, database) => {
    it('has the evidence it holds chained, in the order in which it was written', async () => {
      const engine = await openEngine(database.place(), log);
      const rows = await engine.db.transaction().execute(async (trx) => {
        const query = (text: string) => trx.executeQuery<ChainedRecord>(CompiledQuery.raw(text));
        const say = (subject: string, data: string) =>
          query(`insert into evidence (kind, subject, at, data)
            values ('said', '${subject}', '${noon}', '${data}')`);
        await query('create schema before');
        await query('set local search_path to before');
        await conversations.up(trx as unknown as Kysely<unknown>);
        for (const [place, subject] of ['b', 'a', 'b', 'b', 'a'].entries()) {
          await say(subject, `{"place": ${place}}`);
        }
        await proof.up(trx as unknown as Kysely<unknown>);
        await say('b', '{}');
        const { rows } = await query(`select position, previous_hash as "previousHash", hash, kind,
          subject, at, data::text as data from evidence order by position`);
        return rows;
      });
      const change = CompiledQuery.raw('delete from before.evidence');
      await assert.rejects(engine.db.executeQuery(change), /append-only/);
      await engine.close();
      for (const [subject, texts] of [
        ['a', ['{"place": 1}', '{"place": 4}']],
        ['b', ['{"place": 0}', '{"place": 2}', '{"place": 3}', '{}']],
      ] as const) {
        const chain = rows.filter((row) => row.subject === subject);
        assert.deepEqual(
          chain.map(({ data }) => data),
          texts,
        );
        assert.equal(verifyChain(chain), undefined);
      }
    });
  });
});

describe('a role that may use the tables and not change them', () => {
  forEachDatabase((name, database) => {
    // PGlite has one user, who owns everything; there the triggers alone stand guard.
    if (name === 'PGlite') return;
    it('is enough to run on, and cannot touch what was proved', async () => {
      const place = database.place();
      assert.ok(place.kind === 'postgres');
      await database.open();
      const role = `app_${randomUUID().replaceAll('-', '')}`;
      const owner = new pg.Client({ connectionString: place.url });
      await owner.connect();
      try {
        await owner.query(`create role ${role} login password 'app'`);
        for (const grant of grants) await owner.query(grant.replaceAll('mingbai_app', role));
        const url = new URL(place.url);
        [url.username, url.password] = [role, 'app'];
        const store = await openStore({ kind: 'postgres', url: url.href }, { log });
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        const evidence = [{ kind: 'said', subject: id, at: noon, data: {} }];
        const intents = [{ id, kind: 'sms' as const, sealedPayload: 'x' }];
        const links = [{ digest: id, sealedPayload: 'x', expiresAt: noon }];
        const more = { evidence, intents, links };
        assert.equal(await store.commitTurn(answerTo(await claim(store, id), 'done', more)), true);
        await store.claimIntents('worker', noon, 1000, 1);
        await store.count('key', noon, 1000);
        assert.equal(verifyChain(await store.evidence(id)), undefined);
        await store.close();
        const app = new pg.Client({ connectionString: url.href });
        await app.connect();
        for (const change of [
          `update evidence set kind = 'other'`,
          'delete from evidence',
          'truncate evidence',
          'alter table evidence disable trigger all',
          'delete from agreement',
        ]) {
          await assert.rejects(app.query(change), /permission denied|must be owner/);
        }
        await app.end();
      } finally {
        await owner.query(`drop owned by ${role}`);
        await owner.query(`drop role ${role}`);
        await owner.end();
      }
    });
  });
});
