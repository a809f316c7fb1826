import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { describeInBrowser } from '../support/browser.ts';
import { type Site, startSite } from './site.ts';
import { assertCleanVisit, eventually, saidBy, type Visitor, visit } from './visitor.ts';

const screenshots = new URL('../../.screenshots/', import.meta.url);
const { 'zh-CN': zh, en } = loadTexts();
const hotline = '10000';

describeInBrowser('the demo page', (browser) => {
  let site: Site;

  before(async function () {
    this.timeout(60_000);
    site = await startSite();
    await mkdir(screenshots, { recursive: true });
  });

  after(() => site?.close());

  /** For people to look at: taken when the page has come to rest. */
  async function picture({ page }: Visitor, name: string, fullPage = false): Promise<void> {
    await page.waitForTimeout(800);
    await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, screenshots)), fullPage });
  }

  it('greets, answers, and asks no other server for anything', async () => {
    const visitor = await visit(browser(), site);
    await visitor.says('帮助');
    await visitor.hears(firstLine(zh('help:text', { hotline })));
    await picture(visitor, 'desktop');
    assertCleanVisit(visitor);
    await visitor.leaves();
  });

  it('says before any word that it is an AI, and how to reach a person', async () => {
    const visitor = await visit(browser(), site);
    const notice = visitor.page.locator('.chat-notice');
    assert.match((await notice.textContent()) ?? '', /AI.*不是真人.*转人工/);
    await visitor.leaves();
  });

  it('takes a visitor from a question over the code on the demo phone to the bill', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    await page.getByRole('button', { name: '上个月的账单' }).click();
    await visitor.hears(firstLine(zh('identification:askNumber')));
    await page.getByRole('button', { name: '填到对话里' }).click();
    await page.keyboard.press('Enter');
    const sms = page.locator('.phone-messages li').last();
    await sms.waitFor();
    const [code = ''] = /\d{6}/.exec((await sms.textContent()) ?? '') ?? [];
    await visitor.says(code);
    await page.locator('.ac-adaptiveCard').waitFor();
    await picture(visitor, 'desktop-bill');
    assertCleanVisit(visitor);
    await visitor.leaves();
  });

  it('shows neither the number nor the code that was typed', async () => {
    const visitor = await visit(browser(), site);
    await visitor.says('查余额');
    await visitor.hears(firstLine(zh('identification:askNumber')));
    await visitor.says('13800138002');
    await eventually(async () => assert.ok((await saidBy(visitor)).includes('138****8002')));
    await visitor.leaves();
  });

  it('speaks English when asked, page and bot, and stays so after a reload', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Clear answers about your plan and bill' }).waitFor();
    await visitor.hears(en('common:languageSwitched'));
    await page.getByRole('button', { name: 'Help', exact: true }).click();
    await visitor.hears(firstLine(en('help:text', { hotline })));
    await page.reload();
    await visitor.hears(firstLine(en('help:text', { hotline })));
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await picture(visitor, 'english');
    await visitor.leaves();
  });

  it('fits a telephone of 360 pixels, with the demo phone as a second tab', async () => {
    const visitor = await visit(browser(), { ...site, width: 360, height: 740 });
    const { page } = visitor;
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    assert.equal(await page.evaluate(overflow), 0);
    await picture(visitor, 'phone');
    await page.getByRole('tab', { name: '演示手机' }).click();
    assert.ok(await page.locator('#phone-customer').isVisible());
    assert.ok(!(await page.locator('#chat').isVisible()));
    assert.equal(await page.evaluate(overflow), 0);
    await picture(visitor, 'phone-tab');
    await visitor.leaves();
  });

  it('tells on the tab that an SMS came in', async () => {
    const visitor = await visit(browser(), { ...site, width: 360, height: 740 });
    const { page } = visitor;
    // The phone's history is read first; only what comes after it is news.
    await page.locator('#phone-messages[aria-busy="false"]').waitFor({ state: 'attached' });
    await visitor.says('查余额');
    await visitor.hears(firstLine(zh('identification:askNumber')));
    await visitor.says('13800138001');
    await page.getByRole('tab', { name: '演示手机 1 条新短信' }).click();
    await page.locator('.phone-messages li').last().waitFor();
    assert.equal(await page.locator('#phone-count').textContent(), '');
    await visitor.leaves();
  });

  it('lets the customer answer an SMS from the demo phone, by keyboard', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    await page.locator('#phone-messages[aria-busy="false"]').waitFor({ state: 'attached' });
    await page.getByLabel('回复短信').fill('是4821');
    await page.keyboard.press('Enter');
    const sent = page.locator('.phone-messages li.sent').last();
    assert.match((await sent.textContent()) ?? '', /我发出的：是4821$/);
    assert.equal(await page.getByLabel('回复短信').inputValue(), '');
    await page.getByRole('button', { name: 'English' }).click();
    await eventually(async () =>
      assert.match((await sent.textContent()) ?? '', /Sent by me: 是4821$/),
    );
    await picture(visitor, 'phone-reply');
    assertCleanVisit(visitor);
    await visitor.leaves();
  });

  it('keeps what was typed when the SMS cannot be sent', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    await page.route('**/demo/phone/*/messages', (route) => route.abort());
    await page.getByLabel('回复短信').fill('是4821');
    await page.getByRole('button', { name: '发送', exact: true }).last().click();
    await page.getByText('短信没有发出，请再试一次。').waitFor();
    assert.equal(await page.getByLabel('回复短信').inputValue(), '是4821');
    await visitor.leaves();
  });

  it('has a large-text version: at least 18 px, lines of 1.3, targets of 60 px, no cut text', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    await page.getByRole('button', { name: '大字版' }).click();
    await eventually(async () => {
      for (const { what, fontPx, lineRatio } of await page.evaluate<Measured[]>(measureText)) {
        assert.ok(fontPx >= 18, `“${what}” has ${fontPx} px`);
        assert.ok(lineRatio >= 1.3, `“${what}” has lines of ${lineRatio}`);
      }
    });
    await eventually(async () => {
      for (const { what, width, height } of await page.evaluate<Target[]>(measureTargets)) {
        assert.ok(width >= 60 && height >= 60, `${what} is ${width} × ${height}`);
      }
    });
    await picture(visitor, 'elder');
    await visitor.leaves();
  });

  it('lets the large text grow to 30 px and no further, even on a telephone', async () => {
    const visitor = await visit(browser(), { url: `${site.url}/?elder`, width: 360, height: 740 });
    const { page } = visitor;
    const larger = page.getByRole('button', { name: '大一号' });
    for (let step = 0; step < 10; step += 1) await larger.click();
    const size =
      "getComputedStyle(document.querySelector('.webchat__bubble p, .webchat__text-content')).fontSize";
    await eventually(async () => assert.equal(await page.evaluate(size), '30px'));
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    assert.equal(await page.evaluate(overflow), 0);
    await picture(visitor, 'elder-phone', true);
    await visitor.leaves();
  });

  it('prints the conversation without buttons', async () => {
    const visitor = await visit(browser(), site);
    await visitor.says('比较 129 和 199 套餐');
    await visitor.page.locator('.ac-adaptiveCard').waitFor();
    await visitor.page.emulateMedia({ media: 'print' });
    assert.ok(await visitor.page.locator('.chat-message').first().isVisible());
    assert.ok(!(await visitor.page.locator('.send-box').isVisible()));
    assert.ok(!(await visitor.page.locator('#language').isVisible()));
    await picture(visitor, 'print', true);
    await visitor.leaves();
  });
});

interface Measured {
  readonly what: string;
  readonly fontPx: number;
  readonly lineRatio: number;
}

interface Target {
  readonly what: string;
  readonly width: number;
  readonly height: number;
}

/** Every element that shows words of its own, with its size; run in the page. */
const measureText = `[...document.querySelectorAll('body *')]
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1)
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((element) => !element.closest('option, noscript, [aria-hidden="true"], .skip-link, .unseen'))
  .map((element) => {
    const { fontSize, lineHeight } = getComputedStyle(element);
    const fontPx = parseFloat(fontSize);
    const lineRatio = lineHeight === 'normal' ? 1.45 : parseFloat(lineHeight) / fontPx;
    return { what: element.innerText.slice(0, 20), fontPx, lineRatio };
  })`;

/** Everything that is pressed or chosen; run in the page. */
const measureTargets = `[...document.querySelectorAll('button, select, input, .send-line')]
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1)
  .map((element) => {
    const { width, height } = element.getBoundingClientRect();
    return { what: element.innerText || element.className, width, height };
  })`;

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
