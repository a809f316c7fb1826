import { code, says, shows, speaks, transcript } from '../support/transcript.ts';

const askCode = says('identification:askCode', { number: '138****8001', minutes: 5 });

describe('a customer whose sentence only holds a word of command', () => {
  transcript(
    'does not want the plan cancelled',
    {
      'zh-CN': ({ plan }) => [
        ['我的套餐', plan],
        ['不要取消我的套餐', says('common:leftAsIs')],
      ],
      en: ({ plan }) => [
        ['my plan', plan],
        ["please don't cancel my plan", says('common:leftAsIs')],
      ],
    },
    { events: [] },
  );
  transcript(
    'does not want the line suspended',
    {
      'zh-CN': () => [['千万别停机', says('common:leftAsIs')]],
      en: () => [['do not suspend my line', says('common:leftAsIs')]],
    },
    { events: [] },
  );
  transcript(
    'changes their mind while asked what to cancel',
    {
      'zh-CN': () => [
        ['退订', says('cancelService:which')],
        ['不要退订来电显示', says('common:leftAsIs')],
        ['取消', says('common:nothingToCancel')],
      ],
      en: () => [
        ['cancel a service', says('cancelService:which')],
        ["don't cancel Caller Display", says('common:leftAsIs')],
        ['cancel', says('common:nothingToCancel')],
      ],
    },
    { events: [] },
  );
  transcript(
    'wants nothing suspended while asked for the number, and is asked for it again',
    {
      'zh-CN': () => [
        ['查余额', says('identification:askNumber')],
        ['别停机', says('common:leftAsIs'), says('identification:askNumber')],
      ],
      en: () => [
        ['my balance', says('identification:askNumber')],
        ["don't suspend my line", says('common:leftAsIs'), says('identification:askNumber')],
      ],
    },
    { isKnown: false, events: [] },
  );
  transcript(
    'wants a service cancelled, which is no command to stop',
    {
      'zh-CN': ({ card }) => [['取消来电显示', card('cancel')]],
      en: ({ card }) => [['cancel Caller Display', card('cancel')]],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
  transcript(
    'does not want the card’s plan cancelled: nothing is confirmed, nothing is lost',
    {
      'zh-CN': ({ card }) => [
        ['退订来电显示', card('cancel')],
        ['不要取消我的套餐', says('change:said.frozen', { phrase: '确认退订' })],
      ],
      en: ({ card }) => [
        ['cancel Caller Display', card('cancel')],
        ["don't cancel my plan", says('change:said.frozen', { phrase: 'CONFIRM' })],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'frozen'] },
  );
});

describe('a customer who cancels', () => {
  transcript(
    'while asked for the number',
    {
      'zh-CN': () => [
        ['查余额', says('identification:askNumber')],
        ['取消', says('common:cancelled')],
        ['取消', says('common:nothingToCancel')],
      ],
      en: () => [
        ['my balance', says('identification:askNumber')],
        ['cancel', says('common:cancelled')],
        ['cancel', says('common:nothingToCancel')],
      ],
    },
    { isKnown: false },
  );
  transcript('while asked for a month, for something else at once', {
    'zh-CN': ({ balance }) => [
      ['查详单', says('itemisedRecords:askMonth')],
      ['算了，查余额吧', balance],
      ['取消', says('common:nothingToCancel')],
    ],
    en: ({ balance }) => [
      ['itemised records', says('itemisedRecords:askMonth')],
      ['never mind, show my balance', balance],
      ['cancel', says('common:nothingToCancel')],
    ],
  });
});

describe('a customer who wants it repeated', () => {
  transcript('repeats the last answer, also after thanks', {
    'zh-CN': ({ bill }) => [
      ['9月的账单', bill(9)],
      ['谢谢', says('thank:text', { operator: '明白通信' })],
      ['再说一遍', bill(9)],
      ['那10月呢', bill(10)],
    ],
    en: ({ bill }) => [
      ['bill for September', bill(9)],
      ['thanks', says('thank:text', { operator: 'Mingbai Telecom' })],
      ['repeat', bill(9)],
      ['and October?', bill(10)],
    ],
  });
  transcript('repeats the open question, not the answer before it', {
    'zh-CN': ({ balance }) => [
      ['查余额', balance],
      ['查10月详单', says('itemisedRecords:askKind')],
      ['再说一遍', says('itemisedRecords:askKind')],
    ],
    en: ({ balance }) => [
      ['my balance', balance],
      ['itemised records for October', says('itemisedRecords:askKind')],
      ['say that again', says('itemisedRecords:askKind')],
    ],
  });
  transcript(
    'repeats the card of an order as it stands',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['再说一遍', card('changePlan')],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['repeat', card('changePlan')],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'disclosed'] },
  );
});

