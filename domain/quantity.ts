/** What a plan allows and a customer uses up. `directedData` is data for named apps only (定向流量). */
export type Resource = 'data' | 'directedData' | 'voice' | 'sms';

/**
 * An amount of a resource as an integer of its base unit: data in KB (1 GB = 1024 × 1024 KB),
 * voice in minutes, SMS in messages (R8b).
 */
export interface Quantity {
  readonly amount: number;
  readonly unit: 'KB' | 'minute' | 'message';
}

/** The base unit a resource is counted in. */
export const unitOf: Record<Resource, Quantity['unit']> = {
  data: 'KB',
  directedData: 'KB',
  voice: 'minute',
  sms: 'message',
};

/**
 * A quantity split for display into a number as text and a unit id; the word for the unit is the
 * locale's. Data is shown in GB from 1 GB, else MB, two decimals, cut and not rounded up so that
 * a remaining amount is never overstated (R10: same rounding everywhere).
 */
export function displayQuantity(quantity: Quantity): {
  number: string;
  unit: 'GB' | 'MB' | 'minute' | 'message';
} {
  if (quantity.unit !== 'KB') return { number: String(quantity.amount), unit: quantity.unit };
  const unit = Math.abs(quantity.amount) >= 1024 * 1024 ? 'GB' : 'MB';
  const perUnit = unit === 'GB' ? 1024 * 1024 : 1024;
  const hundredths = Math.trunc((quantity.amount * 100) / perUnit);
  return { number: (hundredths / 100).toFixed(2), unit };
}
