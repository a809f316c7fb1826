import assert from 'node:assert/strict';
import { type CodeTalk, chen, kinds, talkUntilFirstConfirmation } from '../support/change.ts';
import { startTalk } from '../support/talk.ts';

const { changePlan } = kinds;
const zhao = '13800138004';
const minuteMs = 60_000;
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

describe('who sits there after a change', () => {
  for (const [language, logOut, out] of [
    ['zh-CN', '退出登录', '办理成功'],
    ['en', 'log out', 'Done'],
  ] as const)
    describe(language, () => {
      const phrase = changePlan.phrase[language];

      /** Ordered, and the operator takes its time. */
      async function talkUntilOrdered(): Promise<CodeTalk> {
        const talk = await talkUntilFirstConfirmation(changePlan, {
          language,
          waitsForOrders: false,
        });
        await talk.operator.misbehaves({ kind: 'orderStalls', delayMs: 600, times: 1 });
        await talk.customer.says(talk.code);
        talk.bot.says('change:ordering');
        return talk;
      }

      it('reads nothing of an order that was made before somebody logged out', async () => {
        const { customer, bot, code } = await talkUntilFirstConfirmation(changePlan, { language });
        await customer.says(code);
        bot.says('change:ordering');
        bot.shows();
        bot.shows();
        await customer.says(phrase);
        assert.match(bot.shows().text ?? '', /不会办第二次|not be done twice/);
        await customer.says(logOut);
        bot.says('common:loggedOut');
        await customer.says(phrase);
        bot.says('change:nothingToConfirm');
      });

      it('reads no receipt of another’s order; the phone of the one who ordered has it', async () => {
        const { customer, bot, phone, operator, waits } = await talkUntilOrdered();
        await customer.says(logOut);
        bot.says('common:loggedOut');
        await customer.identifiesAs(zhao);
        bot.shows();
        await operator.finishes();
        await waits(minuteMs);
        const { title, sections } = bot.says('change:outcomeAside');
        assert.deepEqual([title, sections], [undefined, undefined]);
        bot.says('change:agreementAside');
        await customer.says(phrase);
        bot.says('change:nothingToConfirm');
        assert.ok((await phone.messages(chen)).at(-1)?.includes(out));
      });

      it('reads no receipt after half an hour without a word either', async () => {
        const { bot, operator, later, waits } = await talkUntilOrdered();
        later(halfAnHourAndMore);
        await operator.finishes();
        await waits(minuteMs);
        bot.says('change:outcomeAside');
        bot.says('change:agreementAside');
      });
    });
});
