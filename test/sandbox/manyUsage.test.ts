import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeUsage, readUsageRequest } from '../../sandbox/makeUsage.ts';
import { SettingsFault } from '../../sandbox/settings.ts';
import { FolderFault } from '../../sandbox/store/folder.ts';
import { type Json, openSite, paths, type Site, today } from './site.ts';

const number = '13800138008';
const request = { records: 4000, months: 6, seed: 7, number };
const ofLine = `${paths.usage}?ratedProductUsage.productRef.id=line-zheng`;

describe('usage records by the thousand', function () {
  // A database is opened a dozen times.
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-usage-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function inFolder<T>(ask: (site: Site) => Promise<T>, now = today): Promise<T> {
    const site = await openSite({ dataFolder: folder, clock: () => now });
    try {
      return await ask(site);
    } finally {
      await site.sandbox.close();
    }
  }
  const count = async (site: Site, more = '') =>
    Number((await site.call('GET', ofLine + more)).headers.get('x-total-count'));
  /** The address is another one after every start. */
  const newest = async (site: Site) =>
    (await site.get<Json[]>(`${ofLine}&limit=1000`)).map(({ href: _href, ...rest }) => rest);

  it('are made for a number, beside the demo records, and the same again for the same seed', async () => {
    const look = async (site: Site) => ({ total: await count(site), newest: await newest(site) });
    const demo = await inFolder(count);
    await makeUsage(folder, request, today);
    const first = await inFolder(look);
    assert.equal(first.total, demo + request.records);
    await makeUsage(folder, request, today);
    assert.deepEqual(await inFolder(look), first);
    await makeUsage(folder, { ...request, seed: 8, records: 500 }, today);
    const other = await inFolder(look);
    assert.equal(other.total, demo + 500);
    assert.notDeepEqual(other.newest, first.newest);
  });

  it('lie in every one of the months, none after now, and are of every kind', async () => {
    await inFolder(async (site) => {
      for (const month of ['06', '07', '08', '09', '10', '11'])
        for (const usageType of ['data', 'voice', 'sms']) {
          const from = `2026-${month}-01T00:00:00%2B08:00`;
          const before = `2026-${String(Number(month) + 1).padStart(2, '0')}-01T00:00:00%2B08:00`;
          const query = `&usageType=${usageType}&usageDate.gte=${from}&usageDate.lt=${before}`;
          assert.ok((await count(site, query)) > 0, `${usageType} in ${month}`);
        }
      assert.equal(await count(site, `&usageDate.gt=${today.toISOString()}`), 0);
    });
  });

  it('are read page by page to the end, each once', async () => {
    await inFolder(async (site) => {
      const seen = new Set<unknown>();
      for (let behind = ''; ; ) {
        const page = await site.get<Json[]>(`${ofLine}&limit=300${behind}`);
        for (const { id } of page) seen.add(id);
        if (page.length < 300) break;
        behind = `&after=${page.at(-1)?.id}`;
      }
      assert.equal(seen.size, await count(site));
    });
  });

  it('stay when the month moves on', async () => {
    const after = new Date('2026-12-02T10:00:00+08:00');
    const made = (await inFolder(newest, after)).filter(({ id }) => String(id).startsWith('made-'));
    assert.equal(made.length, 500);
  });

  it('are refused in a sentence for a number nobody has and for a folder in use', async () => {
    const nobody = { ...request, number: '13912345678' };
    await assert.rejects(makeUsage(folder, nobody, today), (error: Error) => {
      assert.ok(error instanceof SettingsFault);
      assert.match(error.message, /No demo customer has the number 13912345678/);
      return true;
    });
    await inFolder(async () => {
      await assert.rejects(makeUsage(folder, request, today), (error: Error) => {
        assert.ok(error instanceof FolderFault);
        assert.match(error.message, /is in use by process/);
        return true;
      });
    });
  });

  it('are asked for on the command line, where a mistake is a sentence', () => {
    assert.deepEqual(
      readUsageRequest(['--records', '4000', '--number', number, '--seed', '7']),
      request,
    );
    for (const [args, sentence] of [
      [['--records', 'many'], /--records must be a whole number from 1 to/],
      [['--months', '0'], /--months must be a whole number from 1 to 24/],
      [['--recrods', '5'], /recrods.*Usage: npm run sandbox:usage/s],
    ] as const)
      assert.throws(
        () => readUsageRequest(args),
        (error: Error) => {
          assert.ok(error instanceof SettingsFault);
          assert.match(error.message, sentence);
          return true;
        },
      );
  });
});
