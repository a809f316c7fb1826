import assert from 'node:assert/strict';
import fc from 'fast-check';
import { periodEntities } from '../../adapters/recognizer/periodEntity.ts';
import { addMonths, addMonthsToDay, monthDays, startOfDay } from '../../domain/calendar.ts';
import { forbiddenRecords } from '../../domain/recordWish.ts';
import { zones } from '../properties/arbitraries.ts';
import { hold } from '../properties/runs.ts';

const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/;
const monthWords = fc.constantFrom(
  '上个月',
  '上上',
  '去年',
  '前年',
  '今年',
  '两个月前',
  '十',
  '二',
  '13',
  '0',
  '月',
  '月份',
  '月饼',
  '年',
  '2026',
  '99',
  '-',
  '/',
  '.',
  ' last ',
  ' month ',
  'may',
  'March',
  ' of ',
  '２０２６',
  'ago',
  "year's",
  'the ',
  '１２',
);
const monthSoup = fc
  .array(fc.oneof(monthWords, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 14 })
  .map((parts) => parts.join(''));
const month = fc
  .tuple(fc.integer({ min: 1970, max: 9000 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, each]) => `${year}-${String(each).padStart(2, '0')}`);

describe('months, said in any way at all', () => {
  it('are months of the calendar, found where they stand, none in another', () => {
    hold(
      fc.property(monthSoup, (text) => {
        let end = 0;
        for (const { value, offset, length, text: said } of periodEntities(text, '2026-11-24')) {
          assert.match(String(value), isMonth);
          assert.equal(said, text.slice(offset, offset + length));
          assert.ok(offset >= end && length > 0, 'one month in another');
          end = offset + length;
        }
      }),
    );
  });

  it('are added up and back again, and everything that is none is a RangeError', () => {
    hold(
      fc.property(month, fc.integer({ min: -600, max: 600 }), (start, count) => {
        const moved = addMonths(start, count);
        assert.match(moved, isMonth);
        assert.equal(addMonths(moved, -count), start);
        const { first, last } = monthDays(start);
        assert.ok(first < last && last.startsWith(start));
        assert.match(addMonthsToDay(last, count), /^\d{4}-\d\d-\d\d$/);
      }),
    );
    hold(
      fc.property(
        fc.oneof(
          monthSoup,
          fc.string(),
          month.map((each) => `${each}\n`),
        ),
        (text) => {
          if (!isMonth.test(text) || text.endsWith('\n'))
            assert.throws(() => addMonths(text, 1), RangeError);
          if (Number.isNaN(Date.parse(`${text}T00:00:00Z`)))
            assert.throws(() => startOfDay(text, 'Asia/Shanghai'), RangeError);
        },
      ),
    );
  });

  it('begin where the operator is, on the day that was asked for', () => {
    hold(
      fc.property(month, zones, (each, zone) => {
        const start = startOfDay(`${each}-01`, zone);
        assert.ok(
          Math.abs(Date.parse(start) - Date.parse(`${each}-01T00:00:00Z`)) <= 15 * 60 * 60_000,
        );
      }),
      200,
    );
  });

  for (const [what, text] of [
    ['months', '12月'.repeat(3300)],
    ['nearly months', '2026年'.repeat(2000)],
    ['nearly English ones', 'last year may of '.repeat(590)],
    ['slashes', '1/1/'.repeat(2500)],
    ['spaces', `2026${' '.repeat(9990)}年`],
  ] as const) {
    it(`come to an end in ten thousand characters of ${what}`, () => {
      for (const { value } of periodEntities(text, '2026-11-24'))
        assert.match(String(value), isMonth);
    });
  }

  for (const [what, text] of [
    ['contents', 'text of '.repeat(1250)],
    ['relatives', '打给我的'.repeat(2500)],
  ] as const) {
    it(`and whose records are meant is found in ten thousand characters of ${what}`, () => {
      assert.ok([undefined, 'content', 'other'].includes(forbiddenRecords(text)));
    });
  }
});
