import type {
  OfferTerms,
  Said,
  Stated,
  TermsAllowance,
  TermsCondition,
  TermsFee,
  TermsOption,
  TermsPromotion,
  TermsRate,
} from '../../domain/change.ts';
import { isNone, said } from './bilingual.ts';
import { kindOf } from './catalogue.ts';
import { amount, type Json, list, needed, object, quantity, resourceOf, text } from './read.ts';

/** The properties of a TMF620 offering that `readTerms` and its callers read. */
export const offeringProperties = [
  'id',
  'name',
  'version',
  'lastUpdate',
  'lifecycleStatus',
  'isSellable',
  'validFor',
  'category',
  'productOfferingPrice',
  'prodSpecCharValueUse',
];

/** Reads one value of a characteristic; undefined: it cannot be read, so it is not known. */
type Read<T> = (value: unknown) => T | undefined;

/**
 * A TMF620 offering in both languages (`bothLanguages`) → its terms. Undefined when a price cannot
 * be stated at all; a characteristic that is absent or unreadable is undefined in the terms (R33).
 */
export function readTerms(offering: Json): OfferTerms | undefined {
  const { productOfferingPrice: prices } = offering;
  const fees = Array.isArray(prices) ? every(list(prices), readFee) : undefined;
  const name = said(offering.name);
  if (!fees || !name) return undefined;
  return {
    id: needed(offering.id, 'offering id'),
    kind: kindOf(list(offering.category)[0]?.id),
    name,
    version: text(offering.version) ?? text(offering.lastUpdate) ?? '',
    fees,
    ...contentOf(characteristicsIn(offering)),
    ...moneyOf(characteristicsIn(offering)),
    ...timesOf(characteristicsIn(offering)),
    ...careOf(characteristicsIn(offering)),
  };
}

/** The offering's characteristics by name, each read the same few ways. */
function characteristicsIn(offering: Json) {
  const uses = list(offering.prodSpecCharValueUse);
  const values = (name: string): readonly unknown[] | undefined => {
    const given = uses.find((use) => use.name === name)?.productSpecCharacteristicValue;
    return Array.isArray(given) ? given.map((each) => object(each).value) : undefined;
  };
  return {
    one: <T>(name: string, read: Read<T>): T | undefined => {
      const [value] = values(name) ?? [];
      return value === undefined ? undefined : read(value);
    },
    /** Every value, at least one: a field that must be stated is not stated by an empty list. */
    all: <T>(name: string, read: Read<T>): readonly T[] | undefined => {
      const given = values(name);
      return given && given.length > 0 ? every(given, read) : undefined;
    },
    stated: <T>(name: string, read: Read<T>): Stated<T> | undefined => {
      const [value] = values(name) ?? [];
      if (isNone(value)) return 'none';
      return value === undefined ? undefined : read(value);
    },
    statedAll: <T>(name: string, read: Read<T>): Stated<readonly T[]> | undefined => {
      const given = values(name);
      if (!given) return undefined;
      return given.every(isNone) ? 'none' : every(given, read);
    },
  };
}

type Characteristics = ReturnType<typeof characteristicsIn>;

/** All of them, or undefined when one cannot be read: half a list would be a wrong one. */
function every<T>(values: readonly unknown[], read: Read<T>): readonly T[] | undefined {
  const found = values.map(read);
  return found.includes(undefined) ? undefined : (found as T[]);
}

const oneOf =
  <T extends string>(...options: readonly T[]): Read<T> =>
  (value) =>
    options.find((option) => option === value);
const truth: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const count: Read<number> = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;

function contentOf({ one, all, stated, statedAll }: Characteristics) {
  return {
    tariffId: one('tariffId', text),
    provider: one('provider', said),
    thirdParty: stated('thirdPartyPayee', said),
    allowances: statedAll('allowance', readAllowance),
    consumptionOrder: all('consumptionOrder', said),
    functions: all('function', said),
    limits: statedAll('limit', said),
    conditions: statedAll('condition', readCondition),
    processSteps: all('processStep', said),
    optionalItems: statedAll('optionalItem', readOption),
  };
}

