import { serviceNumber, withoutUnseen } from './digits.ts';
import { type FoundDatum, findPersonalData, type TypedDatum } from './personalData.ts';

/** What stands where something was typed that may not be shown (rights §5.3). */
export const hiddenMark = '[已隐藏]';

/** Where somebody may read something: one column of the table each. */
export type Sink =
  | 'chat'
  | 'panel'
  | 'transcript'
  | 'log'
  | 'metric'
  | 'errorReport'
  | 'recogniser'
  | 'agent';

/** Personal data: one row of the table each. `deviceNumber` is an ICCID or IMEI, `profile` tier, tags and the like. */
export type Datum =
  | TypedDatum
  | 'callTime'
  | 'recordAmount'
  | 'place'
  | 'content'
  | 'imsi'
  | 'deviceNumber'
  | 'profile'
  | 'money';

/** How something is shown, and how it is made from the whole of it; undefined: not at all. */
const forms = {
  absent: () => undefined,
  full: (value) => value,
  /** Once, and never again. */
  once: (value) => value,
  /** `138****1234` */
  ends: maskOtherNumber,
  /** The sink gets a keyed hash from whoever has the key; a text gets the mark. */
  keyedHash: () => undefined,
  /** Says that there is one, not which: the same for all. */
  pseudonym: () => '[某某]',
  surname: maskName,
  /** `1*****`: never the end of an identity number, it is a factor elsewhere (rights §0.4). */
  firstDigit: (value) => `${[...value][0] ?? ''}*****`,
  /** Named, not shown: `身份证 已登记`. */
  kindOnly: () => undefined,
  lastFour: (value) => `****${value.slice(-4)}`,
  firstLetter: (value) => value.replace(/^(.)[^@]*/u, '$1***'),
  city: (value) => `${/^(?:.*?(?:省|自治区))?(?:.*?市)?/u.exec(value)?.[0]}****`,
  district: (value) =>
    `${/^(?:.*?(?:省|自治区))?(?:.*?市)?(?:.*?(?:区|县|旗))?/u.exec(value)?.[0]}****`,
  province: (value) => /^.*?(?:省|自治区|市)/u.exec(value)?.[0] ?? value,
  day: (value) => value.slice(0, 10),
  hour: (value) => value.slice(0, 13),
  /** To the customer alone, once the number is proved. */
  own: (value) => value,
  /** Not shown unless a role needs it. */
  needToKnow: () => undefined,
  /** Only added up with others. */
  totals: () => undefined,
  /** An amount without whose it is. */
  unlinked: (value) => value,
} satisfies Record<string, (value: string) => string | undefined>;

/** How a datum is shown at a sink. */
export type Form = keyof typeof forms;

type Row = readonly [
  chat: Form,
  panel: Form,
  transcript: Form,
  log: Form,
  recogniser: Form,
  agent: Form,
];

/** The masking matrix of rights §5.3, row by row; log, metrics and error reports are one column there. */
const rows: Readonly<Record<Datum, Row>> = {
  ownNumber: ['ends', 'full', 'ends', 'keyedHash', 'pseudonym', 'ends'],
  otherNumber: ['absent', 'ends', 'absent', 'absent', 'absent', 'ends'],
  callTime: ['day', 'full', 'absent', 'absent', 'absent', 'hour'],
  recordAmount: ['totals', 'full', 'totals', 'absent', 'totals', 'full'],
  place: ['absent', 'province', 'absent', 'absent', 'absent', 'absent'],
  content: ['absent', 'absent', 'absent', 'absent', 'absent', 'absent'],
  name: ['surname', 'surname', 'surname', 'absent', 'pseudonym', 'surname'],
  identityNumber: ['kindOnly', 'firstDigit', 'absent', 'absent', 'absent', 'firstDigit'],
  address: ['city', 'full', 'city', 'absent', 'absent', 'district'],
  email: ['firstLetter', 'firstLetter', 'firstLetter', 'absent', 'absent', 'firstLetter'],
  bankCard: ['lastFour', 'lastFour', 'lastFour', 'absent', 'absent', 'lastFour'],
  secret: ['absent', 'once', 'absent', 'absent', 'absent', 'absent'],
  imsi: ['absent', 'lastFour', 'absent', 'absent', 'absent', 'lastFour'],
  deviceNumber: ['lastFour', 'lastFour', 'absent', 'absent', 'absent', 'lastFour'],
  profile: ['own', 'own', 'absent', 'absent', 'absent', 'needToKnow'],
  money: ['full', 'full', 'unlinked', 'absent', 'unlinked', 'full'],
};

/** How a datum is shown at a sink (rights §5.3). */
export function formOf(datum: Datum, sink: Sink): Form {
  const [chat, panel, transcript, log, recogniser, agent] = rows[datum];
  const columns = { chat, panel, transcript, log, recogniser, agent };
  return sink === 'metric' || sink === 'errorReport' ? log : columns[sink];
}

/** A datum as this sink may have it; undefined where it may not have it at all. */
export function maskFor(datum: Datum, sink: Sink, value: string): string | undefined {
  return forms[formOf(datum, sink)](value);
}

/** A mobile number as it may be shown: `138****1234` (rights §5.3, own number). */
export function maskPhoneNumber(phoneNumber: string): string {
  return `${phoneNumber.slice(0, 3)}****${phoneNumber.slice(-4)}`;
}

/** A name as it may be shown: the first character and exactly two stars, so that its length does not show (rights §5.3). */
export function maskName(name: string): string {
  return `${[...name.trim()][0] ?? ''}**`;
}

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
  /** A password, PUK or the like was typed, named as one. */
  readonly hasPassword: boolean;
}

/**
 * Hides what a sink may not have of a text: numbers, identity numbers, cards, codes, passwords, mail
 * addresses, addresses, and names where they are introduced as such; also full-width, spaced and in
 * Chinese numerals. Before a message is stored or sent to a recogniser in the cloud, and in whatever is
 * logged (rights §5.3, R20, INV-5). Masking what was masked for a sink that may have more is safe.
 */
export function maskText(typed: string, sink: Sink = 'transcript'): MaskedText {
  const text = withoutUnseen(typed);
  const found = findPersonalData(text);
  let masked = '';
  let from = 0;
  for (const { datum, value, start, end } of found) {
    masked += text.slice(from, start) + (maskFor(datum, sink, value) ?? hiddenMark);
    from = end;
  }
  const valuesOf = (isIt: (each: FoundDatum) => boolean) =>
    found.filter(isIt).map(({ value }) => value);
  return {
    masked: masked + text.slice(from),
    phoneNumbers: valuesOf(({ datum, value }) => datum === 'ownNumber' && !value.includes('*')),
    codes: valuesOf(({ secret }) => secret === 'code'),
    hasPassword: found.some(({ secret }) => secret === 'password'),
  };
}
