import { code, says, shows, taps, transcript } from '../support/transcript.ts';

describe('a customer who corrects an answer', () => {
  transcript('corrects the month after the answer', {
    'zh-CN': ({ bill }) => [
      ['上个月账单', bill(10)],
      ['不是，我说的是9月', bill(9)],
    ],
    en: ({ bill }) => [
      ['my bill for last month', bill(10)],
      ['no, I meant September', bill(9)],
    ],
  });
  transcript('names the wrong month and the right one', {
    'zh-CN': ({ bill }) => [
      ['9月的账单', bill(9)],
      ['不是9月，是10月', bill(10)],
    ],
    en: ({ bill }) => [
      ['bill for September', bill(9)],
      ['not September, October', bill(10)],
    ],
  });
  transcript('corrects twice, and the second correction counts', {
    'zh-CN': ({ bill }) => [
      ['这个月账单', bill(11)],
      ['说错了，9月的', bill(9)],
      ['不对不对，是10月', bill(10)],
    ],
    en: ({ bill }) => [
      ['this month’s bill', bill(11)],
      ['sorry, September', bill(9)],
      ['no wait, October', bill(10)],
    ],
  });
  transcript('wanted another resource', {
    'zh-CN': ({ data, calls }) => [
      ['流量还剩多少', data],
      ['不是，我问的是通话', calls],
    ],
    en: ({ data, calls }) => [
      ['how much data is left', data],
      ['no, I meant minutes', calls],
    ],
  });
  transcript('wanted something else altogether', {
    'zh-CN': ({ data, balance }) => [
      ['流量还剩多少', data],
      ['你理解错了，我要查余额', balance],
    ],
    en: ({ data, balance }) => [
      ['how much data is left', data],
      ['no, I wanted to see my balance', balance],
    ],
  });
  transcript('wanted the bill, and of the month spoken of', {
    'zh-CN': ({ bill }) => [
      ['9月的账单', bill(9)],
      ['查余额', shows('话费余额（138****8001）')],
      ['不是，我要看账单', shows('最近的账单（138****8001）')],
    ],
    en: ({ bill }) => [
      ['bill for September', bill(9)],
      ['check my balance', shows('Balance (138****8001)')],
      ['no, I meant my bills', shows('Recent bills (138****8001)')],
    ],
  });
  transcript('meant another charge', {
    'zh-CN': ({ callerDisplay }) => [
      ['为什么扣我流量月包的钱', shows('流量月包 10GB 月功能费', { 金额: '¥50.00' })],
      ['不是，我说的是来电显示', callerDisplay],
    ],
    en: ({ callerDisplay }) => [
      [
        'why was I charged for Monthly Data',
        shows('Monthly Data 10 GB monthly fee', { Amount: '¥50.00' }),
      ],
      ['no, I meant Caller Display', callerDisplay],
    ],
  });
  transcript('meant another plan’s price', {
    'zh-CN': () => [
      ['129套餐多少钱', shows('5G 畅享 129 元套餐', { 资费: '套餐月费 ¥129.00/月' })],
      ['不是，我说的是199的', shows('5G 尊享 199 元套餐', { 资费: '套餐月费 ¥199.00/月' })],
    ],
    en: () => [
      ['how much is 5G Enjoy 129', shows('5G Enjoy 129')],
      ['no, I meant the 199', shows('5G Premium 199')],
    ],
  });
  transcript('says only that it was wrong, and is asked what was meant', {
    'zh-CN': ({ data }) => [
      ['流量还剩多少', data],
      ['不对', says('common:misunderstood', {}, '查账单', '转人工')],
    ],
    en: ({ data }) => [
      ['how much data is left', data],
      ['that’s wrong', says('common:misunderstood', {}, 'My bills', 'Talk to a person')],
    ],
  });
});

