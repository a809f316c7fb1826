import { localDate, localDateTime, type Month, type Period } from '../../domain/calendar.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import { displayQuantity, type Quantity } from '../../domain/quantity.ts';
import type { Translate } from './texts.ts';

/**
 * Writes values the one way the customer sees them in every channel (R10): money with two
 * decimals, quantities with a unit word, dates as `YYYY-MM-DD` in the operator's zone.
 */
export interface Format {
  money(amount: Money): string;
  quantity(quantity: Quantity): string;
  /** What a price buys: `MB`, `100 分钟`; a single unit is said without its number. */
  per(quantity: Quantity): string;
  date(instant: string): string;
  /** The last day of a time whose `end` is excluded in the data. */
  lastDay(end: string): string;
  dateTime(instant: string): string;
  /** A few hours of one day, `2026-11-25 15:00–16:00`. */
  window(period: Period): string;
  /** First and last day, `2026-11-01 — 2026-11-30`; `end` is excluded in the data, shown as the day before. */
  period(period: Period): string;
  month(month: Month): string;
}

/** Makes the writer for one language and zone. */
export function createFormat(t: Translate, timeZone: string): Format {
  const date = (instant: string) => localDate(new Date(instant), timeZone);
  const lastDay = (end: string) => localDate(new Date(Date.parse(end) - 1), timeZone);
  return {
    money: formatMoney,
    quantity(quantity) {
      const { number, unit } = displayQuantity(quantity);
      return t(`common:unit.${unit}`, { number });
    },
    per(quantity) {
      const { number, unit } = displayQuantity(quantity);
      return Number(number) === 1
        ? t(`common:perUnit.${unit}`)
        : t(`common:unit.${unit}`, { number });
    },
    date,
    lastDay,
    dateTime: (instant) => localDateTime(new Date(instant), timeZone),
    window: ({ start, end }) =>
      `${localDateTime(new Date(start), timeZone)}–${localDateTime(new Date(end), timeZone).slice(-5)}`,
    period: ({ start, end }) => t('common:period', { first: date(start), last: lastDay(end) }),
    month: (month) => t('common:month', { year: month.slice(0, 4), month: Number(month.slice(5)) }),
  };
}
