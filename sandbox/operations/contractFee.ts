import { monthBack } from '../data/months.ts';
import type { Resource } from '../query.ts';
import { elements, isLater, mergedCharacteristics, offered } from './terms.ts';

const feeName = 'earlyTerminationFeeToday';

/**
 * A product with what ending its contract would cost today, as the catalogue's rule says: months
 * left × monthly fee × share. Without a contract, or when it is the same as before, the product as it is.
 */
export function withContractFee(
  product: Resource,
  offering: Resource | undefined,
  now: string,
): Resource {
  const percent = Number(offering ? offered(offering, 'earlyTerminationPercent') : 0);
  const { startDateTime: start, endDateTime: end } = (elements(product, 'productTerm')[0]
    ?.validFor ?? {}) as { startDateTime?: string; endDateTime?: string };
  if (!percent || start === undefined || end === undefined) return product;
  const left = Math.max(0, monthNumber(end) - monthNumber(isLater(start, now) ? start : now));
  const value = {
    unit: 'CNY',
    value: Math.floor((left * monthlyFen(product) * percent) / 100) / 100,
  };
  const given = elements(product, 'productCharacteristic');
  const before = given.find(({ name }) => name === feeName)?.value as Resource | undefined;
  if (before?.value === value.value) return product;
  return {
    ...product,
    productCharacteristic: mergedCharacteristics(given, [{ name: feeName, value }]),
  };
}

/** Months are counted in the operator's zone. */
function monthNumber(moment: string): number {
  const [year = 0, month = 0] = monthBack(new Date(moment), 0).split('-').map(Number);
  return year * 12 + month;
}

function monthlyFen(product: Resource): number {
  const price = elements(product, 'productPrice').find(({ priceType }) => priceType === 'recurring')
    ?.price as Resource | undefined;
  return Math.round(Number((price?.taxIncludedAmount as Resource | undefined)?.value ?? 0) * 100);
}
