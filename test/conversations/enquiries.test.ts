import assert from 'node:assert/strict';
import type { View } from '../../ports/view.ts';
import { type Conversation, rowsOf, startTalk } from '../support/talk.ts';

/** Everything a view says, as one text. */
function words(view: View): string {
  return JSON.stringify([view.title, view.text, view.sections, view.notes, view.asOf]);
}

async function asked(
  question: string,
  options: { number?: string; locale?: string } = {},
): Promise<[View, Conversation]> {
  const { number = '13800138001', ...rest } = options;
  const talk = await startTalk({ verifiedPhoneNumber: number, ...rest });
  await talk.customer.says(question);
  return [talk.bot.shows(), talk];
}

describe('the customer’s own plan', () => {
  it('is named with its fee, since when and what is left', async () => {
    const [view] = await asked('我现在用的什么套餐');
    assert.equal(rowsOf(view).get('套餐'), '5G 畅享 129 元套餐');
    assert.equal(rowsOf(view).get('月费'), '¥129.00');
    assert.equal(rowsOf(view).get('国内通用流量'), '剩余 3.32 GB');
    assert.equal(view.asOf, '数据截至 2026-11-24 10:00');
  });
  it('is told in English to who asks in English', async () => {
    const [view] = await asked('which plan do i have', { locale: 'en-US' });
    assert.equal(rowsOf(view).get('Plan'), '5G Enjoy 129');
    assert.equal(view.asOf, 'As of 2026-11-24 10:00');
  });
});

describe('usage', () => {
  it('shows limit, remaining, cycle and over-limit price of the resource asked for', async () => {
    const [view] = await asked('流量还剩多少');
    assert.equal(rowsOf(view).get('计费周期'), '2026-11-01 至 2026-11-30');
    assert.equal(rowsOf(view).has('国内通话'), false);
    assert.match(words(view), /¥0\.03\/MB/);
    assert.match(words(view), /每月最多收 ¥500\.00/);
  });
  it('says by how much a heavy user is over', async () => {
    const [view] = await asked('查用量', { number: '13800138008' });
    assert.match(rowsOf(view).get('国内通用流量') ?? '', /^已超出 /);
    assert.match(rowsOf(view).get('国内通话') ?? '', /^已超出 63 分钟$/);
  });
  it('says that past months are on the bill', async () => {
    const [view] = await asked('上个月用了多少流量');
    assert.match(words(view), /只能查本月用量/);
  });
});

describe('bills', () => {
  it('are listed for six months and the running one, newest first', async () => {
    const [view] = await asked('查账单');
    const months = view.sections?.[0]?.table?.rows.map(([month]) => month);
    assert.deepEqual(months, [
      '2026年11月',
      '2026年10月',
      '2026年9月',
      '2026年8月',
      '2026年7月',
      '2026年6月',
      '2026年5月',
    ]);
  });
  it('open by a tap on the month', async () => {
    const [, { customer, bot }] = await asked('查账单');
    await customer.taps('2026年9月账单');
    assert.equal(bot.shows().title, '2026年9月账单（138****8001）');
  });
  for (const [question, title] of [
    ['上个月账单', '2026年10月账单（138****8001）'],
    ['9月的账单', '2026年9月账单（138****8001）'],
    ['八月份话费账单', '2026年8月账单（138****8001）'],
    ['本月账单', '2026年11月账单（138****8001）'],
  ] as const) {
    it(`understand which month “${question}” is`, async () => {
      const [view] = await asked(question);
      assert.equal(view.title, title);
    });
  }
  it('explain every item and name who else is paid', async () => {
    const [view] = await asked('上个月账单', { number: '13800138006' });
    assert.match(words(view), /代 星河视频有限公司 收取/);
    assert.match(words(view), /有争议，正在核实/);
    for (const { note } of view.sections?.[1]?.rows ?? [])
      assert.ok(note, 'an item without explanation');
  });
  it('say plainly when a month has none and show those there are', async () => {
    const [view] = await asked('去年12月账单');
    assert.equal(view.text, '没有2025年12月的账单，下面是能查到的。');
  });
  it('follow “and the month before?”', async () => {
    const [, { customer, bot }] = await asked('上个月账单');
    await customer.says('那9月呢');
    assert.equal(bot.shows().title, '2026年9月账单（138****8001）');
  });
  it('show what two months of arrears come to', async () => {
    const [view] = await asked('last month’s bill', { number: '13800138005', locale: 'en' });
    assert.equal(rowsOf(view).get('State'), 'Unpaid');
    assert.equal(rowsOf(view).get('Unpaid'), rowsOf(view).get('Total'));
  });
});

