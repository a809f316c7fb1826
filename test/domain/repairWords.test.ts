import assert from 'node:assert/strict';
import { labelHolding, nameOfChoice, placeSaid } from '../../domain/choiceWords.ts';
import {
  asksPlainer,
  asksWhy,
  correctionIn,
  ellipsisIn,
  isDenial,
  wantsNothingChanged,
} from '../../domain/repairWords.ts';
import {
  breaksOff,
  isOnlyHesitation,
  isOnlyOpening,
  joined,
  waysToDivide,
} from '../../domain/requestWords.ts';

/** Each line reads as: this message, what is found in it. */
function reads<T>(found: (text: string) => T, table: ReadonlyArray<readonly [string, T]>): void {
  for (const [text, expected] of table) {
    it(`${text} → ${JSON.stringify(expected) ?? 'nothing'}`, () => {
      assert.deepEqual(found(text), expected);
    });
  }
}

describe('what a correction says instead', () => {
  reads(
    (text) => correctionIn(text)?.words,
    [
      ['不是,我说的是上个月', '上个月'],
      ['不是，我问的是9月', '9月'],
      ['不对，是上上个月', '上上个月'],
      ['说错了，9月的', '9月的'],
      ['我说的是流量', '流量'],
      ['不是10月，是9月', '9月'],
      ['是9月不是10月', '9月'],
      ['你理解错了，我要查余额', '我要查余额'],
      ['不,我要99的', '99的'],
      ['no, I meant last month', 'last month'],
      ['Sorry, September', 'September'],
      ['not October, September', 'September'],
      ['I meant my balance', 'my balance'],
      ['no no, i was asking about data', 'data'],
      ['last month i mean', 'last month'],
      ['make that September', 'September'],
      ['算了，查余额吧', '查余额吧'],
      ['never mind, show my balance', 'show my balance'],
      // Begins with a no and corrects nothing.
      ['不是我的号码', undefined],
      ['不要取消我的套餐', undefined],
      ['不是吧', undefined],
      ['no thanks', undefined],
      ['no problem', undefined],
      ['wait a minute', undefined],
      ['not now', undefined],
      ['sorry', undefined],
      ['应该怎么退订', undefined],
    ],
  );
});

describe('saying that it was wrong, and nothing else', () => {
  for (const text of ['不对', '不是这个', '错了。', '不对不对', "that's wrong", 'no, not that'])
    it(text, () => assert.ok(isDenial(text)));
  for (const text of ['不对，是9月', '不', 'sorry', 'no thanks', '不是我的号码'])
    it(`not: ${text}`, () => assert.ok(!isDenial(text)));
});

describe('what an elliptic question names', () => {
  reads(ellipsisIn, [
    ['那这个月呢', '这个月'],
    ['那9月的呢', '9月'],
    ['上个月呢？', '上个月'],
    ['那短信？', '短信'],
    ['how about data', 'data'],
    ['and what about September?', 'September'],
    ['And October?', 'October'],
    ['那个套餐多少钱', undefined],
    ['流量还剩多少', undefined],
    ['how much data is left', undefined],
  ]);
});

describe('asking why, and nothing else', () => {
  for (const text of [
    '为什么',
    '为啥这么多？',
    '这是怎么回事',
    '凭什么',
    '怎么不能办',
    'why',
    'Why so much?',
    'y so much',
    'how come',
    "why can't i",
  ])
    it(text, () => assert.ok(asksWhy(text)));
  for (const text of ['为什么扣我来电显示的钱', 'why was I charged for Caller Display', '多少钱'])
    it(`not: ${text}`, () => assert.ok(!asksWhy(text)));
});

describe('wanting it plainer, and nothing else', () => {
  for (const text of [
    '没看懂,说简单点',
    '看不懂',
    '我没听明白',
    '说简单一点',
    '什么意思？',
    '能说人话吗',
    '太复杂了',
    "I don't understand",
    '你说的啥子哦 听不懂',
    'in plain English please',
    'simpler please',
    'what does that mean?',
  ])
    it(text, () => assert.ok(asksPlainer(text)));
  for (const text of [
    '违约金是什么意思',
    '账单看不懂为什么多了10元',
    'what does early termination mean',
    '不清楚余额',
  ])
    it(`not: ${text}`, () => assert.ok(!asksPlainer(text)));
});

describe('leaving things as they are', () => {
  for (const text of [
    '不要取消我的套餐',
    '别退订来电显示',
    '千万别停机',
    "please don't cancel my plan",
    'do not cancel anything.',
  ])
    it(text, () => assert.ok(wantsNothingChanged(text)));
  for (const text of [
    '取消',
    '不要了',
    '取消我的套餐',
    '退订来电显示，不要视频彩铃',
    "don't understand",
  ])
    it(`not: ${text}`, () => assert.ok(!wantsNothingChanged(text)));
});

describe('which of five is meant', () => {
  reads(
    (text) => placeSaid(text, 5),
    [
      ['第二个', 1],
      ['我选第3个吧', 2],
      ['最后一个', 4],
      ['倒数第二个', 3],
      ['the second one', 1],
      ["I'll take the 3rd", 2],
      ['last one please', 4],
      ['option 4', 3],
      ['第九个', undefined],
      ['二月', undefined],
      ['the second month of my contract', undefined],
    ],
  );
});

describe('which of the things shown is pointed at', () => {
  const shown = ['流量月包 10GB 月功能费 ¥50.00', '来电显示 月功能费 ¥6.00', '5G Enjoy 99'];
  reads(
    (text) => labelHolding(shown, nameOfChoice(text) ?? text),
    [
      ['流量月包那个', 0],
      ['就要来电显示那项', 1],
      ['来电显示', 1],
      ['the enjoy one', 2],
      ['月功能费', undefined],
      ['joy', undefined],
    ],
  );
});

describe('a message of several requests', () => {
  it('is cut between clauses', () => {
    assert.deepEqual(waysToDivide('查余额,再看看上个月账单')[0], ['查余额', '看看上个月账单']);
  });
  it('is cut at “and” where nothing else divides it', () => {
    assert.deepEqual(waysToDivide('my balance and my bill'), [['my balance', 'my bill']]);
  });
  it('is not cut into figures', () => {
    assert.deepEqual(waysToDivide('129和199'), []);
  });
  it('is not cut when it is one', () => {
    assert.deepEqual(waysToDivide('上个月账单'), []);
  });
});

describe('a message that is not yet a request', () => {
  for (const text of ['我想', '帮我查一下', '请问', '那个', 'I want to', 'can you please', 'um'])
    it(`only opens: ${text}`, () => assert.ok(isOnlyOpening(text)));
  for (const text of ['查余额', '帮我查余额', '好', 'help', '确认办理', 'i want my bill', '我'])
    it(`is more or less than an opening: ${text}`, () => assert.ok(!isOnlyOpening(text)));
  it('breaks off at a comma or a joining word', () => {
    for (const text of ['查一下上个月的，', '余额和', 'show me the']) assert.ok(breaksOff(text));
    for (const text of ['上个月的', 'show me', '暖和点']) assert.ok(!breaksOff(text));
  });
  it('is read with the next one as people would write them', () => {
    assert.equal(joined('我想', '查账单'), '我想查账单');
    assert.equal(joined('show me', 'my bill'), 'show me my bill');
  });
});

describe('thinking aloud', () => {
  reads(isOnlyHesitation, [
    ['嗯', true],
    ['嗯嗯…', true],
    ['呃，', true],
    ['hmm', true],
    ['um uh', true],
    ['嗯，查余额', false],
    ['我想', false],
    ['umbrella', false],
  ]);
});
