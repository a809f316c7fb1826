import assert from 'node:assert/strict';
import { policies } from '../../domain/policy/policy.ts';
import { type ChangeKind, kinds, talkAbout } from '../support/change.ts';
import { tellsTheFamiliesOf } from '../support/changeFamilies.ts';

/** How many messages of the customer's it takes from the wish to “done”. */
async function stepsOf(kind: ChangeKind): Promise<number> {
  const { customer, bot, phone, phoneNumber } = await talkAbout(kind);
  const steps = [
    async () => kind.wish['zh-CN'],
    async () => kind.phrase['zh-CN'],
    () => phone.code(phoneNumber),
  ];
  let taken = 0;
  for (const step of steps) {
    await customer.says(await step());
    taken += 1;
    const { text = '' } = bot.shows();
    if (/正在提交办理/.test(text)) break;
  }
  bot.says('change:outcomeText.committed');
  bot.shows();
  return taken;
}

describe('cancelling a service', () => {
  tellsTheFamiliesOf(kinds.cancelService);

  it('takes no more steps than ordering one, and asks for no more (INV-9)', async () => {
    assert.ok((await stepsOf(kinds.cancelService)) <= (await stepsOf(kinds.orderService)));
    for (const { changes } of Object.values(policies)) {
      const { order, cancel } = changes;
      assert.ok(cancel.confirmations <= order.confirmations);
      assert.equal(cancel.identity, order.identity);
      assert.deepEqual(cancel.hours, order.hours);
    }
  });

  for (const [language, wish, again, retry] of [
    ['zh-CN', '退订业务', '再说一遍', '再试一次'],
    ['en', 'cancel a service', 'say that again', 'Try again'],
  ] as const)
    it(`asked to say it again while the system is down: said so, and one tap asks (${language})`, async () => {
      const { customer, bot, operator } = await talkAbout(kinds.cancelService, { language });
      await customer.says(wish);
      bot.says('cancelService:which');
      await operator.misbehaves({ kind: 'error500', path: '/tmf-api/productInventory' });
      await customer.says(again);
      bot.says('common:unavailable', { hotline: '10000' });
      await operator.recovers();
      await customer.taps(retry);
      bot.says('cancelService:which');
    });

  it('asks which one when it was not named, and for no reason', async () => {
    const { customer, bot } = await talkAbout(kinds.cancelService);
    await customer.says('退订业务');
    const { choices } = bot.says('cancelService:which');
    assert.deepEqual(
      choices?.map(({ label }) => label).sort(),
      ['来电显示', '流量月包 10GB'].sort(),
    );
    await customer.taps('流量月包 10GB');
    bot.says('change:readFirst');
  });

  it('is done once: the second time it says that it ends already', async () => {
    const { customer, bot, phone, phoneNumber } = await talkAbout(kinds.cancelService);
    await customer.says('退订来电显示');
    bot.shows();
    await customer.says('确认退订');
    bot.shows();
    await customer.says(await phone.code(phoneNumber));
    bot.shows();
    bot.shows();
    bot.shows();
    await customer.says('退订来电显示');
    bot.says('change:refusal.alreadyEnding');
  });

  it('is possible for what is no longer sold, and when its terms are incomplete (E24)', async () => {
    const { customer, bot, operator } = await talkAbout(kinds.cancelService);
    await operator.offering('vas-01', ({ prodSpecCharValueUse }) => ({
      isSellable: false,
      prodSpecCharValueUse: (prodSpecCharValueUse as Array<{ name: string }>).filter(
        ({ name }) => name !== 'refundRule',
      ),
    }));
    await customer.says('退订来电显示');
    bot.says('change:readFirst');
  });
});
