import { says, shows, transcript } from '../support/transcript.ts';

describe('a customer who goes on from what was said', () => {
  transcript('asks “and this month?”', {
    'zh-CN': ({ bill }) => [
      ['上个月账单', bill(10)],
      ['那这个月呢', bill(11)],
      ['9月呢？', bill(9)],
    ],
    en: ({ bill }) => [
      ['last month’s bill', bill(10)],
      ['and this month?', bill(11)],
      ['what about September?', bill(9)],
    ],
  });
  transcript('asks for another resource in two words', {
    'zh-CN': ({ data, calls, sms }) => [
      ['流量还剩多少', data],
      ['那通话呢', calls],
      ['短信呢', sms],
    ],
    en: ({ data, calls, sms }) => [
      ['how much data is left', data],
      ['how about minutes', calls],
      ['and texts?', sms],
    ],
  });
  transcript('says a bare month after a bill', {
    'zh-CN': ({ bill }) => [
      ['上个月账单', bill(10)],
      ['9月', bill(9)],
    ],
    en: ({ bill }) => [
      ['last month’s bill', bill(10)],
      ['September', bill(9)],
    ],
  });
  transcript('turns to another subject with “and”', {
    'zh-CN': ({ data, balance, contract }) => [
      ['流量还剩多少', data],
      ['那余额呢', balance],
      ['那合约呢', contract],
    ],
    en: ({ data, balance, contract }) => [
      ['how much data is left', data],
      ['what about my balance', balance],
      ['and my contract?', contract],
    ],
  });
  transcript('asks the price of another plan in two words', {
    'zh-CN': () => [
      ['129套餐多少钱', shows('5G 畅享 129 元套餐')],
      ['那199的呢', shows('5G 尊享 199 元套餐', { 资费: '套餐月费 ¥199.00/月' })],
    ],
    en: () => [
      ['how much is 5G Enjoy 129', shows('5G Enjoy 129')],
      [
        'how about the 199 one',
        shows('5G Premium 199', { Price: 'Plan monthly fee ¥199.00 a month' }),
      ],
    ],
  });
  transcript('says “that one then, please cancel” of nothing that is open', {
    'zh-CN': ({ data }) => [
      ['流量还剩多少', data],
      ['那算了', says('common:nothingToCancel')],
    ],
    en: ({ data }) => [
      ['how much data is left', data],
      ['never mind', says('common:nothingToCancel')],
    ],
  });
});

describe('a customer who points at what was shown', () => {
  transcript('takes the second of a list', {
    'zh-CN': ({ bills, bill }) => [
      ['查账单', bills],
      ['第二个', bill(10)],
    ],
    en: ({ bills, bill }) => [
      ['my bills', bills],
      ['the second one', bill(10)],
    ],
  });
  transcript('takes the third by saying so politely', {
    'zh-CN': ({ bills, bill }) => [
      ['查账单', bills],
      ['我要看第3个吧', bill(9)],
    ],
    en: ({ bills, bill }) => [
      ['my bills', bills],
      ['I’ll take the 3rd one please', bill(9)],
    ],
  });
  transcript('takes the last of a list', {
    'zh-CN': ({ data }) => [
      ['流量还剩多少', data],
      ['最后一个', shows('在售资费')],
    ],
    en: ({ data }) => [
      ['how much data is left', data],
      ['the last one', shows('On sale')],
    ],
  });
  transcript('points at a charge by part of its name', {
    'zh-CN': ({ bill }) => [
      ['上个月账单', bill(10)],
      ['为什么', says('explainCharge:which', { month: '2026年10月', total: '¥176.90' })],
      ['流量月包那个', shows('流量月包 10GB 月功能费', { 金额: '¥50.00', 所在账单: '2026年10月' })],
    ],
    en: ({ bill }) => [
      ['last month’s bill', bill(10)],
      ['why', says('explainCharge:which', { month: '2026-10', total: '¥176.90' })],
      [
        'the monthly data one',
        shows('Monthly Data 10 GB monthly fee', { Amount: '¥50.00', 'On the bill for': '2026-10' }),
      ],
    ],
  });
  transcript(
    'names one of the kinds of records by a part of its name',
    {
      'zh-CN': () => [
        ['查10月详单', says('itemisedRecords:askKind')],
        ['短信的', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
      ],
      en: () => [
        ['itemised records for October', says('itemisedRecords:askKind')],
        ['the SMS one', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
      ],
    },
    { hasOwnOperator: true },
  );
  transcript('asks for a place that the list does not have', {
    'zh-CN': ({ data, plan }) => [
      ['流量还剩多少', data],
      ['第九个', says('common:noSuchPlace', { count: 2 }, '我的套餐')],
      ['第一个', plan],
    ],
    en: ({ data, plan }) => [
      ['how much data is left', data],
      ['the 9th one', says('common:noSuchPlace', { count: 2 }, 'My plan')],
      ['the first one', plan],
    ],
  });
  transcript(
    'points at the card of an order by its place, and confirms nothing with it',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['第一个', says('change:said.unclear', { phrase: '确认办理' })],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['the first one', says('change:askMore')],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
});
