import assert from 'node:assert/strict';
import { describeInBrowser } from '../support/browser.ts';
import { seriousBarriers } from './barriers.ts';
import { signIn } from './deskPage.ts';
import { type Site, startSite } from './site.ts';
import { assertCleanVisit, eventually, visit } from './visitor.ts';

const number = '13800138001';
const hourMs = 60 * 60_000;
/** Ten in the morning of a day to come, when nobody is at the desk yet. */
const morning = Date.parse(
  `${new Date(Date.now() + 24 * hourMs).toISOString().slice(0, 10)}T02:00:00Z`,
);

describeInBrowser('a ring-back that was promised', (browser) => {
  let site: Site;
  let offsetMs = morning - Date.now();
  before(async () => {
    const clock = () => new Date(Date.now() + offsetMs);
    site = await startSite({ SANDBOX: 'use', DESK_HOURS: '14:00-20:00' }, { clock });
  });
  after(() => site.close());

  it('is chosen by tapping, and is in the agents’ queue at its hour with its ticket', async () => {
    const customer = await visit(browser(), { url: `${site.url}/widget`, width: 390, height: 844 });
    await customer.says('转人工');
    await customer.hears('先用短信验证一下号码');
    await customer.page.getByRole('button', { name: '请给我回电' }).last().click();
    await customer.hears('请输入您的手机号码');
    await customer.says(number);
    await customer.hears('验证码短信已经发出');
    let code = '';
    await eventually(async () => {
      const messages = await fetch(`${site.sandbox.url}/phone/${number}/messages`);
      const texts = (await messages.json()) as Array<{ text: string }>;
      code = /#(\d{6})$/.exec(texts.at(-1)?.text ?? '')?.[1] ?? '';
      assert.notEqual(code, '');
    });
    await customer.says(code);
    await customer.hears('您希望几点接到回电');
    await customer.page.getByRole('button', { name: '今天 14:00–15:00' }).last().click();
    await customer.hears('约好了');
    const said = (await customer.messages()).at(-1)?.text ?? '';
    const reference = /CB[0-9A-F]{10}/.exec(said)?.[0] ?? '';
    assert.notEqual(reference, '');
    assertCleanVisit(customer);
    await customer.leaves();

    offsetMs += 4 * hourMs;
    const wang = await signIn(browser(), site, 'wang');
    const entry = wang.locator('#waiting li', { hasText: '约好的回电' });
    await entry.waitFor();
    assert.match(await entry.innerText(), /138\*{4}8001[\s\S]*15:00 前要打/);
    await entry.locator('button').click();
    await wang.locator('#card', { hasText: `拨打 138****8001，号码见工单 ${reference}` }).waitFor();
    assert.ok(!(await wang.content()).includes(number), 'the number is the ticket’s alone');
    assert.deepEqual(await seriousBarriers(wang), []);
    const folder = process.env.SCREENSHOTS;
    if (folder) await wang.screenshot({ path: `${folder}/desk-callback.png` });
    await wang.context().close();
  });
});
