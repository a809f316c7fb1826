import assert from 'node:assert/strict';
import { startTalk } from '../support/talk.ts';
import { world } from '../support/world.ts';

before(async function () {
  this.timeout(60_000);
  await world();
});

describe('one thing without a bundle', () => {
  for (const [locale, words, text] of [
    ['zh-CN', '我只要流量，不要融合套餐', /可以单买，不用换套餐/],
    ['zh-CN', '不要融合，只要流量', /可以单买，不用换套餐/],
    ['en', 'I only want data, not a bundle', /You can have it by itself/],
  ] as const)
    it(`is shown by itself with its price, to everybody, and nothing is ordered: ${words}`, async () => {
      const talk = await startTalk({ locale });
      await talk.customer.says(words);
      const view = talk.bot.shows();
      assert.match(view.text ?? '', text);
      const { rows } = view.sections?.[0]?.table ?? { rows: [] };
      assert.ok(rows.length >= 3);
      assert.doesNotMatch(JSON.stringify(rows), /套餐|plan\b/);
      talk.bot.saysNothingMore();
      assert.deepEqual(await talk.events(), []);
    });

  it('leaves an open quote as it is', async () => {
    const talk = await startTalk({ verifiedPhoneNumber: '13800138001' });
    await talk.customer.says('换成99元套餐');
    talk.bot.shows();
    await talk.customer.says('我只要流量，不要融合套餐');
    talk.bot.shows();
    assert.ok(!(await talk.events()).includes('confirmedOnce'));
  });

  it('is part of the customer’s own words in a complaint', async () => {
    const talk = await startTalk({ verifiedPhoneNumber: '13800138001' });
    await talk.customer.says('我要投诉');
    talk.bot.says('makeComplaint:askWhat');
    await talk.customer.says('我只要流量，不要融合套餐，营业厅还是给我办了融合');
    assert.doesNotMatch(talk.bot.shows().text ?? '', /可以单买/);
  });
});
