import { code, says, shows, transcript } from '../support/transcript.ts';

const askCode = says('identification:askCode', { number: '138****8001', minutes: 5 });
const proved = says('identification:done', { number: '138****8001' });

describe('a customer who asks for two things at once', () => {
  transcript('asks for balance and last bill', {
    'zh-CN': ({ balance, bill }) => [['查余额，再看看上个月账单', balance, bill(10)]],
    en: ({ balance, bill }) => [['show my balance, then last month’s bill', balance, bill(10)]],
  });
  transcript('asks for two things with one “and”', {
    'zh-CN': ({ balance, bill }) => [['查余额和上个月账单', balance, bill(10)]],
    en: ({ balance, data }) => [['what’s my balance and how much data is left', balance, data]],
  });
  transcript('asks for two months of the same', {
    'zh-CN': ({ bill }) => [['9月和10月的账单', bill(9), bill(10)]],
    en: ({ bill }) => [['September and October bills', bill(9), bill(10)]],
  });
  transcript('asks for two resources of the same', {
    'zh-CN': ({ data, calls }) => [['流量和通话还剩多少', data, calls]],
    en: ({ data, calls }) => [['how much data and minutes do I have left', data, calls]],
  });
  transcript('greets before asking', {
    'zh-CN': ({ balance }) => [['你好，查余额', balance]],
    en: ({ balance }) => [['hello, show my balance', balance]],
  });
  transcript(
    'asks for two things before the number is proved',
    {
      'zh-CN': ({ balance, bill }) => [
        ['查余额和上个月账单', says('identification:askNumber')],
        ['13800138001', askCode],
        [code(), proved, balance, says('common:next', { wish: '查账单' }), bill(10)],
      ],
      en: ({ balance, bill }) => [
        ['show my balance and last month’s bill', says('identification:askNumber')],
        ['13800138001', askCode],
        [code(), proved, balance, says('common:next', { wish: 'My bills' }), bill(10)],
      ],
    },
    { isKnown: false, hasOwnOperator: true },
  );
  transcript(
    'drops the second with the first',
    {
      'zh-CN': ({ plan }) => [
        ['查余额和上个月账单', says('identification:askNumber')],
        ['取消', says('common:cancelled')],
        ['13800138001', askCode],
        [code(), proved, says('identify:known', { number: '138****8001' })],
        ['我的套餐', plan],
      ],
      en: ({ plan }) => [
        ['show my balance and last month’s bill', says('identification:askNumber')],
        ['cancel', says('common:cancelled')],
        ['13800138001', askCode],
        [code(), proved, says('identify:known', { number: '138****8001' })],
        ['my plan', plan],
      ],
    },
    { isKnown: false, hasOwnOperator: true },
  );
  transcript('compares two plans, which is one request', {
    'zh-CN': () => [['129和199哪个好', shows('套餐比较')]],
    en: () => [['compare 129 and 199', shows('Plans compared')]],
  });
});

describe('a customer who asks for a change and something else', () => {
  transcript(
    'gets the answer first and the card last, and nothing is ordered',
    {
      'zh-CN': ({ balance, card }) => [['换成99套餐，另外看下余额', balance, card('changePlan')]],
      en: ({ balance, card }) => [
        ['order Video Ringback and show my balance', balance, card('order')],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
  transcript(
    'wants two changes: the second waits until the first is declined',
    {
      'zh-CN': ({ card }) => [
        ['换成99套餐，退订来电显示', card('changePlan')],
        [
          '不办了',
          says('change:cancelled'),
          says('common:next', { wish: '退订业务' }),
          card('cancel'),
        ],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99, then cancel Caller Display', card('changePlan')],
        [
          'no thanks',
          says('change:cancelled'),
          says('common:next', { wish: 'Cancel a service' }),
          card('cancel'),
        ],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'cancelled', 'disclosed'] },
  );
  transcript(
    'confirms in the same breath: the card is shown, and only shown',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐，确认办理', card('changePlan')],
        ['好的', says('change:said.soft', { phrase: '确认办理' })],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99, CONFIRM', card('changePlan')],
        ['ok', says('change:said.soft', { phrase: 'CONFIRM' })],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
  transcript(
    'asks two things while a card lies on the table, and the card stays',
    {
      'zh-CN': ({ card, balance, data }) => [
        ['换成99元套餐', card('changePlan')],
        [
          '查余额，再看看流量还剩多少',
          balance,
          data,
          says('change:said.back', { product: '5G 畅享 99 元套餐' }),
        ],
      ],
      en: ({ card, balance, data }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        [
          'show my balance, then how much data is left',
          balance,
          data,
          says('change:said.back', { product: '5G Enjoy 99' }),
        ],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
});
