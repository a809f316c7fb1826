import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { money } from '../../domain/money.ts';
import { csvOf } from '../../web/csv.ts';
import { drawTable } from '../../web/tablePdf.ts';
import { readPdf } from '../support/pdfReader.ts';
import { panelKeys, someRecords } from '../support/recordsPanel.ts';
import { openedRecords, session } from '../support/servedRecords.ts';

describe('an export of itemised records', () => {
  const asked = { code: panelKeys.code, format: 'csv', month: '2026-10' };

  it('needs a fresh code, and takes what is no code for no try', () =>
    openedRecords(async ({ ask, panel }) => {
      const wrong = await ask('/records/export', { ...asked, code: '000000' });
      assert.equal(wrong.status, 422);
      const before = panel.asked.filter((question) => question.startsWith('exportRows')).length;
      assert.equal((await ask('/records/export', { ...asked, code: '12' })).status, 422);
      assert.equal((await ask('/records/export', { ...asked, code: undefined })).status, 422);
      const after = panel.asked.filter((question) => question.startsWith('exportRows')).length;
      assert.equal(after, before);
    }));

  it('is CSV that Excel reads: marked as UTF-8, one line a record, numbers masked', () =>
    openedRecords(async ({ ask }) => {
      const response = await ask('/records/export', {
        ...asked,
        code: '１３５ ７９０',
        kind: 'sms',
      });
      assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
      assert.equal(
        response.headers.get('content-disposition'),
        'attachment; filename="records-2026-10.csv"',
      );
      assert.equal(response.headers.get('cache-control'), 'no-store');
      const bytes = Buffer.from(await response.arrayBuffer());
      assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      const lines = bytes.subarray(3).toString('utf8').trimEnd().split('\r\n');
      assert.equal(lines[0], '时间,类型,对方号码,用量,使用地,费用');
      assert.equal(lines[1], '2026-10-31 10:58:07,短信,139****0001,1 条,广东,¥0.01');
      assert.equal(lines.length, 1 + 17);
      assert.doesNotMatch(lines.join(), /139001/);
    }));

  it('makes text of what a spreadsheet would run', () =>
    openedRecords(
      async ({ ask }) => {
        const response = await ask('/records/export', asked);
        const lines = (await response.text()).trimEnd().split('\r\n').slice(1);
        assert.deepEqual(
          lines.map((line) => line.slice('2026-10-31 10:00:07,通话,,,'.length)),
          [
            `"'=HYPERLINK(""http://evil"",""x"")",¥0.01`,
            `'+1+1,¥0.01`,
            `'@SUM(A1),¥0.01`,
            `'-2+3,'-¥0.01`,
          ],
        );
      },
      ['=HYPERLINK("http://evil","x")', '+1+1', '@SUM(A1)', '-2+3'].map((place, index) => ({
        id: `odd-${index}`,
        at: '2026-10-31T10:00:07+08:00',
        kind: 'voice' as const,
        place,
        fee: money(place.startsWith('-') ? -1 : 1),
      })),
    ));

  it('is a PDF that names month, number and sum', () =>
    openedRecords(async ({ ask }) => {
      const response = await ask('/records/export', { ...asked, format: 'pdf' });
      assert.equal(response.headers.get('content-type'), 'application/pdf');
      const { pages } = await readPdf(new Uint8Array(await response.arrayBuffer()));
      const text = pages.flatMap(({ runs }) => runs.map((run) => run.text)).join('\n');
      const fen = someRecords(50).reduce((sum, record) => sum + record.fee.minorUnits, 0);
      assert.ok(text.includes('2026-10 详单'));
      assert.ok(text.includes('号码 138****8001，生成于 2026-11-24 10:00'));
      assert.ok(text.includes(`共 50 条，费用合计 ¥${(fen / 100).toFixed(2)}`));
      assert.equal(text.split('139****').length - 1, 34);
      assert.doesNotMatch(text, /139001/);
    }));

  it('breaks off where the records do: nobody takes half a file for all', () =>
    openedRecords(async ({ ask, panel }) => {
      panel.breakAfterFirstBatch(new Error('the operator is gone'));
      const response = await ask('/records/export', asked);
      assert.equal(response.status, 200);
      await assert.rejects(response.text());
    }));

  for (const format of ['csv', 'pdf'] as const) {
    it(`lets others be answered while a long ${format} is under way, and stops when the browser leaves`, () =>
      openedRecords(async ({ ask, panel, url, logged }) => {
        panel.neverEnds();
        const gone = new AbortController();
        const response = await fetch(`${url}/records/export`, {
          method: 'POST',
          headers: { cookie: session, 'content-type': 'application/json' },
          body: JSON.stringify({ ...asked, format }),
          signal: gone.signal,
        });
        assert.equal(response.status, 200);
        const isUnderWay = () => !panel.asked.includes('rows ended');
        assert.equal((await ask('/records/data?month=2026-10')).status, 200);
        assert.ok(isUnderWay());
        gone.abort();
        while (isUnderWay()) await new Promise((resolve) => setTimeout(resolve, 10));
        assert.deepEqual(logged, []);
      }));
  }
});

describe('a long export', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const columns = ['时间', '对方号码', '费用'].map((heading) => ({ heading, width: 170 }));
  const sheet = { language: 'zh-CN', title: '详单', lines: [], watermark: '138****8001', columns };

  /** Rows of which no two are alike. */
  async function* rows(count: number) {
    for (let done = 0; done < count; done += 500) {
      yield Array.from({ length: 500 }, (_, index) => {
        const number = done + index;
        return [`2026-10-01 ${number}`, `139${number}`, `¥${number}.00`];
      });
    }
  }

  /** How much more is kept, in bytes, after the last rows than after the first fifth of them. */
  async function growth(chunks: AsyncIterable<string | Buffer>, count: number): Promise<number> {
    let early = 0;
    let sent = 0;
    let seen = 0;
    for await (const chunk of chunks) {
      sent += chunk.length > 0 ? 1 : 0;
      if (sent % count !== 0) continue;
      collectGarbage();
      seen = process.memoryUsage().heapUsed;
      early ||= seen;
    }
    assert.ok(sent > 2 * count);
    return seen - early;
  }

  it('of 200,000 records as CSV takes no more memory than a short one', async () => {
    assert.ok((await growth(csvOf(['a', 'b', 'c'], rows(200_000)), 80)) < 5_000_000);
  });

  it('of 40,000 records as PDF neither, page after page', async function () {
    this.timeout(120_000);
    const chunks = drawTable(sheet, rows(40_000), () => '');
    assert.ok((await growth(chunks, 150)) < 8_000_000);
  });
});