describe('one charge', () => {
  it('is explained in the catalogue’s words', async () => {
    const [view] = await asked('为什么扣我来电显示的钱');
    assert.equal(view.title, '来电显示 月功能费');
    assert.equal(view.text, '来电时显示对方号码。');
    assert.equal(rowsOf(view).get('金额'), '¥6.00');
    assert.equal(rowsOf(view).get('收款方'), '本公司');
  });
  it('is asked about when it was not named, with the items to tap', async () => {
    const [view, { customer, bot }] = await asked('为什么扣了我这么多钱');
    assert.match(view.text ?? '', /哪一项/);
    await customer.taps('流量月包 10GB 月功能费 ¥50.00');
    assert.equal(rowsOf(bot.shows()).get('金额'), '¥50.00');
  });
});

describe('the balance', () => {
  it('is shown with arrears, next fees and what will be missing', async () => {
    const [view] = await asked('话费还够不够', { number: '13800138002' });
    assert.equal(rowsOf(view).get('可用余额'), '¥6.40');
    assert.equal(rowsOf(view).get('下次月费合计'), '¥20.00');
    assert.deepEqual(view.notes, [
      '扣除欠费和下次月费后，预计还差 ¥13.60。套餐外的费用不包含在内。',
    ]);
  });
});

describe('subscriptions', () => {
  it('say when, through which channel, until when and whether they renew', async () => {
    const [view] = await asked('我订了哪些业务', { number: '13800138006' });
    assert.equal(view.sections?.length, 3);
    const video = view.sections?.find(({ heading }) => heading === '星河视频会员');
    const rows = new Map(video?.rows?.map(({ term, value }) => [term, value]));
    assert.equal(rows.get('订购渠道'), '第三方页面');
    assert.equal(rows.get('代收费第三方'), '星河视频有限公司');
    assert.equal(rows.get('服务时限'), '长期有效，按月续订');
  });
});

describe('the contract', () => {
  it('is shown with its end and what leaving today would cost', async () => {
    const [view] = await asked('合约什么时候到期');
    assert.equal(rowsOf(view).get('合约期'), '2025-09-01 至 2027-08-31');
    assert.equal(rowsOf(view).get('如果今天（2026-11-24）解约，违约金'), '¥387.00');
  });
  it('is said not to exist when there is none', async () => {
    const [view] = await asked('违约金多少', { number: '13800138003' });
    assert.equal(view.text, '您没有在期的合约，现在退订没有违约金。');
  });
});

describe('prices', () => {
  it('are told to everybody, without a number', async () => {
    const { customer, bot } = await startTalk();
    await customer.says('129套餐多少钱');
    const view = bot.shows();
    assert.equal(view.title, '5G 畅享 129 元套餐');
    assert.equal(rowsOf(view).get('资费编号'), 'MB-2026-129');
    assert.equal(rowsOf(view).get('提前解约'), '剩余合约月数 × 月费 × 30%');
  });
  it('never show what is not published or cannot be disclosed in full', async () => {
    const { customer, bot } = await startTalk();
    await customer.says('有什么套餐');
    const label = bot.shows().choices?.[0]?.label ?? '';
    await customer.taps(label);
    const list = words(bot.shows());
    assert.doesNotMatch(list, /内部测试|体验 109/);
    assert.match(list, /孝心卡 19 元套餐/);
  });
  it('are compared side by side, two or three plans', async () => {
    const { customer, bot } = await startTalk();
    await customer.says('比较29、59、79');
    const table = bot.shows().sections?.[0]?.table;
    assert.deepEqual(table?.columns.slice(1), [
      '5G 轻享 29 元套餐',
      '5G 轻享 59 元套餐',
      '5G 畅享 79 元套餐',
    ]);
  });
  it('ask which plans when they were not named', async () => {
    const { customer, bot } = await startTalk({ locale: 'en' });
    await customer.says('compare plans');
    assert.match(bot.shows().text ?? '', /^Which two or three plans/);
    await customer.says('129 and 199');
    assert.deepEqual(bot.shows().sections?.[0]?.table?.columns.slice(1), [
      '5G Enjoy 129',
      '5G Premium 199',
    ]);
  });
});
