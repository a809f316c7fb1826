import type { Expected } from '../support/transcript.ts';
import { code, says, shows, taps, transcript } from '../support/transcript.ts';

const askCode = says('stepUp:ask.records', { number: '138****8001', minutes: 5 });

/** Back at a question, and it is said that this is where the talk was. */
const backTo =
  (question: string): Expected =>
  (talk) =>
    talk.bot.says('common:backTo', { question });

const month = {
  'zh-CN': '想查哪个月的详单？可以查本月和前 5 个月，不收费。',
  en: 'Records of which month? You can see this month and the five before, free of charge.',
};
const whichToCancel = {
  'zh-CN': '想退订哪一项？退订不需要理由。',
  en: 'Which one would you like to cancel? You need no reason.',
};

describe('a customer who asks something else in between', () => {
  transcript('while asked for a month, and is brought back', {
    'zh-CN': ({ data, balance }) => [
      ['查详单', says('itemisedRecords:askMonth')],
      ['流量还剩多少', data, backTo(month['zh-CN'])],
      ['查余额', balance, backTo(month['zh-CN'])],
      ['10月', says('itemisedRecords:askKind')],
    ],
    en: ({ data, balance }) => [
      ['itemised records', says('itemisedRecords:askMonth')],
      ['how much data is left', data, backTo(month.en)],
      ['my balance', balance, backTo(month.en)],
      ['October', says('itemisedRecords:askKind')],
    ],
  });
  transcript(
    'while a code is on its way, and the code still counts',
    {
      'zh-CN': ({ data }) => [
        ['查10月通话详单', askCode],
        ['流量还剩多少', data, says('identification:askCodeAgain')],
        [code(), shows('2026年10月详单合计：通话（138****8001）')],
      ],
      en: ({ data }) => [
        ['October call records', askCode],
        ['how much data is left', data, says('identification:askCodeAgain')],
        [code(), shows('Totals of 2026-10: Calls (138****8001)')],
      ],
    },
    { hasOwnOperator: true },
  );
  transcript(
    'while asked what to cancel, and nothing is cancelled by it',
    {
      'zh-CN': ({ data, card }) => [
        ['退订', says('cancelService:which')],
        ['流量还剩多少', data, backTo(whichToCancel['zh-CN'])],
        [taps('来电显示'), card('cancel')],
      ],
      en: ({ data, card }) => [
        ['cancel a service', says('cancelService:which')],
        ['how much data is left', data, backTo(whichToCancel.en)],
        [taps('Caller Display'), card('cancel')],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
  transcript(
    'with a card on the table, and the card waits',
    {
      'zh-CN': ({ balance, card }) => [
        ['换成99元套餐', card('changePlan')],
        ['查余额', balance, says('change:said.back', { product: '5G 畅享 99 元套餐' })],
        ['好的', says('change:said.soft', { phrase: '确认办理' })],
      ],
      en: ({ balance, card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['my balance', balance, says('change:said.back', { product: '5G Enjoy 99' })],
        ['ok', says('change:said.soft', { phrase: 'CONFIRM' })],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
  transcript(
    'with a card on the table, by a question that asks back',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['查详单', says('itemisedRecords:askMonth')],
        // A yes under another question shows the card again and takes nothing (§4.2).
        ['确认办理', card('changePlan')],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['itemised records', says('itemisedRecords:askMonth')],
        ['CONFIRM', card('changePlan')],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'disclosed'] },
  );
  transcript(
    'about a person, and is brought back',
    {
      'zh-CN': () => [
        ['查余额', says('identification:askNumber')],
        ['转人工', says('talkToPerson:hotline'), says('identification:askNumber')],
      ],
      en: () => [
        ['my balance', says('identification:askNumber')],
        ['talk to a person', says('talkToPerson:hotline'), says('identification:askNumber')],
      ],
    },
    { isKnown: false },
  );
});

describe('a customer who turns to another change with a card on the table', () => {
  transcript(
    'asks for the line to be suspended: the quote is put aside, and said so',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['停机', says('change:setAside', { product: '5G 畅享 99 元套餐' }), card('suspend')],
        ['好的', says('change:said.soft', { phrase: '确认办理' })],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['suspend my line', says('change:setAside', { product: '5G Enjoy 99' }), card('suspend')],
        ['ok', says('change:said.soft', { phrase: 'CONFIRM' })],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'superseded', 'disclosed'] },
  );
  transcript(
    'asks for a service to be cancelled',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['退订来电显示', says('change:setAside', { product: '5G 畅享 99 元套餐' }), card('cancel')],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        [
          'cancel Caller Display',
          says('change:setAside', { product: '5G Enjoy 99' }),
          card('cancel'),
        ],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'superseded', 'disclosed'] },
  );
  transcript(
    'after the first confirmation: its code confirms nothing any more',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['确认办理', ({ bot }) => void bot.shows()],
        ['停机', says('change:setAside', { product: '5G 畅享 99 元套餐' }), card('suspend')],
        [code(), says('change:said.codeTooEarly', { phrase: '确认办理' })],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['CONFIRM', ({ bot }) => void bot.shows()],
        ['suspend my line', says('change:setAside', { product: '5G Enjoy 99' }), card('suspend')],
        [code(), says('change:said.codeTooEarly', { phrase: 'CONFIRM' })],
      ],
    },
    {
      hasOwnOperator: true,
      events: ['disclosed', 'confirmedOnce', 'codeSent', 'superseded', 'disclosed'],
    },
  );
  transcript(
    'names the other in the same breath as a yes: nothing is taken',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['退订来电显示，确认办理', says('change:said.frozen', { phrase: '确认办理' })],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['cancel Caller Display and CONFIRM', says('change:said.frozen', { phrase: 'CONFIRM' })],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'frozen'] },
  );
  transcript(
    'only asks whether the line would be suspended, and the card stays',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['会停机吗', says('change:askMore')],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['will my line be suspended?', says('change:askMore')],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'] },
  );
});