function moneyOf({ one, stated, statedAll }: Characteristics) {
  return {
    overLimitRates: statedAll('overLimitRate', readRate),
    promotion: stated('promotion', readPromotion),
    minimumSpend: stated('minimumSpend', (value) => amount(value, 'minimum spend')),
    chargingMethod: one('chargingMethod', said),
    deductDate: one('deductDate', said),
    proRataRule: one('proRataRule', said),
    proRata: one('proRata', oneOf('byDay', 'full')),
  };
}

function timesOf({ one, stated, statedAll }: Characteristics) {
  return {
    effectiveDateType: one('effectiveDateType', oneOf('immediate', 'nextCycle')),
    servicePeriod: one('servicePeriod', said),
    autoRenew: one('autoRenew', truth),
    renewalReminderDays: one('renewalReminderDays', count),
    stopMethod: one('stopMethod', said),
    contractMonths: one('contractMonths', count),
    earlyTerminationRule: stated('earlyTerminationRule', said),
    earlyTerminationPercent: one('earlyTerminationPercent', count),
    conflicts: statedAll('conflict', said),
  };
}

function careOf({ one, all, stated, statedAll }: Characteristics) {
  return {
    cancelMethod: one('cancelMethod', said),
    undoWindow: one('undoWindow', said),
    refundRule: one('refundRule', said),
    specialCases: all('specialCase', readSpecialCase),
    operatorObligations: all('operatorObligation', said),
    dataUse: statedAll('dataUse', said),
    goods: stated('goods', said),
    emergencyImpact: stated('emergencyImpact', said),
    agreementTextVersion: one('agreementTextVersion', text),
  };
}

/** A price we cannot put in words (by use, by the week) makes the whole unsellable, not cheaper. */
function readFee(value: unknown): TermsFee | undefined {
  const { name, priceType, price, recurringChargePeriod = 'month' } = object(value);
  const title = said(name);
  const isMonthly = priceType === 'recurring' && /^month/i.test(String(recurringChargePeriod));
  if (!title || !(isMonthly || priceType === 'oneTime')) return undefined;
  return {
    name: title,
    price: amount(object(price).taxIncludedAmount, 'price'),
    perMonth: isMonthly,
  };
}

function readAllowance(value: unknown): TermsAllowance | undefined {
  const given = object(value);
  const resource = resourceOf(given.resource);
  const [name, scope] = [said(given.name), said(given.scope)];
  if (!resource || !name || !scope) return undefined;
  return {
    resource,
    name,
    ...(given.amount !== undefined && { quantity: quantity(given, resource, 'allowance') }),
    scope,
    rollover: given.rollover === true,
  };
}

function readRate(value: unknown): TermsRate | undefined {
  const given = object(value);
  const resource = resourceOf(given.resource);
  const rounding = said(given.rounding);
  if (!resource || !rounding) return undefined;
  return {
    resource,
    price: amount(given.price, 'rate price'),
    per: quantity(given.per, resource, 'rate unit'),
    rounding,
    ...(given.cap !== undefined && { cap: amount(given.cap, 'rate cap') }),
  };
}

/** A bare sentence, or an object with a code that a system can judge. */
function readCondition(value: unknown): TermsCondition | undefined {
  const given = object(value);
  const sentence = said(value) ?? said(given.text);
  const code = text(given.code);
  if (!sentence) return undefined;
  return {
    text: sentence,
    ...(code !== undefined && { code }),
    ...(typeof given.value === 'number' && { value: given.value }),
  };
}

function readPromotion(value: unknown): TermsPromotion | undefined {
  const { kind, price, months } = object(value);
  const [known, length] = [oneOf('discount', 'trial')(kind), count(months)];
  return known && length
    ? { kind: known, price: amount(price, 'promotion price'), months: length }
    : undefined;
}

function readOption(value: unknown): TermsOption | undefined {
  const { id, name, price, perMonth } = object(value);
  const [key, title, isMonthly] = [text(id), said(name), truth(perMonth)];
  return key && title && isMonthly !== undefined
    ? { id: key, name: title, price: amount(price, 'option price'), perMonth: isMonthly }
    : undefined;
}

function readSpecialCase(value: unknown): { code: string; text: Said } | undefined {
  const given = object(value);
  const [code, sentence] = [text(given.code), said(given.text)];
  return code && sentence ? { code, text: sentence } : undefined;
}
