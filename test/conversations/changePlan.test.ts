import assert from 'node:assert/strict';
import { startTalk } from '../support/talk.ts';
import { ownSandbox } from '../support/world.ts';

const chen = '13800138001';

describe('changing the plan', () => {
  it('discloses, asks twice, orders, and proves it', async () => {
    const { customer, bot, phone, events } = await startTalk({
      verifiedPhoneNumber: chen,
      sandbox: await ownSandbox(),
    });
    await customer.says('换成99元套餐');
    assert.equal(bot.shows().title, '变更套餐（请看清再确认）');
    await customer.says('确认办理');
    assert.match(bot.shows().text ?? '', /第二次确认/);
    await customer.says(await phone.code(chen));
    bot.says('change:ordering');
    assert.equal(bot.shows().title, '变更套餐：办理成功');
    assert.match(bot.shows().text ?? '', /^电子协议 AG-/);
    bot.saysNothingMore();
    assert.deepEqual(await events(), [
      'disclosed',
      'confirmedOnce',
      'codeSent',
      'confirmedTwice',
      'ordered',
      'outcome',
      'notified',
      'notified',
      'agreement',
    ]);
  });
});
