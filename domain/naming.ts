import { chineseNumber, chineseNumerals } from './numerals.ts';

/** Letters and digits only, lower case, full-width folded: how names are compared. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const inWords = new RegExp(`[${chineseNumerals}]{2,}(?=\\s*(?:[那这的档]|元?套餐))`, 'gu');

/** Numbers of two digits or more in a text: 129 in “129 那个套餐” and in “一百二十九那个”. */
function numbers(text: string): string[] {
  const plain = text.normalize('NFKC');
  const words = plain.match(inWords) ?? [];
  return [...(plain.match(/\d{2,}/g) ?? []), ...words.map((word) => String(chineseNumber(word)))];
}

/** Amounts with their unit as people and catalogues write them: `5个G`, `5G` and `5 GB` are one. */
function amounts(text: string): string[] {
  const plain = text.normalize('NFKC').toUpperCase();
  const found = plain.matchAll(/(\d+)\s*个?\s*(GB?|MB?|分钟|条|元|块|天|MINUTES?|MINS?|YUAN)/g);
  const units: Record<string, string> = { G: 'GB', M: 'MB', 块: '元', YUAN: '元' };
  return [...found].map(([, count, unit = '']) => {
    const name = units[unit] ?? (unit.startsWith('MIN') ? '分钟' : unit);
    return `${count}${name}`;
  });
}

/** Things that share any two-character piece with what was said: a shorter list to choose from. */
export function findRelated<T extends { readonly name: string }>(
  things: readonly T[],
  text: string,
): T[] {
  const said = pieces(text);
  return things.filter(({ name }) => [...pieces(name)].some((piece) => said.has(piece)));
}

/** Distinct two-character pieces of a text without its numbers, which are compared apart. */
function pieces(text: string): Set<string> {
  return piecesOf(fold(text).replace(/\d{2,}/g, ''), 2);
}

/** Distinct pieces of a text in Latin letters, none across a number. */
function sounds(text: string): Set<string> {
  return new Set(text.split(/\d+/).flatMap((part) => [...piecesOf(fold(part), 5)]));
}

function piecesOf(folded: string, size: number): Set<string> {
  const found = new Set<string>();
  for (let index = 0; index + size <= folded.length; index += 1)
    found.add(folded.slice(index, index + size));
  return found;
}

/** How little of a name may be said for it to be meant; measured on the demo catalogue's names. */
const leastShare = 0.4;

/** Sounds say less than characters, so more of them must agree. */
const leastSound = 0.6;

/**
 * Finds the things whose Chinese names sound like what was said: typed in pinyin, or with a wrong
 * character of the same sound. `reading` gives a text's sounds in Latin letters. For what `findNamed`
 * does not find; several equally near ones are all returned.
 */
export function findSounding<T extends { readonly name: string }>(
  things: readonly T[],
  text: string,
  reading: (text: string) => string,
): T[] {
  const heard = things
    .filter(({ name }) => /\p{Script=Han}/u.test(name))
    .map((thing) => ({ thing, name: reading(thing.name) }));
  return closest(heard, reading(text), leastSound, sounds).map(({ thing }) => thing);
}

/**
 * Finds which named things a customer speaks of: whole names first, else the numbers that tell
 * them apart (“129 套餐”), else names mostly said, where words that all names share count little.
 * Several equally good ones are all returned, so the caller asks instead of guessing (R8, E7).
 */
export function findNamed<T extends { readonly name: string }>(
  things: readonly T[],
  text: string,
): T[] {
  const foldedText = fold(text);
  const whole = things.filter(({ name }) => foldedText.includes(fold(name)));
  if (whole.length > 0) return whole.sort((a, b) => b.name.length - a.name.length);
  const saidAmounts = amounts(text);
  const byAmount = things.filter(({ name }) =>
    amounts(name).some((amount) => saidAmounts.includes(amount)),
  );
  if (byAmount.length === 1) return byAmount;
  const said = numbers(text);
  const byNumber = things.filter(({ name }) =>
    numbers(name).some((number) => said.includes(number)),
  );
  if (byNumber.length === 1) return byNumber;
  return byNumber.length > 0 ? closest(byNumber, text, 0) : closest(things, text, leastShare);
}

function closest<T extends { readonly name: string }>(
  things: readonly T[],
  text: string,
  least: number,
  cut = pieces,
): T[] {
  const named = things.map((thing) => ({ thing, parts: [...cut(thing.name)] }));
  const howMany = new Map<string, number>();
  for (const part of named.flatMap(({ parts }) => parts))
    howMany.set(part, (howMany.get(part) ?? 0) + 1);
  const weight = (parts: readonly string[]) =>
    parts.reduce((total, part) => total + 1 / (howMany.get(part) ?? 1), 0);
  const saidPieces = cut(text);
  const scored = named.map(({ thing, parts }) => ({
    thing,
    score: weight(parts.filter((part) => saidPieces.has(part))) / Math.max(weight(parts), 1),
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score >= least && score >= best - 0.1)
    .map(({ thing }) => thing);
}
