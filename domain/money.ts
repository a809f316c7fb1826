/**
 * An amount of money as an integer of the currency's minor unit: ¥99.00 is
 * `{ minorUnits: 9900, currency: 'CNY' }`. Never a float (R8c: equality to the fen).
 */
export interface Money {
  readonly minorUnits: number;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** Makes an amount. Throws a RangeError for anything but a whole number of minor units. */
export function money(minorUnits: number, currency = 'CNY'): Money {
  if (!Number.isSafeInteger(minorUnits))
    throw new RangeError('money is a whole number of minor units');
  return { minorUnits, currency };
}

/**
 * Adds amounts of one currency: the one given, or their own. Nothing is nothing in any currency.
 * Throws a RangeError on mixed currencies: a sum of two currencies is a bug.
 */
export function sum(amounts: readonly Money[], given?: string): Money {
  const isSomething = ({ minorUnits }: Money) => minorUnits !== 0;
  const first = amounts.find(isSomething) ?? amounts[0];
  const currency = given ?? first?.currency ?? 'CNY';
  const total = amounts.reduce((minorUnits, amount) => {
    if (isSomething(amount) && amount.currency !== currency)
      throw new RangeError('amounts of different currencies');
    return minorUnits + amount.minorUnits;
  }, 0);
  return money(total, currency);
}

/**
 * Writes an amount as the customer reads it everywhere: `¥1,234.50`, always two decimals, tax
 * included (rights §3.1 b, E6), so every channel shows the same characters (R10).
 */
export function formatMoney(amount: Money): string {
  const sign = amount.minorUnits < 0 ? '-' : '';
  const minor = Math.abs(amount.minorUnits);
  const whole = Math.floor(minor / 100)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const symbol = amount.currency === 'CNY' ? '¥' : `${amount.currency} `;
  return `${sign}${symbol}${whole}.${String(minor % 100).padStart(2, '0')}`;
}
