import assert from 'node:assert/strict';
import { rowsOf, startTalk } from '../support/talk.ts';

describe('correcting contact data', () => {
  it('is not done here, and says where it is', async () => {
    const { customer, bot } = await startTalk();
    await customer.says('修改我的邮箱');
    const view = bot.shows();
    assert.match(view.text ?? '', /没有做任何改动/);
    assert.match(rowsOf(view).get('通知邮箱') ?? '', /10000/);
    assert.deepEqual(
      view.choices?.map(({ label }) => label),
      ['转人工'],
    );
  });

  it('is told in English too', async () => {
    const { customer, bot } = await startTalk({ locale: 'en' });
    await customer.says('change my email');
    assert.equal(bot.shows().title, 'Correct my contact data');
  });
});
