import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { deskAt, signIn } from './deskPage.ts';
import { type Site, startSite } from './site.ts';
import { eventually, type Visitor, visit } from './visitor.ts';

const minuteMs = 60_000;
const input = '.send-text textarea, .send-text input';

/** Presses Tab until this has the focus: what cannot be reached so is out of reach for many. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const isThere = await page.evaluate(
      `document.activeElement.matches(${JSON.stringify(selector)})`,
    );
    if (isThere) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} is not reached by Tab`);
}

describeInBrowser('the agent desk in agents’ hands', (browser) => {
  let site: Site;
  let offsetMs = 0;
  before(async () => {
    site = await startSite({ SANDBOX: 'use' }, { clock: () => new Date(Date.now() + offsetMs) });
  });
  after(() => site.close());

  async function waits(agent: Page): Promise<Visitor> {
    const customer = await visit(browser(), { url: `${site.url}/widget` });
    await customer.says('转人工');
    await customer.hears('已为您转人工');
    await agent.locator('#waiting button').first().waitFor();
    return customer;
  }

  async function talks(agent: Page): Promise<Visitor> {
    const customer = await waits(agent);
    await agent.locator('#waiting button').first().click();
    await customer.hears('已接入');
    return customer;
  }

  async function closes(agent: Page): Promise<void> {
    await agent.click('#acts summary');
    await agent.click('#closing button');
  }

  it('is worked by keyboard alone: sign in, take, answer, canned answer, note, hand on, end', async () => {
    const li = await signIn(browser(), site, 'li');
    const page = await deskAt(browser(), site.url);
    await page.keyboard.type('wang');
    await page.keyboard.press('Tab');
    await page.keyboard.type(site.deskPassword);
    await page.keyboard.press('Enter');
    await page.locator('#sign-out:visible').waitFor();
    const customer = await waits(page);
    await page.keyboard.press('Alt+n');
    await customer.hears('人工客服 小王 已接入');
    await eventually(async () => assert.ok(await page.locator('#message:focus').count()));
    await page.keyboard.type('您好，请讲');
    await page.keyboard.press('Enter');
    await customer.hears('您好，请讲');
    await tabTo(page, '#canned');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.match(await page.inputValue('#message'), /我查一下/);
    await page.keyboard.press('Enter');
    await customer.hears('我查一下');
    await tabTo(page, '#note-acts summary');
    await page.keyboard.press('Enter');
    await tabTo(page, '#note');
    await page.keyboard.type('键盘写的备注');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#lines .from-note', { hasText: '键盘写的备注' }).waitFor();
    await tabTo(page, '#colleague');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await customer.hears('已转给人工客服 小李');
    await li.keyboard.press('Alt+1');
    await li.locator('#lines', { hasText: '键盘写的备注' }).waitFor();
    await tabTo(li, '#acts summary');
    await li.keyboard.press('Enter');
    await tabTo(li, '#summary');
    await li.keyboard.type('都说好了');
    await li.keyboard.press('Tab');
    await li.keyboard.press('Enter');
    await customer.hears('都说好了');
    for (const each of [customer.page, page, li]) await each.context().close();
  });

  it('is closed while the customer types: their line is theirs still, and the assistant hears it', async () => {
    const wang = await signIn(browser(), site, 'wang');
    const customer = await talks(wang);
    await customer.page.fill(input, '我的套餐');
    await closes(wang);
    await customer.hears('现在由智能助手（不是真人）');
    assert.equal(await customer.page.inputValue(input), '我的套餐');
    await customer.page.press(input, 'Enter');
    await customer.hears('请输入您的手机号码');
    await customer.leaves();
    await wang.context().close();
  });

  it('is closed before the agent saw the last line: that is said, and one tap brings the next person', async () => {
    const wang = await signIn(browser(), site, 'wang');
    const customer = await talks(wang);
    await customer.says('等一下，还有发票的事');
    await wang.locator('#lines', { hasText: '还有发票的事' }).waitFor();
    await closes(wang);
    await customer.hears('客服可能没来得及看');
    await customer.says('转人工');
    await customer.hears('已为您转人工');
    await wang.locator('#waiting button').first().click();
    await wang.locator('#lines', { hasText: '还有发票的事' }).waitFor();
    await closes(wang);
    await customer.leaves();
    await wang.context().close();
  });

  it('ends a chat in which nobody spoke for half an hour, and both sides read it', async () => {
    const wang = await signIn(browser(), site, 'wang');
    const customer = await talks(wang);
    await customer.says('我还在');
    await wang.locator('#lines', { hasText: '我还在' }).waitFor();
    offsetMs += 31 * minuteMs;
    await customer.hears('对话很久没有动静，人工服务已结束');
    await wang.locator('#lines .from-status', { hasText: '人工已结束' }).waitFor();
    assert.equal(await wang.locator('#compose').isVisible(), false);
    await customer.leaves();
    await wang.context().close();
  });

  it('does not count an agent who has paused', async () => {
    const wang = await signIn(browser(), site, 'wang');
    await wang.click('#pause');
    const customer = await visit(browser(), { url: `${site.url}/widget` });
    // Who signed in before and left counts for another minute.
    offsetMs += 2 * minuteMs;
    await eventually(async () => {
      await customer.says('转人工');
      await customer.hears('可以约人工客服在您方便的时间给您打电话');
    });
    await wang.click('#pause');
    await eventually(async () => {
      await customer.says('转人工');
      await customer.hears('已为您转人工');
    });
    await customer.says('不等了');
    await customer.hears('不排队了');
    await customer.leaves();
    await wang.context().close();
  });

  for (const permission of ['granted', 'denied'] as const)
    it(`tells the desktop only what is nobody’s secret, where it is ${permission}`, async () => {
      const wang = await deskAt(browser(), site.url);
      await wang.addInitScript(`
        window.told = [];
        window.Notification = class { static permission = '${permission}'; constructor(...given) { window.told.push(given); } };
        Object.defineProperty(document, 'hidden', { get: () => true });`);
      await wang.reload();
      await wang.fill('#account', 'wang');
      await wang.fill('#password', site.deskPassword);
      await wang.click('#sign-in button');
      await wang.locator('#sign-out:visible').waitFor();
      assert.equal(await wang.locator('#notices').isVisible(), false, 'nothing is left to ask');
      const customer = await waits(wang);
      await wang.locator('#waiting button').first().click();
      await customer.hears('已接入');
      await customer.says('我的号码是13800138001');
      await wang.locator('#lines', { hasText: '我的号码是' }).waitFor();
      const told = (await wang.evaluate('window.told')) as unknown[][];
      if (permission === 'denied') assert.deepEqual(told, []);
      else
        assert.deepEqual(
          [...new Set(told.map(([text]) => text))],
          ['有新客户在排队', '客户说话了'],
        );
      assert.ok(
        told.every((given) => given.length === 1),
        'a title and nothing else',
      );
      assert.match(await wang.title(), /^● /);
      await closes(wang);
      await customer.leaves();
      await wang.context().close();
    });
});
