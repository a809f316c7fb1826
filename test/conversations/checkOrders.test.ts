import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import { kinds, talkAbout, talkUntilFirstConfirmation } from '../support/change.ts';

const words = {
  'zh-CN': {
    mine: '办理记录',
    done: '办理成功',
    open: '处理中',
    failed: '没有办成，没有收费',
    unknown: '结果还没查到',
  },
  en: {
    mine: 'my orders',
    done: 'Done',
    open: 'Under way',
    failed: 'Not done, not charged',
    unknown: 'Not known yet',
  },
} as const;

for (const language of ['zh-CN', 'en'] as const satisfies readonly Language[])
  describe(`what was ordered (${language})`, () => {
    const { mine, done, open, failed, unknown } = words[language];
    const { orderService } = kinds;

    it('is nothing at first, and a quote is no order', async () => {
      const { customer, bot, says } = await talkAbout(orderService, { language });
      await customer.says(mine);
      bot.says('checkOrders:none');
      await customer.says(orderService.wish[language]);
      bot.shows();
      await customer.says(mine);
      bot.says('checkOrders:none');
      says('back', { product: orderService.product[language] });
    });

    it('is shown with its result, its number and its agreement', async () => {
      const { customer, bot, code, operator } = await talkUntilFirstConfirmation(orderService, {
        language,
      });
      await customer.says(code);
      bot.shows();
      bot.shows();
      const [agreement = ''] = /AG-[0-9A-F]+/.exec(bot.shows().text ?? '') ?? [];
      await customer.says(mine);
      const { sections, asOf } = bot.shows();
      const [section] = sections ?? [];
      assert.equal(section?.heading, orderService.product[language]);
      const values = section?.rows?.map(({ value }) => value) ?? [];
      const [order] = await operator.orders();
      assert.deepEqual(values.slice(1), [
        '2026-11-24 10:00',
        done,
        '¥5.00',
        '2026-11-24 10:00',
        order?.id,
        agreement,
      ]);
      assert.match(asOf ?? '', /2026-11-24 10:00/);
    });

    it('is open while the operator is at it, and unknown when nobody knows', async () => {
      const { customer, bot, code, operator, waits } = await talkUntilFirstConfirmation(
        orderService,
        { language, waitsForOrders: false },
      );
      await operator.misbehaves({ kind: 'orderStalls', delayMs: 2000, times: 1 });
      await customer.says(code);
      bot.says('change:ordering');
      await customer.says(mine);
      assert.equal(stateIn(bot.shows()), open);
      await waits(60_000);
      bot.says('change:outcomeText.unknown');
      await customer.says(mine);
      assert.equal(stateIn(bot.shows()), unknown);
    });

    it('is there as well when it failed', async () => {
      const { customer, bot, code, operator } = await talkUntilFirstConfirmation(orderService, {
        language,
      });
      await operator.misbehaves({ kind: 'orderFails', times: 1 });
      await customer.says(code);
      bot.says('change:ordering');
      bot.shows();
      await customer.says(mine);
      assert.equal(stateIn(bot.shows()), failed);
    });
  });

function stateIn({
  sections,
}: {
  readonly sections?: ReadonlyArray<{
    readonly rows?: ReadonlyArray<{ readonly value: string; readonly emphasis?: boolean }>;
  }>;
}) {
  return sections?.[0]?.rows?.find(({ emphasis }) => emphasis)?.value;
}
