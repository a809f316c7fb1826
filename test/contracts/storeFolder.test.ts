import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import { verifyChain } from '../../adapters/store/evidenceChain.ts';
import { openEngine } from '../../adapters/store/openEngine.ts';
import { openStore, StoreCannotOpen } from '../../adapters/store/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { startWriter } from '../support/killedProcess.ts';
import { message, noon, said } from '../support/storedTalk.ts';

const log = { info() {}, warn() {}, error() {} };

describe('a folder that keeps the memory', function () {
  // Processes start one after the other; a busy machine takes its time for each.
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (path = folder) => openStore({ kind: 'pglite', folder: path }, { log });
  const refusal = (words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof StoreCannotOpen);
    assert.match(error.message, words);
    return true;
  };

  it('keeps it over a restart', async () => {
    const first = await open();
    await first.receive(message('talk', 'a'));
    await first.close();
    const second = await open();
    assert.deepEqual(await said(second, 'talk'), ['a']);
    assert.equal((await second.receive(message('talk', 'a'))).duplicate, true);
    await second.close();
  });

  it('is left without a trace of who used it, and can be closed twice', async () => {
    const store = await open();
    await Promise.all([store.close(), store.close()]);
    assert.deepEqual(readdirSync(folder), ['database']);
    await assert.rejects(store.ready(), Unavailable);
  });

  it('lets one process in; the other is told in a sentence whom to stop', async () => {
    const writer = startWriter(folder);
    for await (const line of writer.lines) if (line === 'open') break;
    await assert.rejects(open(), refusal(new RegExp(`in use by process ${writer.pid}\\. Stop it`)));
    await writer.kill();
    const store = await open();
    await assert.rejects(open(), refusal(new RegExp(`in use by process ${process.pid}\\.`)));
    await store.ready();
    await store.close();
  });

  it('believes the heartbeat of a process that it cannot see', async () => {
    const lock = join(folder, 'in-use_another-machine_1_1');
    writeFileSync(lock, '');
    const heart = setInterval(() => utimesSync(lock, Date.now() / 1000, Date.now() / 1000), 500);
    await assert.rejects(open(), refusal(/in use by process 1\./));
    clearInterval(heart);
    assert.deepEqual(readdirSync(folder), ['in-use_another-machine_1_1']);
  });

  it('is free when that process has no heartbeat left', async () => {
    writeFileSync(join(folder, 'in-use_another-machine_1_1'), '');
    await (await open()).close();
    assert.deepEqual(readdirSync(folder), ['database']);
  });

  it('that cannot be written to is named', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await assert.rejects(open(join(file, 'data')), refusal(/cannot be written to \(ENOTDIR\)/));
  });

  it('written by a later version is not touched', async () => {
    const engine = await openEngine({ kind: 'pglite', folder }, log);
    await engine.db.executeQuery(
      CompiledQuery.raw(`insert into kysely_migration values ('9999Later', '${noon}')`),
    );
    await engine.close();
    await assert.rejects(open(), refusal(/written by another version of this program/));
    assert.deepEqual(readdirSync(folder), ['database']);
  });

  it('loses nothing that was acknowledged when its process is killed, again and again', async () => {
    const received: string[] = [];
    const answered: string[] = [];
    for (const lines of [40, 160, 90]) {
      const writer = startWriter(folder);
      let count = 0;
      for await (const line of writer.lines) {
        const [word, key = ''] = line.split(' ');
        if (word === 'received') received.push(key);
        if (word === 'answered') answered.push(key);
        count += 1;
        if (count === lines) void writer.kill();
      }
      await writer.kill();
    }
    const { rows, store } = await lookInto(folder);
    const texts = rows.map(({ activity }) => String(activity.text));
    for (const key of received) assert.equal(texts.filter((text) => text === key).length, 1);
    for (const key of answered)
      assert.equal(texts.filter((text) => text === `to ${key}`).length, 1);
    assert.ok(answered.length > 100);
    assert.deepEqual(
      rows.map(({ sequence }) => sequence),
      rows.map((_, place) => place + 1),
    );
    // What a turn proves and issues is there exactly where its answer is.
    const committed = texts.filter((text) => text.startsWith('to ')).map((text) => text.slice(3));
    const chain = await store.evidence('killed');
    assert.equal(verifyChain(chain), undefined);
    assert.equal(chain.length, committed.length);
    for (const key of committed) assert.equal(await store.useLink(key, noon), 'sealed');
    await store.close();
  });

  it('goes on at once with what a killed process had claimed', async () => {
    const first = await open();
    await first.receive(message('talk', 'a'));
    assert.ok(await first.claimTurn('talk', 'killed', noon, 30_000));
    await first.close();
    const second = await open();
    assert.deepEqual(await second.waitingConversations(noon), ['talk']);
    assert.equal((await second.claimTurn('talk', 'next', noon, 30_000))?.activity.text, 'a');
    await second.close();
  });

  it('opens after a first start that was killed in the middle', async () => {
    const writer = startWriter(folder);
    while (!['database.new', 'database'].some((name) => existsSync(join(folder, name))))
      await wait(5);
    await writer.kill();
    const store = await open();
    await store.ready();
    await store.close();
  });
});

async function lookInto(folder: string) {
  const store = await openStore({ kind: 'pglite', folder }, { log });
  return { store, rows: await store.activities('killed', 0, 10_000) };
}

describe('a database that cannot be reached', () => {
  it('is named with a reason, without its password', async () => {
    const url = 'postgres://bot:hunter2@127.0.0.1:1/mingbai';
    await assert.rejects(openStore({ kind: 'postgres', url }, { log }), (error) => {
      assert.ok(error instanceof StoreCannotOpen);
      assert.match(error.message, /DATABASE_URL cannot be opened: nobody answers/);
      assert.doesNotMatch(`${error.stack}`, /hunter2/);
      return true;
    });
  });
});
