/** A mainland number as its owner knows it, whatever gateways write: `+86 13800001234` → `13800001234`. */
export function nationalForm(number: string): string {
  return number.replace(/[\s-]/g, '').replace(/^(\+|00)?86(?=1\d{10}$)/, '');
}
