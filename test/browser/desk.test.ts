import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { demoAccounts } from '../../adapters/agentDesk/chooseStaff.ts';
import { describeInBrowser } from '../support/browser.ts';
import { seriousBarriers } from './barriers.ts';
import { deskAt, signIn } from './deskPage.ts';
import { type Site, startSite } from './site.ts';
import { assertCleanVisit, eventually, visit } from './visitor.ts';

describeInBrowser('the agent desk', (browser) => {
  let site: Site;
  before(async () => {
    site = await startSite({ SANDBOX: 'use' });
  });
  after(() => site.close());

  const shoot = async (page: Page, name: string) => {
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };

  it('lets nobody in with a wrong password, and says so', async () => {
    const page = await deskAt(browser(), site.url);
    await page.fill('#account', 'wang');
    await page.fill('#password', 'wrong');
    await page.click('#sign-in button');
    await page.locator('#status', { hasText: '工号或密码不对' }).waitFor();
    await page.context().close();
  });

  it('takes a customer, talks, notes, hands on and ends; both read who speaks', async () => {
    assert.equal(demoAccounts[0].id, 'wang');
    const wang = await signIn(browser(), site, 'wang');
    const li = await signIn(browser(), site, 'li');
    const customer = await visit(browser(), { url: `${site.url}/widget` });
    await eventually(async () => assert.equal(await wang.locator('#desk').isVisible(), true));
    await customer.says('转人工');
    await customer.hears('已为您转人工');
    await wang.locator('#waiting button').first().click();
    await customer.hears('人工客服 小王 已接入');
    await wang.fill('#message', '您好，请讲');
    await wang.press('#message', 'Enter');
    await customer.hears('您好，请讲');
    await customer.says('上个月多扣了十块');
    await wang.locator('#lines', { hasText: '上个月多扣了十块' }).waitFor();
    await shoot(wang, 'desk-wide');
    assert.deepEqual(await seriousBarriers(wang), []);
    await wang.setViewportSize({ width: 390, height: 844 });
    await shoot(wang, 'desk-narrow');
    assert.deepEqual(await seriousBarriers(wang), []);
    await wang.setViewportSize({ width: 1280, height: 800 });
    await wang.click('#note-acts summary');
    await wang.fill('#note', '疑似重复扣费');
    await wang.click('#noting button');
    await wang.locator('#lines .from-note', { hasText: '疑似重复扣费' }).waitFor();
    // A colleague who came later is on the list with the next look at the queue.
    await wang.reload();
    await wang.locator('#lines', { hasText: '上个月多扣了十块' }).waitFor();
    await wang.selectOption('#colleague', 'li');
    await wang.click('#handing button[type=submit]');
    await customer.hears('已转给人工客服 小李');
    await li.locator('#lines', { hasText: '疑似重复扣费' }).waitFor();
    await li.fill('#message', '我来处理');
    await li.press('#message', 'Enter');
    await customer.hears('我来处理');
    await li.click('#acts summary');
    await li.fill('#summary', '已登记复核');
    await li.click('#closing button');
    await customer.hears('已登记复核');
    const heard = (await customer.messages()).map(({ text }) => text).join('\n');
    assert.ok(!heard.includes('疑似重复扣费'), 'a note reached the customer');
    assertCleanVisit(customer);
    await customer.leaves();
    await wang.context().close();
    await li.context().close();
  });

  it('keeps what was begun for one customer out of the chat with another', async () => {
    const wang = await signIn(browser(), site, 'wang');
    const customers = [];
    for (const name of ['甲', '乙']) {
      const customer = await visit(browser(), { url: `${site.url}/widget` });
      await customer.says('转人工');
      await customer.hears('已为您转人工');
      await wang.locator('#waiting button').first().click();
      await customer.hears('已接入');
      await customer.says(`我是${name}`);
      await wang.locator('#lines', { hasText: `我是${name}` }).waitFor();
      customers.push(customer);
      if (name === '甲') await wang.fill('#message', '写给甲的');
    }
    assert.equal(await wang.inputValue('#message'), '');
    await wang.locator('#mine button').first().click();
    await wang.locator('#lines', { hasText: '我是甲' }).waitFor();
    assert.equal(await wang.inputValue('#message'), '写给甲的');
    await wang.press('#message', 'Enter');
    await customers[0]?.hears('写给甲的');
    for (const customer of customers) await customer.leaves();
    await wang.context().close();
  });

  it('shows the supervisor a report', async () => {
    const zhang = await signIn(browser(), site, 'zhang');
    await zhang.goto(`${site.url}/desk/report`);
    await zhang.locator('svg.chart').first().waitFor();
    await shoot(zhang, 'desk-report');
    assert.deepEqual(await seriousBarriers(zhang), []);
    await zhang.context().close();
  });
});
