import {
  digit,
  gap,
  isCard,
  isDate,
  isIdentity,
  isMobile,
  plainDigits,
  run,
  serviceNumber,
  solid,
  withoutCountry,
} from './digits.ts';

/** Kinds of personal data that are found in what people type, by their row of the masking table. */
export type TypedDatum =
  | 'ownNumber'
  | 'otherNumber'
  | 'name'
  | 'identityNumber'
  | 'address'
  | 'email'
  | 'bankCard'
  | 'secret';

/** Something personal in a text; `start` and `end` are its place in UTF-16 units, as it was typed. */
export interface FoundDatum {
  readonly datum: TypedDatum;
  readonly start: number;
  readonly end: number;
  /** In its plain form: digits as ASCII without what stood between them. */
  readonly value: string;
  /** A secret of six digits may be a one-time code; a password that was named as one is none. */
  readonly secret?: 'code' | 'password';
}

/** What a match is; its first `leads` characters only lead to it. */
type Reading = Pick<FoundDatum, 'datum' | 'value' | 'secret'> & { readonly leads?: number };
type Detector = readonly [RegExp, (match: RegExpMatchArray) => Reading | undefined];

/** An identity number goes before a card: its last four digits must never be shown (rights §0.4). */
function readLong([typed]: RegExpMatchArray): Reading {
  const value = plainDigits(typed);
  const number = withoutCountry(value);
  if (isMobile(number)) return { datum: 'ownNumber', value: number };
  if (isIdentity(value)) return { datum: 'identityNumber', value };
  return { datum: isCard(value) ? 'bankCard' : 'secret', value };
}

function readPhone([typed]: RegExpMatchArray): Reading {
  const value = plainDigits(typed);
  return { datum: isMobile(value) ? 'ownNumber' : 'otherNumber', value };
}

function readMobile([typed]: RegExpMatchArray): Reading | undefined {
  const value = withoutCountry(plainDigits(typed));
  return isMobile(value) ? { datum: 'ownNumber', value } : undefined;
}

/** Seven to ten digits: a landline or a PUK; not a day, and not a number that is everybody's. */
function readShort([typed]: RegExpMatchArray): Reading | undefined {
  const value = plainDigits(typed);
  return isDate(value) || serviceNumber.test(value) ? undefined : { datum: 'otherNumber', value };
}

const readCode = ([typed]: RegExpMatchArray): Reading => ({
  datum: 'secret',
  value: plainDigits(typed),
  secret: 'code',
});

/** Six digits that somebody calls a password may be the code of an SMS; a service password or a PUK is not. */
function readPassword(match: RegExpMatchArray): Reading | undefined {
  const { name = '', mark = '', value = '' } = match.groups ?? {};
  const plain = value.normalize('NFKC');
  // A number that was masked before stays as it is.
  if (/^[^\p{L}\d]*\d{3}\*{4}\d{4}$/u.test(plain)) return undefined;
  // “password is wrong” names none.
  if (!/\d/.test(plain) && !/[:：=是为]/.test(mark)) return undefined;
  const mayBeCode =
    /^\d{6}$/.test(plain) && /^(?:查询密码|密码|口令|password|passcode)$/i.test(name);
  const leads = match[0].length - value.length;
  return { datum: 'secret', value: plain, secret: mayBeCode ? 'code' : 'password', leads };
}

/** From behind the words that lead to it: “我住在北京市…”. */
function readAddress([typed]: RegExpMatchArray): Reading {
  const value = typed.replace(/^.*(?:在|到|往|址[是为]?)/u, '');
  return { datum: 'address', value, leads: typed.length - value.length };
}

const whole =
  (datum: TypedDatum) =>
  ([value]: RegExpMatchArray): Reading => ({ datum, value });

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const count = '[0-9０-９一二三四五六七八九十百]';
const unit = '(?:号|弄|栋|幢|座|单元|室)';
const place = '(?:\\p{Script=Han}{2,8}?(?:省|自治区|市))';

/** What people put between digits that are read out one by one, or in groups. */
const between = '[\\s\\-–—_./,，、:：·()（）]';

/** A secret that is named as one, with all digits that go on behind it: half a number is still one. */
const namedSecret = new RegExp(
  [
    '(?<name>(?:服务|登录|支付|交易|查询)?密码|口令|安全码|(?<![a-z])(?:puk|pin|cvv)[12]?(?![a-z])码?',
    '|(?<![a-z])(?:service )?(?:password|passcode))',
    '(?<mark>\\s{0,3}(?:是|为|[:：=]|\\bis\\b)?\\s{0,3})',
    '(?<value>(?:[\\w!@#$%^&*.０-９〇零一幺二三四五六七八九-]{3,32}',
    `|[!@#$%^&*.-]{0,2}${digit}{1,2}(?=${gap}${digit}))(?:${gap}${digit}){0,64})`,
  ].join(''),
  'giu',
);

