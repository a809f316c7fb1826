import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { say } from '../../web/texts.ts';
import { describeInBrowser } from '../support/browser.ts';
import { seriousBarriers } from './barriers.ts';
import { type Site, startSite } from './site.ts';
import { assertCleanVisit, eventually, open, type Visitor, visit } from './visitor.ts';

const screenshots = new URL('../../.screenshots/', import.meta.url);
const { 'zh-CN': zh } = loadTexts();
const words = (key: string) => say('zh-CN', key);
const number = '13800138001';

describeInBrowser('itemised records, from the question to the file', (browser) => {
  let site: Site;

  before(async function () {
    this.timeout(60_000);
    site = await startSite();
    // Once more, now that the port is known: links name it.
    await site.stop();
    await site.start();
    // The sandbox makes its records when it is first asked, seconds where much else runs: the bot
    // would tell the customer to ask again.
    await fetch(`${site.sandbox.url}/tmf-api/usageManagement/v4/usage?limit=1`);
    await mkdir(screenshots, { recursive: true });
  });

  after(() => site?.close());

  const picture = (page: Page, name: string) =>
    page.screenshot({
      path: fileURLToPath(new URL(`records-${name}.png`, screenshots)),
      fullPage: true,
    });

  async function messages(): Promise<string[]> {
    const response = await fetch(`${site.sandbox.url}/phone/${number}/messages`);
    return ((await response.json()) as Array<{ text: string }>).map(({ text }) => text);
  }

  /** The code of the SMS that says this, sent after so many others. */
  async function codeFor(about: string, after: number): Promise<string> {
    let code = '';
    await eventually(async () => {
      const found = (await messages()).slice(after).find((text) => text.includes(about));
      [code = ''] = /\d{6}/.exec(found ?? '') ?? [];
      assert.match(code, /^\d{6}$/);
    });
    return code;
  }

  /** The button of the newest card; Web Chat has another of the name for the keyboard. */
  const cardLink = ({ page }: Pick<Visitor, 'page'>) =>
    page.locator('.ac-pushButton', { hasText: zh('itemisedRecords:open') }).last();

  /** Asks in chat for last month's records and proves twice who asks: then the card has a link. */
  async function askInChat(visitor: Visitor): Promise<void> {
    const before = (await messages()).length;
    await visitor.says('查上个月的详单');
    await visitor.hears(firstLine(zh('identification:askNumber')));
    await visitor.says(number);
    await visitor.says(await codeFor('仅用于查询登录', before));
    await visitor.hears(zh('itemisedRecords:askKind'));
    await visitor.says(zh('itemisedRecords:kind.all'));
    await visitor.says(await codeFor('查询详单的验证码', before));
    await cardLink(visitor).waitFor();
  }

  /** Presses the card's link: the page behind it, in a tab of its own. */
  async function openedTab({ page }: Visitor): Promise<Page> {
    const [tab] = await Promise.all([page.waitForEvent('popup'), cardLink({ page }).click()]);
    await tab.getByRole('button', { name: words('recordsOpen') }).waitFor();
    return tab;
  }

  it('shows in chat the sums, in the panel each record, in the file the same, and tells the phone', async function () {
    this.timeout(120_000);
    const visitor = await visit(browser(), site);
    await askInChat(visitor);
    assert.ok(!(await visitor.page.locator('.chat').innerText()).match(/139\*{4}|139\d{8}/));
    await picture(visitor.page, 'chat');
    const tab = await openedTab(visitor);
    await picture(tab, 'link');

    // Somebody who has the address and not the browser learns nothing, and uses nothing up.
    const stranger = await open(browser(), { url: tab.url() });
    await stranger.page.getByRole('button', { name: words('recordsOpen') }).click();
    await stranger.page.getByText('打不开这个页面').waitFor();
    await stranger.leaves();

    const link = tab.url();
    await tab.getByRole('button', { name: words('recordsOpen') }).click();
    await tab.locator('#rows tr').first().waitFor();
    assert.equal(tab.url(), `${site.url}/records`);
    const total = await tab.locator('#sums-all td').allTextContents();
    const inChat = await visitor.page.locator('.ac-adaptiveCard').last().innerText();
    for (const fee of await tab.locator('#sums td:last-child').allTextContents()) {
      if (fee !== '¥0.00') assert.ok(inChat.includes(fee), fee);
    }
    const status = (await tab.locator('#status').textContent()) ?? '';
    assert.ok(status.includes(`全部 ${total[0]} 条，费用加起来是 ${total[1]}`), status);
    await picture(tab, 'panel');

    // A kind and a day.
    await tab.getByLabel(words('recordsKind')).selectOption('voice');
    await tab.getByRole('button', { name: words('recordsShow'), exact: true }).click();
    await eventually(async () => {
      const kinds = await tab.locator('#rows td:nth-child(2)').allTextContents();
      assert.ok(kinds.length > 0 && kinds.every((kind) => kind === words('recordKind_voice')));
    });
    const day = ((await tab.locator('#rows th').first().textContent()) ?? '').slice(0, 10);
    await tab.locator('#day').fill(day);
    await tab.getByRole('button', { name: words('recordsShow'), exact: true }).click();
    await eventually(async () => {
      const times = await tab.locator('#rows th').allTextContents();
      assert.ok(times.length > 0 && times.every((time) => time.startsWith(day)));
      assert.ok((await tab.locator('#status').textContent())?.startsWith(day));
    });

    // One number in full.
    await tab.locator('.reveal').first().click();
    await eventually(async () =>
      assert.match((await tab.locator('.number').first().textContent()) ?? '', /^1\d{10}$/),
    );

    // A file, for a code of its own.
    const before = (await messages()).length;
    await tab.getByRole('button', { name: words('recordsSendCode') }).click();
    await tab.getByLabel(words('recordsCode')).fill(await codeFor('导出详单的验证码', before));
    const [download] = await Promise.all([
      tab.waitForEvent('download'),
      tab.getByRole('button', { name: words('recordsCsv') }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const [head, ...lines] = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n');
    assert.match(head ?? '', /^\uFEFF时间,/);
    const shown = await tab.locator('#rows tr').count();
    assert.equal(lines.length, shown);
    assert.ok(lines.every((line) => line.startsWith(day) && !/1\d{10}/.test(line)));

    // The phone was told of all of it; the link never opens again, and closed is closed.
    await eventually(async () => {
      const told = (await messages()).filter((text) => text.includes('非本人操作'));
      assert.ok(told.some((text) => text.includes('查看了')));
      assert.ok(told.some((text) => text.includes('导出了')));
    });
    await tab.getByRole('button', { name: words('recordsClose') }).click();
    await tab.getByRole('heading', { name: words('recordsEndedTitle') }).waitFor();
    await tab.goto(`${site.url}/records`);
    await tab.getByText('打不开这个页面').waitFor();
    await tab.goto(link);
    await tab.getByRole('button', { name: words('recordsOpen') }).click();
    await tab.getByText('打不开这个页面').waitFor();
    assertCleanVisit(visitor);
    await visitor.leaves();
  });

  it('opens one panel for twenty who press at once', async function () {
    this.timeout(120_000);
    const visitor = await visit(browser(), { ...site, width: 360, height: 740 });
    await askInChat(visitor);
    await picture(visitor.page, 'chat-360');
    const tab = await openedTab(visitor);
    await picture(tab, 'link-360');
    assert.deepEqual(await seriousBarriers(tab), []);
    const [{ value: cookie } = { value: '' }] = (await visitor.context.cookies()).filter(
      ({ name }) => name === 'mingbai_browser',
    );
    const opened = await Promise.all(
      Array.from({ length: 20 }, () =>
        fetch(tab.url(), {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie: `mingbai_browser=${cookie}` },
        }),
      ),
    );
    const statuses = opened.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [303, ...Array<number>(19).fill(410)]);
    await visitor.leaves();
  });
});

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
