import assert from 'node:assert/strict';
import type { Recognizer } from '../../ports/recognizer.ts';
import type { Conversation } from '../support/talk.ts';
import { after, says, shows, transcript, waits } from '../support/transcript.ts';
import { world } from '../support/world.ts';

/** The real recogniser, but half a phrase means nothing to it, whatever it is trained with. */
const unmoved: Recognizer = {
  async recognize(text, context) {
    const real = await (await world()).recognizer.recognize(text, context);
    const isHalf = ['CON', 'FIRM', '确认', '办理'].includes(text);
    return isHalf ? { ...real, intent: 'None', confidence: 0.9, ranking: [] } : real;
  },
};

/** Sent one behind the other, faster than they are answered. */
const atOnce = (first: string, second: string) => ({
  async does({ customer }: Conversation) {
    await Promise.all([customer.sends(first), customer.says(second)]);
  },
});

/** Which plans to compare. */
const asks = ({ bot }: Conversation) => assert.match(bot.shows().text ?? '', /129/);

describe('a customer who sends a request in pieces', () => {
  transcript('sends both pieces before the first is read', {
    'zh-CN': ({ balance }) => [[atOnce('帮我查一下', '余额'), balance]],
    en: ({ balance }) => [[atOnce('can you show me my', 'balance'), balance]],
  });
  transcript('sends two pieces within two seconds: read as one', {
    'zh-CN': ({ bill }) => [['我想查一下上个月的，'], [after(1900, '账单'), bill(10)]],
    en: ({ bill }) => [['show me the'], [after(1900, 'bill for September'), bill(9)]],
  });
  transcript('sends three pieces', {
    'zh-CN': ({ balance }) => [
      ['请问'],
      [after(1500, '帮我查一下')],
      [after(1500, '余额'), balance],
    ],
    en: ({ balance }) => [
      ['hmm um'],
      [after(1500, 'can you show me my')],
      [after(1500, 'balance'), balance],
    ],
  });
  transcript('says only “I want to”, and is asked to go on after two seconds', {
    'zh-CN': () => [['我想'], [waits(1900)], [waits(200), says('common:goOn', {}, '查余额')]],
    en: () => [['I want to'], [waits(1900)], [waits(200), says('common:goOn', {}, 'My balance')]],
  });
  transcript('breaks off a request that is clear anyway: answered after two seconds', {
    'zh-CN': ({ bill }) => [['查一下9月的账单，'], [waits(2100), bill(9)]],
    en: ({ bill }) => [['show me the bill for September and'], [waits(2100), bill(9)]],
  });
  transcript('thinks aloud over an open question: it is asked again at once', {
    'zh-CN': () => [
      ['对比一下套餐', asks],
      ['嗯', says('common:notUnderstood'), asks],
      [waits(3000)],
    ],
    en: () => [['compare plans', asks], ['hmm', says('common:notUnderstood'), asks], [waits(3000)]],
  });
  transcript('goes on much later: read apart', {
    'zh-CN': ({ balance }) => [
      ['我想'],
      [waits(2100), says('common:goOn')],
      [after(10_000, '余额'), balance],
    ],
    en: ({ balance }) => [
      ['I want to'],
      [waits(2100), says('common:goOn')],
      [after(10_000, 'my balance'), balance],
    ],
  });
  transcript(
    'begins and then wants a person: that is heard at once',
    {
      'zh-CN': () => [['我想'], [after(500, '转人工'), says('talkToPerson:hotline')]],
      en: () => [['I want to'], [after(500, 'talk to a person'), says('talkToPerson:hotline')]],
    },
    { isKnown: false },
  );
  transcript('sends a whole request: nothing is waited for', {
    'zh-CN': ({ balance }) => [['查余额', balance], [waits(3000)]],
    en: ({ balance }) => [['my balance', balance], [waits(3000)]],
  });
  transcript(
    'sends the phrase of a card in two pieces: that confirms nothing',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['确认', says('change:said.soft', { phrase: '确认办理' })],
        [after(500, '办理'), says('change:said.soft', { phrase: '确认办理' })],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['CON', says('change:said.unclear', { phrase: 'CONFIRM' })],
        [after(500, 'FIRM'), says('change:said.unclear', { phrase: 'CONFIRM' })],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed'], recognizer: unmoved },
  );
  transcript(
    'begins a piece before the card and ends it after: the card hears it alone',
    {
      'zh-CN': ({ card }) => [
        ['换成99元套餐', card('changePlan')],
        ['我想', ({ bot }) => void bot.shows()],
        [after(500, '确认办理'), shows(undefined)],
      ],
      en: ({ card }) => [
        ['change my plan to 5G Enjoy 99', card('changePlan')],
        ['I want to', ({ bot }) => void bot.shows()],
        [after(500, 'CONFIRM'), shows(undefined)],
      ],
    },
    { hasOwnOperator: true, events: ['disclosed', 'confirmedOnce', 'codeSent'] },
  );
});
