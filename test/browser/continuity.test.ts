import assert from 'node:assert/strict';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { describeInBrowser } from '../support/browser.ts';
import { type Site, startSite } from './site.ts';
import { assertCleanVisit, eventually, open, saidBy, type Visitor, visit } from './visitor.ts';

const { 'zh-CN': zh } = loadTexts();
const [help = ''] = zh('help:text', { hotline: '10000' }).split('\n');

/** How often the bot said something that begins so. */
async function timesSaid(visitor: Visitor, words: string): Promise<number> {
  const messages = await visitor.messages();
  return messages.filter(({ from, text }) => from === 'bot' && text.includes(words)).length;
}

describeInBrowser('a conversation that goes on', (browser) => {
  let site: Site;

  before(async function () {
    this.timeout(60_000);
    site = await startSite();
  });

  after(() => site?.close());

  it('is there again after a reload, word for word', async () => {
    const visitor = await visit(browser(), site);
    await visitor.says('帮助');
    await visitor.hears(help);
    const before = await visitor.messages();
    await visitor.page.reload();
    await visitor.hears(help);
    assert.deepEqual(await visitor.messages(), before);
    await visitor.leaves();
  });

  it('begins anew for another browser', async () => {
    const first = await visit(browser(), site);
    await first.says('帮助');
    await first.hears(help);
    const second = await visit(browser(), site);
    assert.deepEqual(await saidBy(second), []);
    await first.leaves();
    await second.leaves();
  });

  it('is the same in a second tab: what is said in one is seen in both, once', async () => {
    const first = await visit(browser(), site);
    const second = await visit(browser(), { ...site, context: first.context });
    await first.says('帮助');
    await first.hears(help);
    await second.hears(help);
    assert.deepEqual(await saidBy(second), ['帮助']);
    assert.equal(await timesSaid(second, help), 1);
    await first.leaves();
  });

  it('keeps the order of messages sent in one breath', async () => {
    const visitor = await visit(browser(), site);
    const words = ['一', '二', '三', '四'].map((number) => `第${number}句`);
    for (const text of words) await visitor.says(text);
    await eventually(async () => assert.deepEqual(await saidBy(visitor), words));
    // A reload may cut off what is still on its way: each was answered before.
    await eventually(async () => {
      const answers = (await visitor.messages()).filter(({ from }) => from === 'bot');
      assert.ok(answers.length > words.length);
    });
    await visitor.page.reload();
    await eventually(async () => assert.deepEqual(await saidBy(visitor), words));
    await visitor.leaves();
  });

  it('works where the browser keeps nothing', async () => {
    const context = await browser().newContext();
    await context.addInitScript(`for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, { get() { throw new Error('blocked'); } });
    }`);
    const visitor = await visit(browser(), { ...site, context });
    await visitor.says('帮助');
    await visitor.hears(help);
    assertCleanVisit(visitor);
    await visitor.leaves();
  });

  it('survives a restart of the server: nothing lost, nothing twice', async () => {
    const visitor = await visit(browser(), site);
    await visitor.says('帮助');
    await visitor.hears(help);
    await site.stop();
    await visitor.page.getByText('正在重新连接').waitFor();
    await visitor.says('你好');
    await site.start();
    await visitor.page.getByText('已重新连接').waitFor();
    await eventually(async () => {
      assert.deepEqual(await saidBy(visitor), ['帮助', '你好']);
      assert.equal((await visitor.messages()).at(-1)?.from, 'bot');
    });
    assert.equal(await timesSaid(visitor, help), 1);
    const seen = await visitor.messages();
    await visitor.page.reload();
    await eventually(async () => assert.deepEqual(await visitor.messages(), seen));
    await visitor.leaves();
  });

  it('says when the server cannot be reached, and tries again at once when asked', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    await site.stop();
    const alarm = page.getByRole('alert').filter({ hasText: '暂时连不上客服' });
    await alarm.waitFor();
    assert.match((await alarm.textContent()) ?? '', /10000/);
    await site.start();
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByText('已重新连接').waitFor();
    assert.ok(!(await alarm.isVisible()));
    await visitor.says('帮助');
    await visitor.hears(help);
    await visitor.leaves();
  });

  it('tells from the start when there is no server, and goes on when there is', async () => {
    const context = await browser().newContext();
    await context.route('**/widget/token', (route) => route.abort());
    const visitor = await open(browser(), { ...site, context });
    await visitor.page.getByRole('alert').filter({ hasText: '暂时连不上客服' }).waitFor();
    await context.unroute('**/widget/token');
    await visitor.page.getByRole('button', { name: '重试' }).click();
    await visitor.page.locator('.chat-message').first().waitFor();
    await visitor.leaves();
  });

  it('goes on unnoticed when its pass has run out, as after a night with the laptop closed', async () => {
    const visitor = await visit(browser(), site);
    const refusal = { error: { code: 'TokenExpired', message: 'Token has expired' } };
    await visitor.page.route(
      '**/v3/directline/conversations/*/activities',
      (route) => route.fulfill({ status: 403, json: refusal }),
      { times: 1 },
    );
    await visitor.says('帮助');
    await visitor.hears(help);
    assert.deepEqual(await saidBy(visitor), ['帮助']);
    assert.equal(await timesSaid(visitor, help), 1);
    await visitor.leaves();
  });

  it('counts a message once when the answer to it was lost on the way', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    const posts = '**/v3/directline/conversations/*/activities';
    // It arrives, but the answer is lost: the worst moment for a second sending.
    await page.route(posts, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await visitor.says('帮助');
    await visitor.hears(help);
    await page.unroute(posts);
    await eventually(async () => assert.deepEqual(await saidBy(visitor), ['帮助']));
    assert.equal(await timesSaid(visitor, help), 1);
    await visitor.leaves();
  });

  it('offers to send again what was not sent in time', async () => {
    const visitor = await visit(browser(), site);
    const { page } = visitor;
    const posts = '**/v3/directline/conversations/*/activities';
    await page.route(posts, (route) => route.abort());
    await visitor.says('帮助');
    const again = page.getByRole('button', { name: '重试' });
    await again.waitFor();
    await page.unroute(posts);
    await again.click();
    await visitor.hears(help);
    assert.deepEqual(await saidBy(visitor), ['帮助']);
    assert.equal(await again.count(), 0);
    await visitor.leaves();
  });
});
