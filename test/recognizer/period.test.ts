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
  // Mistyped, or typed by ear.
  ['上个约的账单', '2026-10'],
  ['上各月花了多少', '2026-10'],
  ['上个yue话费', '2026-10'],
  ['sheng ge yue zhangdan', '2026-10'],
  ['shanggeyue', '2026-10'],
  ['shang yue', '2026-10'],
  ['上上个越', '2026-09'],
  ['shang shang ge yue', '2026-09'],
  ['这个约用了多少流量', '2026-11'],
  ['zhe ge yue', '2026-11'],
  ['benyue', '2026-11'],
  ['9yue', '2026-09'],
  ['9 yuefen zhangdan', '2026-09'],
  ['last mnth bill', '2026-10'],
  ['bill for lst month', '2026-10'],
  ['last moth', '2026-10'],
  ['prev mth', '2026-10'],
  ['thsi month', '2026-11'],
  ['usage this mth', '2026-11'],
  ['month b4 last', '2026-09'],
  ['2 months ago', '2026-09'],
  ['setpember bill', '2026-09'],
  ['septmber', '2026-09'],
  ['ocotber bill pls', '2026-10'],
  ['agust', '2026-08'],
  ['febuary', '2026-02'],
  ['novemeber bill', '2026-11'],
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
  '上个约会迟到了',
  '这个越南套餐多少钱',
  'my last money',
  'this moment',
  'past mothers',
  'yue',
  'the last moths collection of 12',
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
