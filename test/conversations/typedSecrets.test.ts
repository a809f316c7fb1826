import assert from 'node:assert/strict';
import { hiddenMark } from '../../domain/masking.ts';
import { type Conversation, startTalk } from '../support/talk.ts';

const zhao = '13800138004';

/** The customer's own words as they are kept. */
async function kept({ store, id }: Conversation): Promise<unknown[]> {
  const all = await store.activities(id, 0, 1000);
  return all.filter(({ activity }) => !activity.replyToId).map(({ activity }) => activity.text);
}

describe('a code that nobody waits for', () => {
  it('is not kept and not used while records are asked about, and the question is asked again', async () => {
    const talk = await startTalk({ verifiedPhoneNumber: zhao });
    const { customer, bot } = talk;
    await customer.says('查上个月的详单');
    bot.says('itemisedRecords:askKind');
    await customer.says('135790');
    bot.says('common:noCodeAwaited');
    bot.says('itemisedRecords:askKind');
    await customer.taps('通话');
    bot.says('stepUp:ask.records', { number: '138****8004', minutes: 5 });
    assert.deepEqual((await kept(talk)).slice(1), ['查上个月的详单', hiddenMark, '通话']);
  });

  it('is told so before a number is known, and with nothing open, in English too', async () => {
    const { customer, bot, speaks } = await startTalk({ locale: 'en' });
    speaks('en');
    await customer.says('135790');
    bot.says('common:noCodeAwaited');
    bot.saysNothingMore();
    await customer.says('check my balance');
    bot.says('identification:askNumber');
    await customer.says('135 790');
    bot.says('common:noCodeAwaited');
    bot.says('identification:askNumber');
  });

  it('does not make the bot offer a person as if it had not understood', async () => {
    const { customer, bot } = await startTalk();
    for (const code of ['135790', '一三五七九零', '１３５７９０']) {
      await customer.says(code);
      bot.says('common:noCodeAwaited');
      bot.saysNothingMore();
    }
  });
});

describe('a password in chat', () => {
  for (const said of [
    '我的服务密码是 a1b2c3d4',
    '服务密码：135790',
    'PUK 71340001',
    'my PIN is 1234',
  ])
    it(`is hidden before it is kept, and the customer is told not to send one: ${said}`, async () => {
      const talk = await startTalk();
      await talk.customer.says(said);
      assert.match(
        talk.bot.shows().text ?? '',
        /请不要在聊天里发密码|Please do not send passwords/,
      );
      assert.doesNotMatch((await kept(talk)).slice(1).join(), /a1b2|135790|7134|1234/);
    });

  it('does not keep the question beside it from being answered, nor what was offered from being tapped', async () => {
    const { customer, bot } = await startTalk({ verifiedPhoneNumber: zhao });
    await customer.says('服务密码是135790，查一下话费余额');
    bot.says('common:passwordTyped', { hotline: '10000' });
    assert.match(bot.shows().title ?? '', /话费余额/);
    await customer.says('查上个月的详单');
    const { choices = [] } = bot.says('itemisedRecords:askKind');
    await customer.says('密码：hunter2');
    bot.says('common:passwordTyped', { hotline: '10000' });
    bot.says('itemisedRecords:askKind');
    await customer.says(choices[1]?.label ?? '');
    bot.says('stepUp:ask.records', { number: '138****8004', minutes: 5 });
  });

  it('is no code: a number is not proved by it, and no try is counted', async () => {
    const { customer, bot, phone } = await startTalk();
    await customer.says('查余额');
    bot.shows();
    await customer.says('13800138002');
    bot.shows();
    await customer.says('服务密码是135790');
    bot.says('common:passwordTyped', { hotline: '10000' });
    bot.says('identification:askCodeAgain');
    await customer.says(await phone.code('13800138002'));
    bot.says('identification:done', { number: '138****8002' });
    bot.shows();
  });
});
