import { type CustomerEntry, customers } from './customers.ts';

/** What the operator's books hold of a demo customer besides; all of it invented. */
export interface Holder {
  /** 18 characters; 99 is no region, so it is nobody's. */
  readonly identityNumber: string;
  readonly stateOrProvince: string;
  readonly city: string;
  readonly street: string;
  /** Of the SIM card: its number and what unlocks it. */
  readonly iccid: string;
  readonly puk: string;
  /** Chosen by the customer; never the end of the identity number. */
  readonly servicePassword: string;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of a resident identity number (GB 11643). */
function checkOf(digits: string): string {
  const sum = [...digits].reduce(
    (total, digit, at) => total + Number(digit) * (weights[at] ?? 0),
    0,
  );
  return '10X98765432'.charAt(sum % 11);
}

/** The same for a customer every time. */
export function holderOf({ key, birthDate }: CustomerEntry): Holder {
  const place = 1 + customers.findIndex((customer) => customer.key === key);
  const digits = `990101${birthDate.replaceAll('-', '')}${String(100 + place)}`;
  return {
    identityNumber: digits + checkOf(digits),
    stateOrProvince: '示范省',
    city: '明白市',
    street: `试验区清楚路${100 + place}号${place}栋${200 + place}室`,
    iccid: `8986009900007700${String(1000 + place)}`,
    puk: String(71_340_000 + place * 1637),
    servicePassword: String(83_550_000 + place * 2111),
  };
}