describe('a customer who switches the language', () => {
  transcript('while asked for a month, and it sticks', {
    'zh-CN': () => [
      ['查详单', says('itemisedRecords:askMonth')],
      ['English', speaks('en'), says('common:languageSwitched'), says('itemisedRecords:askMonth')],
      ['10月', says('itemisedRecords:askKind', {}, 'Calls')],
      [
        '说中文',
        speaks('zh-CN'),
        says('common:languageSwitched'),
        says('itemisedRecords:askKind', {}, '通话'),
      ],
    ],
    en: () => [
      ['itemised records', says('itemisedRecords:askMonth')],
      [
        '说中文',
        speaks('zh-CN'),
        says('common:languageSwitched'),
        says('itemisedRecords:askMonth'),
      ],
      ['October', says('itemisedRecords:askKind', {}, '通话')],
      [
        'English please',
        speaks('en'),
        says('common:languageSwitched'),
        says('itemisedRecords:askKind', {}, 'Calls'),
      ],
    ],
  });
  transcript(
    'while a code is on its way',
    {
      'zh-CN': () => [
        ['查余额', says('identification:askNumber')],
        ['13800138001', askCode],
        [
          'English',
          speaks('en'),
          says('common:languageSwitched'),
          says('identification:askCodeAgain'),
        ],
        [
          code(),
          says('identification:done', { number: '138****8001' }),
          shows('Balance (138****8001)'),
        ],
      ],
      en: () => [
        ['my balance', says('identification:askNumber')],
        ['13800138001', askCode],
        [
          '切换中文',
          speaks('zh-CN'),
          says('common:languageSwitched'),
          says('identification:askCodeAgain'),
        ],
        [
          code(),
          says('identification:done', { number: '138****8001' }),
          shows('话费余额（138****8001）'),
        ],
      ],
    },
    { isKnown: false, hasOwnOperator: true },
  );
  transcript(
    'in the middle of an order: the card comes in the other language, unconfirmed',
    {
      'zh-CN': () => [
        ['换成99元套餐', shows('变更套餐（请看清再确认）')],
        [
          'English',
          speaks('en'),
          says('common:languageSwitched'),
          shows('Plan change (please read before you confirm)'),
        ],
        ['yes', says('change:said.soft', { phrase: 'CONFIRM' })],
      ],
      en: () => [
        ['change my plan to 5G Enjoy 99', shows('Plan change (please read before you confirm)')],
        [
          '中文',
          speaks('zh-CN'),
          says('common:languageSwitched'),
          shows('变更套餐（请看清再确认）'),
        ],
        ['好的', says('change:said.soft', { phrase: '确认办理' })],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'disclosed'] },
  );
  transcript('after an answer, and asks for it again', {
    'zh-CN': () => [
      ['9月的账单', shows('2026年9月账单（138****8001）')],
      ['英文', speaks('en'), says('common:languageSwitched')],
      ['再说一遍', shows('Bill for 2026-9 (138****8001)', { Total: '¥176.80' })],
    ],
    en: () => [
      ['bill for September', shows('Bill for 2026-9 (138****8001)')],
      ['中文', speaks('zh-CN'), says('common:languageSwitched')],
      ['repeat', shows('2026年9月账单（138****8001）', { 合计: '¥176.80' })],
    ],
  });
});
