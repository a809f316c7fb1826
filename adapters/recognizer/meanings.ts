import { synonyms } from './synonyms.ts';

const mostWords = 4;
const mostCharacters = 6;

/** Spelt the same whatever the ending: “charges”, “charged” and “charging” are one. Rough, and the same for all. */
export function stemOf(word: string): string {
  if (word.length < 4) return word;
  const singular = word
    .replace(/ies$/, 'y')
    .replace(/sses$/, 'ss')
    .replace(/([^s])s$/, '$1');
  if (word.length === 4) return singular;
  return singular
    .replace(/(ing|ed|ly|er)$/, (ending, _group, offset: number) => (offset >= 3 ? '' : ending))
    .replace(/([^aeiouls])\1$/, '$1')
    .replace(/e$/, '');
}

/** Words that shape a sentence and mean little alone. */
const small = new Set(
  (
    'a an the i my me mine im ive ill id is are was were be been am it its to of for on in at from by with that ' +
    'this these those there here them then about any all some going do does did have has had and or so but ' +
    'if just you your yours u ur r we our they he she as up will would ' +
    '的 了 我 你 您 们 吗 呢 吧 啊 呀 是 在 和 个 这 那 就 都 还 也 把 给 有 到 着 过 下'
  )
    .split(' ')
    .map(stemOf),
);

const meaningsByWords = new Map<string, string[]>();
for (const [number, line] of synonyms.trim().split('\n').entries()) {
  for (const words of line.split(', ')) {
    const known = meaningsByWords.get(keyOf(words)) ?? [];
    if (!known.includes(`m${number}`)) known.push(`m${number}`);
    meaningsByWords.set(keyOf(words), known);
  }
}

function keyOf(words: string): string {
  return words.split(' ').map(stemOf).join(' ');
}

/** What a normalised message speaks of, in order: each place has the meanings of its word, or the word itself. */
export function meaningsOf(message: string): string[][] {
  const found: string[][] = [];
  for (const run of message.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []) {
    if (/^\p{Script=Han}/u.test(run)) addLongest(found, [...run], mostCharacters, '');
    else addLongest(found, run.trim().split(/\s+/).map(stemOf), mostWords, ' ');
  }
  return found;
}

/** Reads the parts from the front, as many at a time as have a meaning together. */
function addLongest(found: string[][], parts: readonly string[], most: number, gap: string): void {
  let index = 0;
  while (index < parts.length) {
    let count = Math.min(most, parts.length - index);
    const together = () => meaningsByWords.get(parts.slice(index, index + count).join(gap));
    while (count > 1 && !together()) count -= 1;
    const part = parts[index] as string;
    const known = together();
    if (known) found.push(known);
    else if (part !== '' && !small.has(part)) found.push([`h${part}`]);
    index += count;
  }
}
