import assert from 'node:assert/strict';
import { balanceCover } from '../../domain/balanceCover.ts';
import { addMonths, localDateTime, monthDays, monthOf } from '../../domain/calendar.ts';
import { formatMoney, money, sum } from '../../domain/money.ts';
import { findNamed } from '../../domain/naming.ts';
import { displayQuantity } from '../../domain/quantity.ts';
import { codeRules, judgeCode } from '../../domain/verification.ts';

describe('money', () => {
  it('is written with two decimals and thousands', () => {
    assert.equal(formatMoney(money(123456789)), '¥1,234,567.89');
    assert.equal(formatMoney(money(5)), '¥0.05');
    assert.equal(formatMoney(money(-990)), '-¥9.90');
  });
  it('is never a fraction of a fen, and never mixes currencies', () => {
    assert.throws(() => money(0.1), RangeError);
    assert.throws(() => sum([money(1), money(1, 'EUR')]), RangeError);
    assert.throws(() => sum([money(1, 'EUR')], 'CNY'), RangeError);
  });
  it('is added in its own currency, and nothing is nothing in any', () => {
    assert.deepEqual(sum([money(1, 'EUR'), money(2, 'EUR')]), money(3, 'EUR'));
    assert.deepEqual(sum([money(0), money(5, 'EUR')]), money(5, 'EUR'));
    assert.deepEqual(sum([money(0, 'EUR')]), money(0, 'EUR'));
  });
});

describe('quantities', () => {
  it('never overstate what is left', () => {
    assert.deepEqual(displayQuantity({ amount: 1024 * 1024 - 1, unit: 'KB' }), {
      number: '1023.99',
      unit: 'MB',
    });
    assert.deepEqual(displayQuantity({ amount: 1024 * 1024 * 30, unit: 'KB' }), {
      number: '30.00',
      unit: 'GB',
    });
    assert.deepEqual(displayQuantity({ amount: 7, unit: 'minute' }), {
      number: '7',
      unit: 'minute',
    });
  });
});

describe('the calendar', () => {
  it('counts months in the operator’s zone', () => {
    assert.equal(monthOf(new Date('2026-10-31T16:00:00Z'), 'Asia/Shanghai'), '2026-11');
    assert.equal(
      localDateTime(new Date('2026-10-31T16:05:00Z'), 'Asia/Shanghai'),
      '2026-11-01 00:05',
    );
  });
  it('goes over year ends and leap years', () => {
    assert.equal(addMonths('2026-01', -1), '2025-12');
    assert.equal(addMonths('2025-11', 14), '2027-01');
    assert.deepEqual(monthDays('2028-02'), { first: '2028-02-01', last: '2028-02-29' });
    assert.throws(() => addMonths('2026-13', 1), RangeError);
  });
});

describe('a balance', () => {
  it('covers the next fees or says how much is missing', () => {
    assert.deepEqual(balanceCover(money(5000), money(0), money(3900)), {
      afterNextFees: money(1100),
      isEnough: true,
    });
    assert.deepEqual(balanceCover(money(1000), money(500), money(3900)), {
      afterNextFees: money(-3400),
      isEnough: false,
    });
  });
});

describe('finding what a customer names', () => {
  const plans = ['5G 畅享 129 元套餐', '5G 畅享 199 元套餐', '孝心卡 19 元套餐'].map((name) => ({
    name,
  }));
  const found = (text: string) => findNamed(plans, text).map(({ name }) => name);
  it('knows a plan by its number', () => {
    assert.deepEqual(found('129那个多少钱'), ['5G 畅享 129 元套餐']);
  });
  it('knows a plan by most of its name', () => {
    assert.deepEqual(found('孝心卡怎么收费'), ['孝心卡 19 元套餐']);
  });
  it('returns all that fit equally well, so that the bot asks', () => {
    assert.deepEqual(found('5G 畅享套餐'), ['5G 畅享 129 元套餐', '5G 畅享 199 元套餐']);
  });
  it('finds nothing in words that name nothing', () => {
    assert.deepEqual(found('今天天气怎么样'), []);
  });
});

describe('judging a code', () => {
  const challenge = { digest: 'x', sentAtMs: 1000, tries: 0 };
  it('accepts the right one inside five minutes', () => {
    assert.equal(judgeCode(challenge, true, 1000 + codeRules.lifetimeMs - 1), 'right');
    assert.equal(judgeCode(challenge, true, 1000 + codeRules.lifetimeMs), 'expired');
  });
  it('refuses even the right one after five tries', () => {
    assert.equal(judgeCode({ ...challenge, tries: 5 }, true, 2000), 'exhausted');
    assert.equal(judgeCode(challenge, false, 2000), 'wrong');
  });
});