describe('a customer who corrects an answer that is still being collected', () => {
  transcript(
    'takes back the month while asked for the kind',
    {
      'zh-CN': () => [
        ['查9月详单', says('itemisedRecords:askKind')],
        ['不对，10月的', says('itemisedRecords:askKind')],
        ['通话', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
        [code(), shows('2026年10月详单合计：通话（138****8001）')],
      ],
      en: () => [
        ['itemised records for September', says('itemisedRecords:askKind')],
        ['no, October', says('itemisedRecords:askKind')],
        ['calls', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
        [code(), shows('Totals of 2026-10: Calls (138****8001)')],
      ],
    },
    { hasOwnOperator: true },
  );
  transcript(
    'takes back the month while a code is on its way',
    {
      'zh-CN': () => [
        ['查9月通话详单', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
        ['不对，10月的', says('common:noted'), says('identification:askCodeAgain')],
        [code(), shows('2026年10月详单合计：通话（138****8001）')],
      ],
      en: () => [
        [
          'September call records',
          says('stepUp:ask.records', { number: '138****8001', minutes: 5 }),
        ],
        ['no, October', says('common:noted'), says('identification:askCodeAgain')],
        [code(), shows('Totals of 2026-10: Calls (138****8001)')],
      ],
    },
    { hasOwnOperator: true },
  );
  transcript(
    'corrects what to cancel before anything is quoted',
    {
      'zh-CN': ({ card }) => [
        ['退订', says('cancelService:which', {}, '来电显示', '流量月包 10GB')],
        ['不是那个，我说的是来电显示', card('cancel')],
      ],
      en: ({ card }) => [
        ['cancel a service', says('cancelService:which', {}, 'Caller Display')],
        ['sorry, I meant Caller Display', card('cancel')],
      ],
    },
    { events: ['disclosed'], hasOwnOperator: true },
  );
  transcript(
    'says which one by its place, corrected',
    {
      'zh-CN': () => [
        ['查详单', says('itemisedRecords:askMonth')],
        ['不是，第二个', says('itemisedRecords:askKind')],
        [taps('短信'), says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
      ],
      en: () => [
        ['itemised records', says('itemisedRecords:askMonth')],
        ['no, the second one', says('itemisedRecords:askKind')],
        [taps('SMS'), says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
      ],
    },
    { hasOwnOperator: true },
  );
});

describe('a customer who says more than was asked', () => {
  transcript(
    'answers month and kind at once',
    {
      'zh-CN': () => [
        ['查详单', says('itemisedRecords:askMonth')],
        ['9月的，通话', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
        [code(), shows('2026年9月详单合计：通话（138****8001）')],
      ],
      en: () => [
        ['itemised records', says('itemisedRecords:askMonth')],
        ['September calls', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
        [code(), shows('Totals of 2026-9: Calls (138****8001)')],
      ],
    },
    { hasOwnOperator: true },
  );
  transcript(
    'answers the later question first',
    {
      'zh-CN': () => [
        ['查详单', says('itemisedRecords:askMonth')],
        ['通话的', says('itemisedRecords:askMonth')],
        ['10月', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
      ],
      en: () => [
        ['itemised records', says('itemisedRecords:askMonth')],
        ['the calls', says('itemisedRecords:askMonth')],
        ['October', says('stepUp:ask.records', { number: '138****8001', minutes: 5 })],
      ],
    },
    { hasOwnOperator: true },
  );
  transcript(
    'gives number and month when asked for the number',
    {
      'zh-CN': ({ bill }) => [
        ['查账单', says('identification:askNumber')],
        [
          '13800138001，要9月的',
          says('identification:askCode', { number: '138****8001', minutes: 5 }),
        ],
        [code(), says('identification:done', { number: '138****8001' }), bill(9)],
      ],
      en: ({ bill }) => [
        ['show my bill', says('identification:askNumber')],
        [
          '13800138001, for September',
          says('identification:askCode', { number: '138****8001', minutes: 5 }),
        ],
        [code(), says('identification:done', { number: '138****8001' }), bill(9)],
      ],
    },
    { isKnown: false, hasOwnOperator: true },
  );
  transcript(
    'asks for a month in the very first sentence, and is not asked for it again',
    {
      'zh-CN': ({ bill }) => [
        [
          '我的号码是13800138001，查一下9月账单',
          says('identification:askCode', { number: '138****8001', minutes: 5 }),
        ],
        [code(), says('identification:done', { number: '138****8001' }), bill(9)],
      ],
      en: ({ bill }) => [
        [
          'my number is 13800138001, show the bill for September',
          says('identification:askCode', { number: '138****8001', minutes: 5 }),
        ],
        [code(), says('identification:done', { number: '138****8001' }), bill(9)],
      ],
    },
    { isKnown: false, hasOwnOperator: true },
  );
});