/** First match wins: what a detector has taken, no later one sees. */
const detectors: readonly Detector[] = [
  [
    /[A-Za-z0-9Ａ-Ｚａ-ｚ０-９._%+*-]{1,64}[@＠][A-Za-z0-9Ａ-Ｚａ-ｚ０-９-]+(?:[.．][A-Za-z0-9Ａ-Ｚａ-ｚ０-９-]+)+/gu,
    ([value]) => ({ datum: 'email', value: value.normalize('NFKC') }),
  ],
  [namedSecret, readPassword],
  [
    run('{16}', `${gap}[XxＸｘ]`),
    ([typed]) => ({ datum: 'identityNumber', value: plainDigits(typed) }),
  ],
  // Two numbers side by side are two.
  [new RegExp(`(?<!${digit})${digit}{11}(?!${digit})`, 'gu'), readMobile],
  [
    new RegExp(
      `(?<!${digit})(?:(?:[+＋]|00)?86[ -]?)?${digit}{3}[ -]${digit}{4}[ -]${digit}{4}(?!${digit})`,
      'gu',
    ),
    readMobile,
  ],
  // What else people put between the parts of a mobile number: (138)00138001, 138/0013/8001.
  [
    new RegExp(
      `(?<!${digit})${digit}{3}${between}{1,3}${digit}{4}${between}{0,3}${digit}{4}(?!${digit})`,
      'gu',
    ),
    readMobile,
  ],
  [
    new RegExp(`(?<!${digit})${digit}(?:${between}{1,3}${digit}){10}(?!${digit})`, 'gu'),
    readMobile,
  ],
  // A numeral that belongs to the next word is no digit: “13800138001一直没信号”.
  [/(?<![0-9０-９])[0-9０-９]{11}(?![0-9０-９])/gu, readMobile],
  [run('{11,}'), readLong],
  [run('{10}'), readPhone],
  [/(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)/gu, readPhone],
  [solid('{7,10}'), readShort],
  [/(?<![0-9０-９])[0-9０-９]{3}[\s-]?[0-9０-９]{3}(?![0-9０-９])/gu, readCode],
  [new RegExp(`(?<!${digit})${digit}{3}[\\s-]${digit}{3}(?!${digit})`, 'gu'), readCode],
  // In pairs only where nothing else can be meant: “比较 59 79 99” names plans.
  [
    new RegExp(
      `(?<=^\\s{0,3}|码[是为:：]?\\s{0,3}|\\bcode(?: is)?:?\\s{0,3})(?:${digit}{2}[\\s-]){2}${digit}{2}(?=[\\s。.!！]*$)`,
      'giu',
    ),
    readCode,
  ],
  [solid('{6}'), readCode],
  // “1、2、3、4、5、6月” are months.
  [
    new RegExp(
      `(?<!${digit}|${digit}${between})${digit}(?:${between}{1,3}${digit}){5}(?!${between}{0,3}${digit}|\\s?[月日号个条元块])`,
      'gu',
    ),
    readCode,
  ],
  [
    new RegExp(
      `\\p{Script=Han}{1,30}(?:路|街|道|巷|弄|胡同|村|小区|花园|大厦)\\s*${count}{1,6}\\s*${unit}(?:\\s*(?:[A-Za-zＡ-Ｚａ-ｚ-]|院|楼|层|${count}|${unit})){0,20}`,
      'gu',
    ),
    readAddress,
  ],
  [
    /\b\d{1,5} (?:[A-Z][a-z]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive)\b\.?/gu,
    whole('address'),
  ],
  [
    new RegExp(
      `(?<=我叫|本人[是叫]?|(?:姓名|机主|户名)[是叫：:]?\\s?|名字[是叫：:]\\s?)[${surnames}]\\p{Script=Han}{1,3}(?=$|[\\s，。,.;；!！])`,
      'gu',
    ),
    whole('name'),
  ],
  [/(?<=\bmy name is )[A-Z][a-z]+(?: [A-Z][a-z]+)*/gu, whole('name')],
  // What was masked before: another sink may show less.
  [/1\d\d\*{4}\d{4}/gu, whole('ownNumber')],
  [new RegExp(`${place}{1,2}\\*{4}`, 'gu'), readAddress],
  [/(?<!\*)\*{4}\d{4}(?!\d)/gu, whole('bankCard')],
  [/(?:\p{Script=Han}|\b[A-Z])\*\*(?!\*)/gu, whole('name')],
];

/** Finds personal data in what somebody typed, in order: full-width, spaced and in Chinese numerals too. */
export function findPersonalData(text: string): FoundDatum[] {
  const found = findAlone(text);
  const byPlace = (one: FoundDatum, other: FoundDatum) => one.start - other.start;
  return [...found, ...findBeside(text, found.sort(byPlace))].sort(byPlace);
}

function findAlone(text: string): FoundDatum[] {
  const found: FoundDatum[] = [];
  for (const [pattern, read] of detectors) {
    for (const match of text.matchAll(pattern)) {
      const reading = read(match);
      if (!reading) continue;
      const end = match.index + match[0].length;
      const { leads = 0 } = reading;
      const start = match.index + leads;
      if (!found.some((other) => start < other.end && other.start < end))
        found.push({ ...reading, start, end });
    }
  }
  return found;
}

/** What stands beside what was found is read anew without it: digits that touched it may be another number. */
function findBeside(text: string, found: readonly FoundDatum[]): FoundDatum[] {
  if (found.length === 0) return [];
  const starts = [0, ...found.map(({ end }) => end)];
  return starts.flatMap((from, place) => {
    const left = text.slice(from, found[place]?.start);
    return findPersonalData(left).map((datum) => ({
      ...datum,
      start: datum.start + from,
      end: datum.end + from,
    }));
  });
}
