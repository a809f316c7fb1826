import assert from 'node:assert/strict';
import { periodEntities } from '../../adapters/recognizer/periodEntity.ts';

/** What is said on 2026-11-24, and the month that is meant. */
const meant: ReadonlyArray<readonly [string, string]> = [
  ['上个月账单', '2026-10'],
  ['上月花了多少', '2026-10'],
  ['这个月用了多少', '2026-11'],
  ['本月账单', '2026-11'],
  ['上上个月', '2026-09'],
  ['9月', '2026-09'],
  ['九月份的账单', '2026-09'],
  ['9月份话费', '2026-09'],
  ['十月账单', '2026-10'],
  ['12月账单', '2025-12'],
  ['十二月', '2025-12'],
  ['去年12月的账单', '2025-12'],
  ['今年三月', '2026-03'],
  ['2026年10月', '2026-10'],
  ['26年8月', '2026-08'],
  ['2026-07账单', '2026-07'],
  ['三个月前', '2026-08'],
  ['９月账单', '2026-09'],
  ["last month's bill", '2026-10'],
  ['this month', '2026-11'],
  ['the month before last', '2026-09'],
  ['bill for september', '2026-09'],
  ['bill for sept pls', '2026-09'],
  ['in Oct 2025', '2025-10'],
  ['December last year', '2025-12'],
  ['october bill', '2026-10'],
  ['10/2026', '2026-10'],
  ['may bill', '2026-05'],
];

const notMonths = [
  '12个月合约',
  '5G套餐',
  'May I ask something',
  '月租多少',
  '流量还剩多少',
  '9月饼',
  '129元',
  'what can you do',
];

describe('months, said any natural way', () => {
  for (const [text, month] of meant) {
    it(`finds ${month} in “${text}”`, () => {
      assert.deepEqual(
        periodEntities(text, '2026-11-24').map(({ value }) => value),
        [month],
      );
    });
  }
  for (const text of notMonths) {
    it(`finds none in “${text}”`, () => {
      assert.deepEqual(periodEntities(text, '2026-11-24'), []);
    });
  }
});
