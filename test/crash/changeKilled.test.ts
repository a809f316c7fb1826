import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../adapters/store/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { silentLog } from '../support/world.ts';
import { everyBoundary, oneByOne, randomFrom, together } from './plan.ts';
import { type CrashRun, type Interruption, openRun } from './run.ts';
import { judgeRecords } from './verdict.ts';

/** Set by `npm run crash`: so many kills on each store, one boundary at a time. */
const { CRASH_ROUNDS, CRASH_SEED = '1' } = process.env;
const rounds = CRASH_ROUNDS === undefined ? undefined : Number(CRASH_ROUNDS);
const seed = Number(CRASH_SEED);
const isLong = rounds !== undefined;

forEachDatabase((name, database) => {
  describe('a bot that is killed while customers change something', function () {
    this.timeout(isLong ? 7_200_000 : 600_000);
    let folder: string;
    let run: CrashRun;
    let all: readonly Interruption[];

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'crash-'));
      const place = database.place();
      run = await openRun(place, place.kind === 'pglite' ? (place.folder ?? '') : folder);
      all = await everyBoundary(run);
    });
    after(async () => {
      await run?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('loses no order, places none twice, and tells how it ended, wherever it was', async () => {
      const most = run.mostAtOnce;
      const planned =
        rounds === undefined
          ? together(all, most)
          : oneByOne(all, { rounds, most, random: randomFrom(seed) });
      let kills = 0;
      for (const { interruptions, killAfterMs } of planned) {
        await run.round(interruptions, killAfterMs).catch((error: Error) => {
          const points = interruptions.map(({ point }) => point ?? 'anywhere').join(', ');
          error.message = `kill ${kills + 1}, ${points}, ${killAfterMs ?? ''} ms: ${error.message}`;
          throw error;
        });
        kills += 1;
        if (isLong && kills % 10 === 0)
          console.log(`      ${name}: ${kills} kills, ${run.changes.length} changes`);
      }
      assert.ok(run.changes.length >= all.length || rounds !== undefined);
    });

    it('has every step on record once, in chains that hold', async () => {
      await run.close();
      const store = await openStore(database.place(), { log: silentLog });
      await judgeRecords(store, run.changes);
      await store.close();
    });
  });
});
