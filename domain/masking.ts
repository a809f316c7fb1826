/** What stands where a secret was typed (rights §5.3: never stored, shown or passed on). */
export const hiddenMark = '[已隐藏]';

const digits: Record<string, string> = {
  〇: '0',
  零: '0',
  一: '1',
  幺: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};
const digit = '[0-9０-９〇零一幺二三四五六七八九]';
const gap = '[\\s\\-—.·]?';

/** Eleven digits or more, written in any of the ways people write them: a number, a card, an identity, or several. */
const longRun = new RegExp(`${digit}(?:${gap}${digit}){10,}(?:${gap}[Xx])?`, 'gu');
const sixDigits = /(?<![0-9０-９])[0-9０-９]{3}[\s-]?[0-9０-９]{3}(?![0-9０-９])/gu;

/** Digits as ASCII, without what people put between them: `１３８ 0013-8000` → `13800138000`. */
function plainDigits(text: string): string {
  return [...text.normalize('NFKC')]
    .map((character) => digits[character] ?? character)
    .join('')
    .replace(/\D/g, '');
}

/** A mobile number as it may be shown: `138****1234` (rights §5.3, own number). */
export function maskPhoneNumber(phoneNumber: string): string {
  return `${phoneNumber.slice(0, 3)}****${phoneNumber.slice(-4)}`;
}

/** A name as it may be shown: the first character and exactly two stars, so that its length does not show (rights §5.3). */
export function maskName(name: string): string {
  return `${[...name.trim()][0] ?? ''}**`;
}

/** Emergency, operator and company numbers, and SMS of companies (106…): nobody's own (rights §5.3). */
const serviceNumber = /^(?:\d{3,6}|[48]00\d{7}|9[56]\d{3,6}|106\d+)$/;

/**
 * The other side's number as records may show it (rights §5.3, counterparty): `139****5678`. Service
 * numbers stay, and what the carrier has masked itself; of any number that is no mobile one only two
 * digits at its end do, and three at its beginning where it is long.
 */
export function maskOtherNumber(number: string): string {
  const plain = number.replace(/^(?:\+|00)86/, '').replace(/[\s-]/g, '');
  if (serviceNumber.test(plain) || plain.includes('*')) return number;
  if (/^1[3-9]\d{9}$/.test(plain)) return maskPhoneNumber(plain);
  return `${plain.length < 10 ? '' : plain.slice(0, 3)}****${plain.slice(-2)}`;
}

/** What was found in a message, and the message as everyone but the turn itself may see it. */
export interface MaskedText {
  readonly masked: string;
  /** National mobile numbers in order, as 11 ASCII digits. */
  readonly phoneNumbers: readonly string[];
  /** Six-digit runs in order: they may be one-time codes. */
  readonly codes: readonly string[];
}

/**
 * Hides phone numbers (keeping 3 + 4 digits), identity and card numbers and one-time codes, also
 * full-width, spaced and in Chinese numerals, before a message is stored, logged or sent to a
 * recogniser (rights §5.3, R20, INV-5).
 */
export function maskText(text: string): MaskedText {
  const phoneNumbers: string[] = [];
  const codes: string[] = [];
  const masked = text
    .replace(longRun, (found) => {
      const number = plainDigits(found);
      if (!/^1[3-9]\d{9}$/.test(number) || /x$/i.test(found)) return hiddenMark;
      phoneNumbers.push(number);
      return maskPhoneNumber(number);
    })
    .replace(sixDigits, (found) => {
      codes.push(plainDigits(found));
      return hiddenMark;
    });
  return { masked, phoneNumbers, codes };
}
