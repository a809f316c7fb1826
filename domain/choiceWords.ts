// How people point at one of several things they were shown.

const digits = '一二三四五六七八九十';
const english = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
const take = '(?:就|那就|我?要|我?选|我?看|查|点|来)*';
const kind = '(?:个|项|条|款|张|笔|种|行|份)';
const takeEnglish =
  "(?:i['’]?ll (?:take|have)|i want|give me|show me|take|choose|pick)?\\s*(?:(?:the|da|teh) )?";
const oneEnglish = '(?: one| item| option| choice)?(?: please)?';

const chinesePlace = new RegExp(
  `^${take}(?<from>倒数)?第(?<place>[${digits}]|十[一二]|\\d{1,2})${kind}?(?:的|吧|呢|嘛|撒|噻|哈|咯)*$`,
  'u',
);
const englishPlace = new RegExp(
  `^${takeEnglish}(?:(?<word>${english.join('|')})|(?<number>\\d{1,2})(?:st|nd|rd|th))${oneEnglish}$`,
  'iu',
);
const numbered = /^(?:option|number|no\.?|#|选项)\s*(?<number>\d{1,2})$/iu;
const last = new RegExp(
  `^${take}最后(?:一)?${kind}(?:吧|呢)*$|^${takeEnglish}last(?: one| item| option| choice)(?: please)?$`,
  'iu',
);

/** Which of so many is meant, counted from 0: “第二个”, “the last one”; undefined when none is. */
export function placeSaid(text: string, count: number): number | undefined {
  const said = bare(text);
  const place = last.test(said) ? count - 1 : placeOf(said, count);
  return place !== undefined && place >= 0 && place < count ? place : undefined;
}

function placeOf(said: string, count: number): number | undefined {
  const chinese = chinesePlace.exec(said)?.groups;
  if (chinese?.place) {
    const place = chineseNumber(chinese.place);
    return chinese.from ? count - place : place - 1;
  }
  const ordinal = englishPlace.exec(said)?.groups;
  if (ordinal?.word) return english.indexOf(ordinal.word.toLowerCase());
  const number = ordinal?.number ?? numbered.exec(said)?.groups?.number;
  return number === undefined ? undefined : Number(number) - 1;
}

function chineseNumber(said: string): number {
  if (/\d/.test(said)) return Number(said);
  const [first = '', second] = said;
  return digits.indexOf(first) + 1 + (second ? digits.indexOf(second) + 1 : 0);
}

const pointing: readonly RegExp[] = [
  new RegExp(`^${take}(?<name>.{1,16}?)的?[那这]${kind}(?:吧|呢)*$`, 'u'),
  new RegExp(`^${takeEnglish}(?<name>.{2,30}?) (?:one|item|option)(?: please)?$`, 'iu'),
];

/** The part of a name by which something shown is pointed at: “流量月包那个” → “流量月包”. */
export function nameOfChoice(text: string): string | undefined {
  for (const pattern of pointing) {
    const name = pattern.exec(bare(text))?.groups?.name?.trim();
    if (name) return name;
  }
  return undefined;
}

/** The only one of these labels that holds the words as a whole; undefined when none or several do. */
export function labelHolding(labels: readonly string[], name: string): number | undefined {
  const said = name.normalize('NFKC').toLowerCase().trim();
  if (said.length < 2) return undefined;
  // Latin words stand alone: “plan” is not in “planet”. Chinese has no such borders.
  const isHeld = (label: string) =>
    /^[\x20-\x7e]+$/.test(said)
      ? ` ${words(label)} `.includes(` ${words(said)} `)
      : label.includes(said);
  const places = labels.flatMap((label, place) =>
    isHeld(label.normalize('NFKC').toLowerCase()) ? [place] : [],
  );
  return places.length === 1 ? places[0] : undefined;
}

/** Latin letters and digits with single spaces between. */
const words = (text: string) => text.replace(/[^a-z0-9]+/g, ' ').trim();

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/[。.!！~?？]+$/u, '');
}
