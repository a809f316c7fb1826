import assert from 'node:assert/strict';
import { retention } from '../../domain/policy/retention.ts';
import { rowsOf, startTalk } from '../support/talk.ts';
import { ownStore } from '../support/world.ts';

const zhao = '13800138004';

describe('what is stored about me', () => {
  it('is told to anybody: every kind, what for and for how long', async () => {
    const { customer, bot } = await startTalk();
    await customer.says('你们存了我什么');
    const view = bot.shows();
    assert.equal(view.title, '我们存了您的什么');
    const table = view.sections?.find((section) => section.table)?.table;
    assert.equal(table?.rows.length, Object.keys(retention).length);
    assert.deepEqual(table?.rows[0], [
      '对话记录（已打码）',
      '回答您的问题，核对当时说了什么',
      '每条消息 6 个月',
    ]);
    assert.match((view.notes ?? []).join(), /谁会拿到/);
    assert.match((view.notes ?? []).join(), /验证号码后再问一次/);
    assert.equal(rowsOf(view).size, 0);
  });

  it('is counted for whoever proved the number, as it really is', async () => {
    const store = await ownStore();
    const { customer, bot } = await startTalk({ store, verifiedPhoneNumber: zhao });
    await customer.says('查余额');
    bot.shows();
    await customer.says('你们存了我什么');
    const view = bot.shows();
    assert.match(view.sections?.[0]?.heading ?? '', /138\*{4}8004/);
    const rows = rowsOf(view);
    assert.equal(rows.get('和您的对话'), '1');
    // The opening and its greeting, the question and its answer, and this question.
    assert.equal(rows.get('对话里的消息'), '5');
    assert.equal(rows.get('办理、查看等留存记录'), '1');
    assert.equal(rows.get('电子协议'), '0');
  });

  it('says nothing of what another one said in the same browser', async () => {
    const store = await ownStore();
    const { customer, bot } = await startTalk({ store, verifiedPhoneNumber: zhao });
    await customer.says('查余额');
    bot.shows();
    await customer.says('退出登录');
    bot.shows();
    await customer.identifiesAs('13800138001');
    bot.shows();
    await customer.says('你们存了我什么');
    const rows = rowsOf(bot.shows());
    assert.equal(rows.get('对话里的消息'), '4');
  });

  it('is told in English too', async () => {
    const { customer, bot } = await startTalk({ locale: 'en' });
    await customer.says('what do you store about me');
    const view = bot.shows();
    assert.equal(view.title, 'What we store about you');
    const rows = view.sections?.[0]?.table?.rows ?? [];
    assert.ok(rows.some(([, , howLong]) => howLong === 'the contract, and 3 years after it'));
  });
});
