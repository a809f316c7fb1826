import type { Recognizer } from '../../ports/recognizer.ts';
import { says, taps, transcript } from '../support/transcript.ts';
import { world } from '../support/world.ts';

/** Words that the recogniser of these tests is unsure about, whatever it is trained with. */
const unsure: Readonly<Record<string, readonly [string, string]>> = {
  那个钱的事: ['checkBalance', 'checkBill'],
  'that money thing': ['checkBalance', 'checkBill'],
};

/** The real recogniser, but for the words above and for those that mean nothing. */
const recognizer: Recognizer = {
  async recognize(text, context) {
    const real = await (await world()).recognizer.recognize(text, context);
    if (text.startsWith('嗡嗡') || text.startsWith('bzzz'))
      return { ...real, intent: 'None', confidence: 0.9, ranking: [], entities: [] };
    const guesses = unsure[text];
    if (!guesses) return real;
    const [first, second] = guesses;
    const ranking = [
      { intent: first, confidence: 0.4 },
      { intent: second, confidence: 0.35 },
    ];
    return { ...real, intent: first, confidence: 0.4, ranking, entities: [] };
  },
};

describe('a customer who is not quite understood', () => {
  transcript(
    'is asked which of two was meant, and takes one',
    {
      'zh-CN': ({ bills }) => [
        ['那个钱的事', says('common:didYouMean', {}, '查余额', '查账单', '转人工')],
        ['第二个', bills],
      ],
      en: ({ bills }) => [
        [
          'that money thing',
          says('common:didYouMean', {}, 'My balance', 'My bills', 'Talk to a person'),
        ],
        ['the second one', bills],
      ],
    },
    { recognizer },
  );
  transcript(
    'is asked which of two was meant, and names it by half its name',
    {
      'zh-CN': ({ balance }) => [
        ['那个钱的事', says('common:didYouMean')],
        ['余额那个', balance],
      ],
      en: ({ balance }) => [
        ['that money thing', says('common:didYouMean')],
        ['the balance one', balance],
      ],
    },
    { recognizer },
  );
  transcript(
    'is asked which of two was meant, and wants both',
    {
      'zh-CN': ({ balance, bills }) => [
        ['那个钱的事', says('common:didYouMean')],
        ['两个都要', balance, says('common:next', { wish: '查账单' }), bills],
      ],
      en: ({ balance, bills }) => [
        ['that money thing', says('common:didYouMean')],
        ['both please', balance, says('common:next', { wish: 'My bills' }), bills],
      ],
    },
    { recognizer },
  );
  transcript(
    'meant neither, and is offered a person',
    {
      'zh-CN': () => [
        ['那个钱的事', says('common:didYouMean')],
        ['嗡嗡', says('common:stillNotUnderstood', {}, '转人工')],
      ],
      en: () => [
        ['that money thing', says('common:didYouMean')],
        ['bzzz', says('common:stillNotUnderstood', {}, 'Talk to a person')],
      ],
    },
    { recognizer },
  );
  transcript(
    'is not understood twice, and is offered a person',
    {
      'zh-CN': () => [
        ['嗡嗡', says('common:notUnderstood', {}, '查余额')],
        ['嗡嗡嗡', says('common:stillNotUnderstood', {}, '转人工')],
        [taps('转人工'), says('talkToPerson:hotline')],
      ],
      en: () => [
        ['bzzz', says('common:notUnderstood', {}, 'My balance')],
        ['bzzzz', says('common:stillNotUnderstood', {}, 'Talk to a person')],
        [taps('Talk to a person'), says('talkToPerson:hotline')],
      ],
    },
    { recognizer, isKnown: false },
  );
  transcript(
    'is understood in between, and starts afresh',
    {
      'zh-CN': ({ balance }) => [
        ['嗡嗡', says('common:notUnderstood')],
        ['查余额', balance],
        ['嗡嗡', says('common:notUnderstood')],
      ],
      en: ({ balance }) => [
        ['bzzz', says('common:notUnderstood')],
        ['my balance', balance],
        ['bzzz', says('common:notUnderstood')],
      ],
    },
    { recognizer },
  );
  transcript(
    'is asked the open question again, with a person at hand',
    {
      'zh-CN': () => [
        ['查详单', says('itemisedRecords:askMonth')],
        ['嗡嗡', says('common:notUnderstood', {}, '转人工'), says('itemisedRecords:askMonth')],
        ['嗡嗡', says('common:stillNotUnderstood', {}, '转人工'), says('itemisedRecords:askMonth')],
        ['10月', says('itemisedRecords:askKind')],
      ],
      en: () => [
        ['itemised records', says('itemisedRecords:askMonth')],
        [
          'bzzz',
          says('common:notUnderstood', {}, 'Talk to a person'),
          says('itemisedRecords:askMonth'),
        ],
        [
          'bzzz',
          says('common:stillNotUnderstood', {}, 'Talk to a person'),
          says('itemisedRecords:askMonth'),
        ],
        ['October', says('itemisedRecords:askKind')],
      ],
    },
    { recognizer },
  );
});
