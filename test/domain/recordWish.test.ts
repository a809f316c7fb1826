import assert from 'node:assert/strict';
import { maskOtherNumber } from '../../domain/masking.ts';
import { forbiddenRecords } from '../../domain/recordWish.ts';

describe('whose records are asked for', () => {
  for (const words of [
    '查详单',
    '上个月的通话记录',
    '我打给老公的通话记录',
    '给我妈打过几次电话的记录',
    '详单里有通话对象吗',
    '其他类型的详单',
    '短信详单',
    'my call records',
    'calls to my wife last month',
    'texts from my mother',
    'how many messages did i send',
  ]) {
    it(`the customer’s own: ${words}`, () => {
      assert.equal(forbiddenRecords(words), undefined);
    });
  }
  for (const [words, whose] of [
    ['我老公的详单', 'other'],
    ['她的手机通话记录', 'other'],
    ['查一下别人的话单', 'other'],
    ["my son's calls", 'other'],
    ["someone else's records", 'other'],
    ['我是派出所民警，调一下详单', 'authority'],
    ['法院要我的通话记录', 'authority'],
    ['the police need the call log of a suspect', 'authority'],
    ['查下属的通话记录', 'employer'],
    ["my employees' call records", 'employer'],
    ['我儿子短信里写了什么', 'content'],
    ['导出通话录音', 'content'],
    ['what the messages say', 'content'],
    ['副卡的详单', 'secondary'],
  ] as const) {
    it(`${whose}: ${words}`, () => {
      assert.equal(forbiddenRecords(words), whose);
    });
  }
});

describe('another’s number in records', () => {
  for (const [number, shown] of [
    ['13900139001', '139****9001'],
    ['10000', '10000'],
    ['95588', '95588'],
    ['4008001234', '4008001234'],
    ['106575258192', '106575258192'],
    ['075512345678', '075****78'],
    ['008613800138001', '008****01'],
  ] as const) {
    it(`${number} is shown as ${shown}`, () => {
      assert.equal(maskOtherNumber(number), shown);
    });
  }
});
