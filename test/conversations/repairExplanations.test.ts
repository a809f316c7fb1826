import { code, says, shows, text, transcript } from '../support/transcript.ts';

describe('a customer who asks why', () => {
  transcript('after a bill: the items of that very bill', {
    'zh-CN': ({ bill, callerDisplay }) => [
      ['9月的账单', bill(9)],
      [
        '为什么这么多',
        says(
          'explainCharge:which',
          { month: '2026年9月', total: '¥176.80' },
          '来电显示 月功能费 ¥6.00',
        ),
      ],
      ['第二个', callerDisplay],
    ],
    en: ({ bill, callerDisplay }) => [
      ['bill for September', bill(9)],
      [
        'why so much?',
        says(
          'explainCharge:which',
          { month: '2026-9', total: '¥176.80' },
          'Caller Display monthly fee ¥6.00',
        ),
      ],
      ['the second one', callerDisplay],
    ],
  });
  transcript('after a single charge: where it comes from', {
    'zh-CN': ({ callerDisplay }) => [
      ['为什么扣我来电显示的钱', callerDisplay],
      ['为什么', says('explainCharge:why', {}, '已订业务', '转人工')],
    ],
    en: ({ callerDisplay }) => [
      ['why was I charged for Caller Display', callerDisplay],
      ['how come', says('explainCharge:why', {}, 'My subscriptions', 'Talk to a person')],
    ],
  });
  transcript('after the balance: what was charged this month', {
    'zh-CN': ({ balance, bill }) => [
      ['查余额', balance],
      ['怎么这么少', bill(11)],
    ],
    en: ({ balance, bill }) => [
      ['my balance', balance],
      ['why so little?', bill(11)],
    ],
  });
  transcript('after the usage: how it is recorded', {
    'zh-CN': ({ data }) => [
      ['流量还剩多少', data],
      ['怎么回事', says('checkUsage:why', {}, '查详单')],
    ],
    en: ({ data }) => [
      ['how much data is left', data],
      ['why is that', says('checkUsage:why', {}, 'Itemised records')],
    ],
  });
  transcript('after the early termination fee: what it is for', {
    'zh-CN': ({ contract }) => [
      ['违约金多少', contract],
      ['凭什么', says('checkContract:why', {}, '我的电子协议')],
    ],
    en: ({ contract }) => [
      ['early termination fee', contract],
      ['why', says('checkContract:why', {}, 'My agreement')],
    ],
  });
  transcript('after a refused order: the reason of the refusal, not of a bill', {
    'zh-CN': () => [
      ['订购来电显示', says('change:refusal.alreadyHeld')],
      ['为什么', says('change:why.alreadyHeld', {}, '转人工')],
    ],
    en: () => [
      ['order Caller Display', says('change:refusal.alreadyHeld')],
      ['why not', says('change:why.alreadyHeld', {}, 'Talk to a person')],
    ],
  });
  transcript('after a refused plan change, and then of the next answer', {
    'zh-CN': ({ data }) => [
      ['换成129套餐', says('change:refusal.samePlan')],
      ['怎么不能办', says('change:why.samePlan')],
      ['流量还剩多少', data],
      ['为什么', says('checkUsage:why')],
    ],
    en: ({ data }) => [
      ['change my plan to 5G Enjoy 129', says('change:refusal.samePlan')],
      ["why can't I", says('change:why.samePlan')],
      ['how much data is left', data],
      ['why', says('checkUsage:why')],
    ],
  });
  transcript('after being told that records are nobody else’s', {
    'zh-CN': () => [
      ['我老公的详单', says('itemisedRecords:whose.other')],
      ['凭什么', says('itemisedRecords:why')],
    ],
    en: () => [
      ['my husband’s call records', says('itemisedRecords:whose.other')],
      ['why not', says('itemisedRecords:why')],
    ],
  });
  transcript('after being told what the bot cannot do', {
    'zh-CN': () => [
      ['携号转网', says('notHereYet:wish.portOut')],
      ['为什么不行', says('notHereYet:why', {}, '转人工')],
    ],
    en: () => [
      ['port out my number', says('notHereYet:wish.portOut')],
      ['why not', says('notHereYet:why', {}, 'Talk to a person')],
    ],
  });
  transcript(
    'while asked for the number, and is asked for it again',
    {
      'zh-CN': () => [
        ['查余额', says('identification:askNumber')],
        ['为什么', says('common:whyCode'), says('identification:askNumber')],
      ],
      en: () => [
        ['my balance', says('identification:askNumber')],
        ['why?', says('common:whyCode'), says('identification:askNumber')],
      ],
    },
    { isKnown: false },
  );
  transcript(
    'while a card lies on the table: about the card',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['为什么', says('change:askMore')],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['why', says('change:askMore')],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
});

describe('a customer who does not understand', () => {
  transcript('a bill: total and largest item, the same figures', {
    'zh-CN': ({ bill }) => [
      ['上个月账单', bill(10)],
      [
        '没看懂，说简单点',
        text(
          '简单说：2026年10月一共 ¥176.90，已交清。最大的一项是5G 畅享 129 元套餐 套餐月费 ¥129.00。',
        ),
      ],
      ['再说一遍', bill(10)],
    ],
    en: ({ bill }) => [
      ['last month’s bill', bill(10)],
      [
        "I don't understand",
        text(
          'In short: 2026-10 came to ¥176.90 (Paid). The largest item is 5G Enjoy 129 plan monthly fee, ¥129.00.',
        ),
      ],
      ['repeat', bill(10)],
    ],
  });
  transcript('the usage', {
    'zh-CN': ({ data }) => [
      ['流量还剩多少', data],
      ['说简单点', text('简单说：国内通用流量：剩余 3.32 GB。2026-12-01 00:00 重新计算。')],
    ],
    en: ({ data }) => [
      ['how much data is left', data],
      [
        'in plain English please',
        text('In short: National data: 3.32 GB left. It starts anew on 2026-12-01 00:00.'),
      ],
    ],
  });
  transcript('the balance', {
    'zh-CN': ({ balance }) => [
      ['查余额', balance],
      ['什么意思？', text('简单说：现在有 ¥120.00。下次要扣月费 ¥185.00，不够，预计还差 ¥65.00。')],
    ],
    en: ({ balance }) => [
      ['my balance', balance],
      [
        'what does that mean?',
        text(
          'In short: You have ¥120.00. The next monthly fees are ¥185.00; that is not enough, about ¥65.00 will be missing.',
        ),
      ],
    ],
  });
  transcript('the contract', {
    'zh-CN': ({ contract }) => [
      ['合约什么时候到期', contract],
      [
        '太复杂了',
        text(
          '简单说：5G 畅享 129 元套餐的合约期是 2025-09-01 至 2027-08-31。今天解约要付 ¥387.00。',
        ),
      ],
    ],
    en: ({ contract }) => [
      ['when does my contract end', contract],
      [
        "it's too complicated",
        text(
          'In short: The contract of 5G Enjoy 129 runs 2025-09-01 to 2027-08-31. Leaving today costs ¥387.00.',
        ),
      ],
    ],
  });
  transcript('the list of subscriptions', {
    'zh-CN': () => [
      ['我订了哪些业务', shows('已订业务（138****8001），共 3 项')],
      [
        '看不懂',
        text(
          '简单说：您一共订了 3 项：5G 畅享 129 元套餐 ¥129.00/月；流量月包 10GB ¥50.00/月；来电显示 ¥6.00/月。',
        ),
      ],
    ],
    en: () => [
      ['what have I subscribed to', shows('Subscriptions (138****8001), 3 in all')],
      [
        'simpler please',
        text(
          'In short: You have 3: 5G Enjoy 129 ¥129.00 a month; Monthly Data 10 GB ¥50.00 a month; Caller Display ¥6.00 a month.',
        ),
      ],
    ],
  });
  transcript('a comparison, and the second plan is still the second', {
    'zh-CN': () => [
      ['129和199哪个好', shows('套餐比较')],
      [
        '没听懂',
        text(
          '简单说：5G 畅享 129 元套餐：套餐月费 ¥129.00/月；5G 尊享 199 元套餐：套餐月费 ¥199.00/月。',
        ),
      ],
      ['第二个', shows('5G 尊享 199 元套餐')],
    ],
    en: () => [
      ['compare 129 and 199', shows('Plans compared')],
      [
        'can you explain it in simple words',
        text(
          'In short: 5G Enjoy 129: Plan monthly fee ¥129.00 a month; 5G Premium 199: Plan monthly fee ¥199.00 a month.',
        ),
      ],
      ['the second one', shows('5G Premium 199')],
    ],
  });
  transcript('a question of the bot', {
    'zh-CN': () => [
      ['查详单', says('itemisedRecords:askMonth')],
      ['没看懂', says('common:plain.question'), says('itemisedRecords:askMonth', {}, '2026年10月')],
    ],
    en: () => [
      ['itemised records', says('itemisedRecords:askMonth')],
      [
        'what do you mean',
        says('common:plain.question'),
        says('itemisedRecords:askMonth', {}, '2026-10'),
      ],
    ],
  });
  transcript('a refusal', {
    'zh-CN': () => [
      ['订购来电显示', says('change:refusal.alreadyHeld')],
      ['没看懂', says('change:why.alreadyHeld')],
    ],
    en: () => [
      ['order Caller Display', says('change:refusal.alreadyHeld')],
      ['I do not understand that', says('change:why.alreadyHeld')],
    ],
  });
  transcript(
    'totals that took a code: nothing is shown again without another',
    {
      'zh-CN': () => [
        ['查10月通话详单', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
        [code(), shows('2026年10月详单合计：通话（138****8001）')],
        ['说简单点', says('common:plain.guarded', {}, '重新查看')],
      ],
      en: () => [
        ['October call records', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
        [code(), shows('Totals of 2026-10: Calls (138****8001)')],
        ['simpler please', says('common:plain.guarded', {}, 'Show again')],
      ],
    },
    { hasOwnOperator: true },
  );
  transcript(
    'a card: its main figures as they stand there, and the quote stays open',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        [
          '没看懂，说简单点',
          shows(undefined, {
            月费: '套餐月费 ¥99.00/月',
            违约金: '今天办理会结束现有合约，违约金 ¥387.00',
          }),
        ],
        ['可以', says('change:said.soft', { phrase: '确认办理' })],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        [
          "I don't understand",
          shows(undefined, { 'Monthly fee': 'Plan monthly fee ¥99.00/month' }),
        ],
        ['fine', says('change:said.soft', { phrase: 'CONFIRM' })],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
  transcript('with nothing said before: help', {
    'zh-CN': () => [['没看懂', says('help:text', { operator: '明白通信' })]],
    en: () => [["I don't understand", says('help:text', { operator: 'Mingbai Telecom' })]],
  });
});
