import { type Money, money } from '../../domain/money.ts';
import { type Quantity, type Resource, unitOf } from '../../domain/quantity.ts';
import { Unavailable } from '../../ports/unavailable.ts';

/** A JSON object as it came: every property may be missing or of another kind. */
export type Json = Readonly<Record<string, unknown>>;

/** The answer makes no sense: showing part of it would mislead (R9), so nothing is shown. */
function nonsense(what: string): never {
  throw new Unavailable('carrier', `nonsense: ${what}`);
}

/** An object, or an empty one: TM Forum properties are optional everywhere. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/** A list of objects, or an empty one when the property is missing. */
export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** The list that a collection must answer with. */
export function page(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : nonsense('not a list');
}

/** A text, or undefined. Enumerations are trimmed: TM Forum's own has a value with a trailing space. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A text that an answer cannot do without. */
export function needed(value: unknown, what: string): string {
  return text(value) ?? nonsense(what);
}

/** A moment that an answer cannot do without. */
export function instant(value: unknown, what: string): string {
  const found = needed(value, what);
  return Number.isNaN(Date.parse(found)) ? nonsense(what) : found;
}

/** `{unit, value}` with a decimal value → minor units. More than two decimals is nonsense, not rounded away. */
export function amount(value: unknown, what: string): Money {
  const { unit, value: decimal } = object(value);
  if (typeof decimal !== 'number' || !Number.isFinite(decimal)) return nonsense(what);
  const minorUnits = Math.round(decimal * 100);
  if (Math.abs(minorUnits - decimal * 100) > 1e-4) return nonsense(what);
  return money(minorUnits, text(unit) ?? 'CNY');
}

const perBase: Readonly<Record<string, number>> = { KB: 1, MB: 1024, GB: 1024 * 1024 };

/** `{amount, units}` → the resource's base unit: KB, minutes or messages. */
export function quantity(value: unknown, resource: Resource, what: string): Quantity {
  const { amount: count, units } = object(value);
  if (typeof count !== 'number' || !Number.isFinite(count) || count < 0) return nonsense(what);
  const unit = unitOf[resource];
  const factor = unit === 'KB' ? perBase[String(units).toUpperCase()] : 1;
  return factor === undefined ? nonsense(what) : { amount: Math.round(count * factor), unit };
}

const resources: readonly Resource[] = ['data', 'directedData', 'voice', 'sms'];

/** One of the resources we know, or undefined. */
export function resourceOf(value: unknown): Resource | undefined {
  return resources.find((resource) => resource === value);
}

/** The value of a named characteristic, wherever TM Forum keeps name and value. */
export function characteristic(holder: unknown, name: string): unknown {
  return list(holder).find((each) => each.name === name)?.value;
}

/** A period that an answer cannot do without. */
export function period(value: unknown, what: string): { start: string; end: string } {
  const { startDateTime, endDateTime } = object(value);
  return { start: instant(startDateTime, what), end: instant(endDateTime, what) };
}
