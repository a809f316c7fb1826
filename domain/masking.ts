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

/** A run of `count` digits written in any of the ways people write them, nothing longer. */
function run(count: string): RegExp {
  return new RegExp(
    `(?<!${digit}${gap})${digit}(?:${gap}${digit})${count}(?!${gap}${digit})`,
    'gu',
  );
}

const identityNumber = new RegExp(
  `(?<!${digit}${gap})${digit}(?:${gap}${digit}){16}${gap}[Xx]`,
  'gu',
);
const longNumber = run('{12,18}');
const elevenDigits = run('{10}');
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

const serviceNumber = /^(?:\d{3,8}|106\d+|[48]00\d{7})$/;

/**
 * The other side's number as records may show it (rights §5.3, counterparty): `139****5678`. Short and
 * service numbers are nobody's and stay; of any other only its first three and last two digits do.
 */
export function maskOtherNumber(number: string): string {
  if (serviceNumber.test(number)) return number;
  if (/^1[3-9]\d{9}$/.test(number)) return maskPhoneNumber(number);
  return `${number.slice(0, 3)}****${number.slice(-2)}`;
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
    .replace(identityNumber, hiddenMark)
    .replace(longNumber, hiddenMark)
    .replace(elevenDigits, (found) => {
      const number = plainDigits(found);
      if (!/^1[3-9]/.test(number)) return hiddenMark;
      phoneNumbers.push(number);
      return maskPhoneNumber(number);
    })
    .replace(sixDigits, (found) => {
      codes.push(plainDigits(found));
      return hiddenMark;
    });
  return { masked, phoneNumbers, codes };
}
