import { type Money, money } from './money.ts';

/** What a balance is good for once the next monthly fees are taken (R7: what it will cover). */
export interface BalanceCover {
  /** Balance less arrears and next monthly fees; negative: that much is missing. */
  readonly afterNextFees: Money;
  readonly isEnough: boolean;
}

/** Works out whether the balance covers arrears and the next monthly fees. */
export function balanceCover(
  available: Money,
  arrears: Money,
  nextMonthlyFees: Money,
): BalanceCover {
  const left = available.minorUnits - arrears.minorUnits - nextMonthlyFees.minorUnits;
  return { afterNextFees: money(left, available.currency), isEnough: left >= 0 };
}
