import { startTalk } from '../support/talk.ts';

const chen = '13800138001';
const halfAnHourAndMore = 31 * 60_000;

describe('a change when the proof of the number has lapsed', () => {
  it('is over, and so is the question it was asked on top of', async () => {
    const { customer, bot, later } = await startTalk({ verifiedPhoneNumber: chen });
    await customer.says('我要换套餐');
    bot.says('changePlan:which');
    await customer.says('订购语音包 300 分钟');
    bot.shows();
    later(halfAnHourAndMore);
    await customer.says('不得行');
    bot.says('change:expired');
    bot.saysNothingMore();
  });

  it('asks for the number again when only a question was open', async () => {
    const { customer, bot, later } = await startTalk({ verifiedPhoneNumber: chen });
    await customer.says('我要换套餐');
    bot.says('changePlan:which');
    later(halfAnHourAndMore);
    await customer.says('99元套餐');
    bot.says('identification:idle');
    bot.saysNothingMore();
  });
});
