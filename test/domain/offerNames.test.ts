import assert from 'node:assert/strict';
import { findNamed } from '../../dialogs/shared/naming.ts';
import { chineseNumber } from '../../domain/numerals.ts';

const offers = [
  '5G 畅享 79 元套餐',
  '5G 畅享 129 元套餐',
  '5G 尊享 199 元套餐',
  '孝心卡 19 元套餐',
  '流量加油包 1GB',
  '流量月包 10GB',
  '夜间流量包 20GB',
  '国际漫游日包',
  '亲情网',
].map((name) => ({ name }));

/** What is typed, and what is meant by it. */
const meant: ReadonlyArray<readonly [string, ...string[]]> = [
  ['changxiang 129', '5G 畅享 129 元套餐'],
  ['长享129', '5G 畅享 129 元套餐'],
  ['一百二十九那个套餐', '5G 畅享 129 元套餐'],
  ['换成一九九的', '5G 尊享 199 元套餐'],
  ['zunxiang taocan', '5G 尊享 199 元套餐'],
  ['liuliang yuebao', '流量月包 10GB'],
  ['LiuLiangYueBao', '流量月包 10GB'],
  ['流量约包', '流量月包 10GB'],
  ['yejian liuliangbao', '夜间流量包 20GB'],
  ['夜间留量包', '夜间流量包 20GB'],
  ['xiaoxinka', '孝心卡 19 元套餐'],
  ['孝星卡怎么收费', '孝心卡 19 元套餐'],
  ['qinqinwang', '亲情网'],
  ['国际慢游日包', '国际漫游日包'],
  ['changxiang taocan', '5G 畅享 79 元套餐', '5G 畅享 129 元套餐'],
];

/** What only sounds a little like a name. */
const nothing = [
  '加点流量',
  '不想收到营销信息',
  '打了多少分钟电话了',
  '信用卡',
  'hello there',
  '今天天气',
];

describe('what is on offer, named by ear', () => {
  for (const [text, ...names] of meant) {
    it(`“${text}” is ${names.join(' or ')}`, () => {
      assert.deepEqual(
        findNamed(offers, text).map(({ name }) => name),
        names,
      );
    });
  }
  for (const text of nothing) {
    it(`“${text}” names nothing`, () => assert.deepEqual(findNamed(offers, text), []));
  }
});

describe('a Chinese number', () => {
  const numbers: ReadonlyArray<readonly [string, number]> = [
    ['十', 10],
    ['二十九', 29],
    ['一百二十九', 129],
    ['一百零五', 105],
    ['两百五', 250],
    ['一千零五', 1005],
    ['一二九', 129],
  ];
  for (const [said, number] of numbers) {
    it(`${said} is ${number}`, () => assert.equal(chineseNumber(said), number));
  }
});
