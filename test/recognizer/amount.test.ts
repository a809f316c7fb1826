import assert from 'node:assert/strict';
import { amountEntities } from '../../adapters/recognizer/amountEntity.ts';

/** What is said, and the sums that are meant. */
const meant: ReadonlyArray<readonly [string, ...string[]]> = [
  ['三十块', '3000 CNY'],
  ['充30块钱', '3000 CNY'],
  ['充五十元', '5000 CNY'],
  ['一百二十九元', '12900 CNY'],
  ['两百五十块', '25000 CNY'],
  ['两百五块钱', '25000 CNY'],
  ['一千零五元', '100500 CNY'],
  ['¥30', '3000 CNY'],
  ['￥30.5', '3050 CNY'],
  ['30.50元', '3050 CNY'],
  ['扣了十块五', '1050 CNY'],
  ['三块半', '350 CNY'],
  ['５０元', '5000 CNY'],
  ['五毛', '50 CNY'],
  ['3角', '30 CNY'],
  ['充100', '10000 CNY'],
  ['充两百', '20000 CNY'],
  ['从20块变成了35块', '2000 CNY', '3500 CNY'],
  ['30 yuan', '3000 CNY'],
  ['thirty yuan', '3000 CNY'],
  ['rmb 100', '10000 CNY'],
  ['cny 20', '2000 CNY'],
  ['100rmb', '10000 CNY'],
  ['fifty kuai', '5000 CNY'],
  ['a hundred yuan', '10000 CNY'],
  ['$30', '3000 USD'],
  ['30 dollars', '3000 USD'],
  ['top up 50', '5000 CNY'],
  ['recharge my phone with 50 yuan', '5000 CNY'],
  ['add 20 to my account', '2000 CNY'],
];

const notSums = [
  '129 元套餐',
  '99元套餐多少钱',
  '10元包',
  '12个月合约',
  '2026年10月',
  '三天前',
  '充5个G',
  'add 5gb',
  'top up 1 GB',
  'the 129 plan',
  '13800138000',
  '一块办了',
  '分钟还剩多少',
];

describe('sums of money, said any natural way', () => {
  for (const [text, ...sums] of meant) {
    it(`finds ${sums.join(' and ')} in “${text}”`, () => {
      assert.deepEqual(
        amountEntities(text).map(({ value }) => value),
        sums,
      );
    });
  }
  for (const text of notSums) {
    it(`finds none in “${text}”`, () => {
      assert.deepEqual(amountEntities(text), []);
    });
  }
});
