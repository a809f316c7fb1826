import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { say } from '../../web/texts.ts';
import { describeInBrowser } from '../support/browser.ts';
import { panelKeys } from '../support/recordsPanel.ts';
import { type Served, servedRecords } from '../support/servedRecords.ts';
import { seriousBarriers } from './barriers.ts';
import { assertCleanVisit, eventually, open, type Visitor } from './visitor.ts';

const screenshots = new URL('../../.screenshots/', import.meta.url);
const zh = (key: string) => say('zh-CN', key);
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describeInBrowser('the page of itemised records', (browser) => {
  before(() => mkdir(screenshots, { recursive: true }));

  /** Opens the link in the browser that asked for it and presses its button. */
  async function atPanel(
    test: (visitor: Visitor, served: Served) => Promise<void>,
    { width = 1280, height = 800, query = '' } = {},
  ): Promise<void> {
    await servedRecords(
      async (served) => {
        const context = await browser().newContext({
          viewport: { width, height },
          locale: 'zh-CN',
          timezoneId: 'Asia/Shanghai',
          acceptDownloads: true,
        });
        const { hostname: domain } = new URL(served.url);
        const cookie = { name: 'mingbai_browser', value: panelKeys.browser, path: '/' };
        await context.addCookies([{ ...cookie, domain }]);
        const visitor = await open(browser(), {
          url: `${served.url}/records/${panelKeys.link}`,
          context,
        });
        await visitor.page.getByRole('button').click();
        if (query) await visitor.page.goto(`${served.url}/records${query}`);
        await visitor.page.locator('#rows tr').first().waitFor();
        await test(visitor, served);
        assertCleanVisit(visitor);
        await visitor.leaves();
      },
      { pages: true },
    );
  }

  const picture = async (page: Page, name: string, fullPage = false) => {
    await page.waitForTimeout(500);
    const path = fileURLToPath(new URL(`records-${name}.png`, screenshots));
    await page.screenshot({ path, fullPage });
  };
  const status = (page: Page) => page.locator('#status').textContent();
  const firstTime = (page: Page) => page.locator('#rows th').first().textContent();

  it('shows the month’s totals and the newest records, and nothing of them in its address', () =>
    atPanel(async ({ page, addresses }, { url }) => {
      assert.equal(page.url(), `${url}/records`);
      const text = await page.locator('main').innerText();
      for (const words of ['138****8001', '2026年10月合计', '一分不差', '139****0000', '3 分钟']) {
        assert.ok(text.includes(words), words);
      }
      assert.equal(await status(page), '2026年10月，全部类型：共 50 条，现在是第 1 到第 20 条。');
      assert.ok(!(await page.content()).includes('139001'));
      for (const address of addresses()) assert.doesNotMatch(address, /139|138|8001/);
      await picture(page, 'desktop', true);
    }));

  it('turns pages on, and back with the browser’s own button', () =>
    atPanel(async ({ page }) => {
      const next = page.getByRole('button', { name: zh('recordsNext') });
      const first = await firstTime(page);
      assert.ok(await page.getByRole('button', { name: zh('recordsPrevious') }).isHidden());
      await next.click();
      await eventually(async () => assert.match((await status(page)) ?? '', /第 21 到第 40 条/));
      await next.click();
      await eventually(async () => assert.match((await status(page)) ?? '', /第 41 到第 50 条/));
      assert.ok(await next.isHidden());
      await page.goBack();
      await eventually(async () => assert.match((await status(page)) ?? '', /第 21 到第 40 条/));
      await page.getByRole('button', { name: zh('recordsPrevious') }).click();
      await eventually(async () => assert.equal(await firstTime(page), first));
      await page.goForward();
      await eventually(async () => assert.match((await status(page)) ?? '', /第 21 到第 40 条/));
      await page.reload();
      await eventually(async () => assert.match((await status(page)) ?? '', /第 21 到第 40 条/));
      assert.match((await page.locator('#sums-all').textContent()) ?? '', /50/);
    }));

  it('finds a kind and a day, adds them up, and says when there is nothing', () =>
    atPanel(async ({ page }) => {
      await page.getByLabel(zh('recordsKind')).selectOption('voice');
      await page.locator('#day').fill('2026-10-31');
      await page.getByRole('button', { name: zh('recordsShow'), exact: true }).click();
      await eventually(async () =>
        assert.equal(
          await status(page),
          '2026-10-31，通话：共 1 条，现在是第 1 到第 1 条。 下面就是全部 1 条，费用加起来是 ¥0.00。',
        ),
      );
      await page.getByLabel(zh('recordsMonth')).selectOption('2026-09');
      assert.equal(await page.locator('#day').inputValue(), '');
      await page.getByRole('button', { name: zh('recordsShow'), exact: true }).click();
      await eventually(async () => assert.equal(await status(page), '2026年9月，通话：没有记录。'));
      assert.ok(await page.locator('#list').isHidden());
    }));

  it('shows one number in full when asked, and hides it when another is, or the customer looks elsewhere', () =>
    atPanel(async ({ page }, { panel }) => {
      const [first, second] = [page.locator('.reveal').nth(0), page.locator('.reveal').nth(1)];
      await page.getByRole('button', { name: '显示完整号码：139****0000' }).click();
      await page.getByText('13900100000').waitFor();
      await second.click();
      await page.getByText('13900100001').waitFor();
      assert.ok(!(await page.content()).includes('13900100000'));
      await picture(page, 'revealed');
      await second.click();
      assert.ok(!(await page.content()).includes('13900100001'));
      await first.click();
      await page.getByText('13900100000').waitFor();
      await page.evaluate(`{
        Object.defineProperty(document, 'hidden', { value: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }`);
      assert.ok(!(await page.content()).includes('13900100000'));
      const kept =
        '[JSON.stringify({ ...localStorage, ...sessionStorage }), JSON.stringify(history.state)]';
      assert.ok(!(await page.evaluate<string[]>(kept)).join().includes('1390010'));
      assert.equal(panel.asked.filter((question) => question.startsWith('reveal')).length, 3);
    }));

  it('exports CSV and PDF, each for a code of its own', () =>
    atPanel(async ({ page }) => {
      for (const [button, name, head] of [
        [zh('recordsCsv'), 'records-2026-10.csv', '\uFEFF时间,类型'],
        [zh('recordsPdf'), 'records-2026-10.pdf', '%PDF-'],
      ] as const) {
        await page.getByRole('button', { name: zh('recordsSendCode') }).click();
        await page.getByLabel(zh('recordsCode')).fill('000000');
        await page.getByRole('button', { name: button }).click();
        await page.getByText(zh('recordsWrongCode')).waitFor();
        await page.getByLabel(zh('recordsCode')).fill(panelKeys.code);
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: button }).click(),
        ]);
        assert.equal(download.suggestedFilename(), name);
        const chunks: Buffer[] = [];
        for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
        assert.ok(Buffer.concat(chunks).toString('utf8').startsWith(head));
        assert.ok(await page.getByLabel(zh('recordsCode')).isHidden());
      }
      await picture(page, 'exported');
    }));

  it('saves nothing when the operator breaks off', () =>
    atPanel(async ({ page }, { panel }) => {
      panel.breakAfterFirstBatch(new Error('gone'));
      let downloads = 0;
      page.on('download', () => {
        downloads += 1;
      });
      await page.getByRole('button', { name: zh('recordsSendCode') }).click();
      await page.getByLabel(zh('recordsCode')).fill(panelKeys.code);
      await page.getByRole('button', { name: zh('recordsCsv') }).click();
      await page.getByText(zh('recordsExportFailed')).waitFor();
      assert.equal(downloads, 0);
    }));

  it('warns before its time is over, then removes everything', async () => {
    await atPanel(async ({ page }, { panel, later }) => {
      later(238_000);
      await page.reload();
      await page.locator('#rows tr').first().waitFor();
      await page
        .getByRole('alert')
        .filter({ hasText: /还剩 \d+ 秒/ })
        .waitFor();
      await picture(page, 'warning');
      assert.match((await page.getByRole('timer').textContent()) ?? '', /^(1:0\d|0:5\d)$/);
      later(59_000);
      await page.reload();
      await page.getByRole('heading', { name: zh('recordsEndedTitle') }).waitFor();
      assert.ok(!(await page.content()).includes('139****'));
      assert.ok(!(await page.content()).includes('138****'));
      await picture(page, 'ended');
      assert.ok(panel.asked.length > 0);
    });
  });

  it('is gone at once when it is closed, also for the back button', () =>
    atPanel(async ({ page }, { panel }) => {
      await page.getByRole('button', { name: zh('recordsNext') }).click();
      await eventually(async () => assert.match((await status(page)) ?? '', /第 21/));
      await page.getByRole('button', { name: zh('recordsClose') }).click();
      await page.getByRole('heading', { name: zh('recordsEndedTitle') }).waitFor();
      assert.equal(panel.asked.at(-1), 'close');
      assert.equal(await page.evaluate('document.activeElement.id'), 'ended');
      await page.goBack();
      assert.ok(!(await page.content()).includes('139****'));
      await page.reload();
      await page.getByText('打不开这个页面').waitFor();
    }));

  it('closes when the server says that it is over', () =>
    atPanel(async ({ page }, { panel }) => {
      panel.refuseWith('closed');
      await page.getByRole('button', { name: zh('recordsNext') }).click();
      await page.getByRole('heading', { name: zh('recordsEndedTitle') }).waitFor();
    }));

  it('offers to try again when the records cannot be read', () =>
    atPanel(async ({ page }, { panel }) => {
      panel.refuseWith('unavailable');
      await page.getByRole('button', { name: zh('recordsNext') }).click();
      await page.getByText(zh('recordsFailed')).waitFor();
      panel.refuseWith(undefined);
      await page.getByRole('button', { name: zh('retry') }).click();
      await eventually(async () => assert.match((await status(page)) ?? '', /第 21/));
    }));

  for (const [name, width, query] of [
    ['on a desk', 1280, ''],
    ['on a telephone', 360, ''],
    ['in large text', 1280, '?elder'],
    ['in large text on a telephone', 360, '?elder'],
    ['in English', 1280, '?lang=en'],
  ] as const) {
    it(`holds no serious barrier and no sideways scrolling ${name}`, () =>
      atPanel(
        async ({ page }) => {
          await page.getByRole('button', { name: /发送验证码|Send me a code/ }).click();
          await page.locator('#code').waitFor();
          assert.deepEqual(await seriousBarriers(page), []);
          assert.ok((await page.evaluate<number>(overflow)) <= 0);
          await picture(page, `${width}${query.replace('?', '-')}`, true);
          await picture(page, `${width}${query.replace('?', '-')}-screen`);
        },
        { width, height: width < 500 ? 740 : 800, query },
      ));
  }

  it('stays a table with headers where a row becomes a card', () =>
    atPanel(
      async ({ page }) => {
        const table = page.getByRole('table', { name: zh('recordsList') });
        assert.equal(await table.getByRole('columnheader').count(), 6);
        assert.equal(await table.getByRole('rowheader').count(), 20);
        assert.equal(await table.getByRole('cell').count(), 100);
      },
      { width: 360 },
    ));

  it('makes every control big enough for a thumb, bigger in large text', async () => {
    for (const [query, least] of [
      ['', 44],
      ['?elder', 60],
    ] as const) {
      await atPanel(
        async ({ page }) => {
          const small = await page.evaluate<string[]>(
            `[...document.querySelectorAll('main button, main select, main input')]
              .filter((element) => element.offsetParent && element.getBoundingClientRect().height < ${least})
              .map((element) => element.outerHTML)`,
          );
          assert.deepEqual(small, []);
        },
        { width: 360, query },
      );
    }
  });

  it('is used by keyboard alone, and says aloud what changed', () =>
    atPanel(async ({ page }) => {
      await page.getByRole('button', { name: zh('recordsNext') }).focus();
      await page.keyboard.press('Enter');
      await eventually(async () =>
        assert.match((await page.getByRole('status').first().textContent()) ?? '', /第 21/),
      );
      assert.equal(await page.evaluate('document.activeElement.id'), 'list-heading');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('13900100021').waitFor();
    }));

  it('leaves paper empty but for the reason', () =>
    atPanel(async ({ page }) => {
      await page.emulateMedia({ media: 'print' });
      assert.equal((await page.locator('body').innerText()).trim(), zh('recordsNoPrint'));
      await picture(page, 'paper');
    }));
});
