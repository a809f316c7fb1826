import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { describeInBrowser } from '../support/browser.ts';
import { seriousBarriers } from './barriers.ts';
import { type Site, startSite } from './site.ts';
import { eventually, visit } from './visitor.ts';

const { 'zh-CN': zh } = loadTexts();
const [help = ''] = zh('help:text', { hotline: '10000' }).split('\n');

describeInBrowser('the chat for everybody', (browser) => {
  let site: Site;

  before(async function () {
    this.timeout(60_000);
    site = await startSite();
  });

  after(() => site?.close());

  for (const [name, path, width] of [
    ['the demo page', '/', 1280],
    ['the demo page on a telephone', '/', 360],
    ['the large-text version', '/?elder', 1280],
    ['the English page', '/?lang=en', 1280],
    ['the widget', '/widget', 440],
  ] as const) {
    it(`holds no serious barrier: ${name}`, async () => {
      const visitor = await visit(browser(), { url: `${site.url}${path}`, width });
      await visitor.says(
        path.includes('en') ? 'compare the 129 and 199 plans' : '比较 129 和 199 套餐',
      );
      await visitor.page.locator('.ac-adaptiveCard').waitFor();
      assert.deepEqual(await seriousBarriers(visitor.page), []);
      await visitor.leaves();
    });
  }

  it('is used by keyboard alone, in the order one reads', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), '跳到对话');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), '大字版');
    await page.locator('.skip-link').focus();
    await page.keyboard.press('Enter');
    await tabTo(page, '帮助');
    await page.keyboard.press('Enter');
    await visitor.hears(help);
    await tabTo(page, '消息输入框');
    await page.keyboard.type('你是真人吗');
    await page.keyboard.press('Enter');
    await page.locator('.chat-message', { hasText: '你是真人吗' }).waitFor();
    await visitor.leaves();
  });

  it('changes tabs with the arrow keys on a telephone', async () => {
    const visitor = await visit(browser(), { ...site, width: 360, height: 740 });
    const { page } = visitor;
    await page.locator('#chat-tab').focus();
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(page), /演示手机/);
    assert.equal(await page.locator('#phone-tab').getAttribute('aria-selected'), 'true');
    assert.ok(await page.locator('#phone').isVisible());
    await visitor.leaves();
  });

  it('shows where the keyboard is', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    for (const selector of ['#elder', '.example', '.shortcut', '#phone-customer']) {
      await page.locator(selector).first().focus();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      const outline = 'getComputedStyle(document.activeElement).outlineStyle';
      assert.equal(await page.evaluate(outline), 'solid', selector);
    }
    await visitor.leaves();
  });

  it('reads new messages of the bot out, once each', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    // What a screen reader hears is what enters the live region; it fades again after a moment.
    await page.evaluate(`{
      window.heard = [];
      const region = document.querySelector('.webchat__live-region-transcript');
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) {
          for (const node of addedNodes) window.heard.push(node.textContent);
        }
      }).observe(region, { childList: true });
    }`);
    await visitor.says('帮助');
    await visitor.hears(help);
    await eventually(async () => {
      const heard = await page.evaluate<string[]>('window.heard');
      assert.equal(heard.filter((text) => text.includes(help)).length, 1);
    });
    await visitor.leaves();
  });

  it('gives each message its language', async () => {
    const visitor = await visit(browser(), site);
    await visitor.says('帮助');
    await visitor.hears(help);
    await visitor.page.getByRole('button', { name: 'English' }).click();
    await visitor.hears('English');
    const messages = await visitor.messages();
    assert.equal(messages.at(0)?.lang, 'zh-CN');
    assert.equal(messages.at(-1)?.lang, 'en');
    await visitor.leaves();
  });
});

/** The name of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>(
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.placeholder ?? document.activeElement.innerText",
  );
}

/** Presses Tab until something with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  while (passed.length < 30) {
    await page.keyboard.press('Tab');
    passed.push(await focused(page));
    if (passed.at(-1) === name) return;
  }
  assert.fail(`the keyboard does not reach “${name}”, only ${passed.join(', ')}`);
}
