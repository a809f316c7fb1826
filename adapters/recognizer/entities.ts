import type { Language } from '../../domain/language.ts';
import { hiddenMark } from '../../domain/masking.ts';
import { findPersonalData, type TypedDatum } from '../../domain/personalData.ts';
import type { Entity } from '../../ports/recognizer.ts';
import { amountEntities } from './amountEntity.ts';
import { periodEntities } from './periodEntity.ts';
import type { Project } from './project.ts';
import { isSurelyPinyin } from './sounds.ts';

/** Finds entities in a text. Both recognisers use it, so both give the same values. */
export type FindEntities = (text: string, today: string) => Entity[];

/** What names a thing may lie over what is a value: “漫游费” is a line of a bill, “漫游” in it a kind of record. */
const named = new Set(['billItem']);

/** Personal data as entities, by what the detector calls it; masked or not. No value: nobody keys by it. */
const personal: Readonly<Partial<Record<TypedDatum, string>>> = {
  ownNumber: 'phoneNumber',
  otherNumber: 'phoneNumber',
  address: 'address',
  email: 'email',
};

interface Synonym {
  readonly category: string;
  readonly listKey: string;
  readonly value: string;
}

/** Makes the finder for a project's lists; months, sums and personal data are worked out, lists are looked up. */
export function entityFinder({ assets }: Project): FindEntities {
  const synonyms = assets.entities
    .filter(({ category }) => category !== 'period')
    .flatMap(({ category, list }) =>
      (list?.sublists ?? []).flatMap(({ listKey, synonyms: languages }) =>
        languages.flatMap(({ values }) =>
          values.map((value): Synonym => ({ category, listKey, value: value.toLowerCase() })),
        ),
      ),
    )
    .sort((a, b) => b.value.length - a.value.length);
  const things = synonyms.filter(({ category }) => named.has(category));
  const values = synonyms.filter(({ category }) => !named.has(category));
  return (text, today) =>
    [
      ...lookUp(values, text, [...periodEntities(text, today), ...amountEntities(text)]),
      ...lookUp(things, text, []),
      ...personalEntities(text),
    ].sort((a, b) => a.offset - b.offset);
}

/** Adds what is on the lists, the longest first, where nothing was found yet. */
function lookUp(synonyms: readonly Synonym[], text: string, found: Entity[]): Entity[] {
  const lower = text.toLowerCase();
  for (const { category, listKey, value } of synonyms) {
    const offset = indexOfWord(lower, value);
    const length = value.length;
    const overlaps = found.some(
      (entity) => offset < entity.offset + entity.length && entity.offset < offset + length,
    );
    if (offset < 0 || overlaps) continue;
    const said = text.slice(offset, offset + length);
    found.push({ category, text: said, offset, length, value: listKey });
  }
  return found;
}

function personalEntities(text: string): Entity[] {
  return findPersonalData(text).flatMap(({ datum, start, end }) => {
    const category = personal[datum];
    const place = { text: text.slice(start, end), offset: start, length: end - start };
    return category ? [{ category, ...place }] : [];
  });
}

/** English words stand alone: “gb” is not in “rugby”. Chinese has no such borders. */
function indexOfWord(text: string, word: string): number {
  const isLatin = /^[\x20-\x7e]+$/.test(word);
  for (let offset = text.indexOf(word); offset >= 0; offset = text.indexOf(word, offset + 1)) {
    const before = text[offset - 1] ?? ' ';
    const after = text[offset + word.length] ?? ' ';
    if (!isLatin || (!/[a-z]/.test(before) && !/[a-z0-9]/.test(after))) return offset;
  }
  return -1;
}

/**
 * The language the words show: any Chinese character, or at least one English word of four letters or two
 * words. Pinyin is Chinese, but of somebody who may be unable to type it: it shows none.
 */
export function languageOf(text: string): Language | undefined {
  if (/\p{Script=Han}/u.test(text.replaceAll(hiddenMark, ''))) return 'zh-CN';
  if (isSurelyPinyin(text)) return undefined;
  const words = text.match(/[a-z']{2,}/gi) ?? [];
  return words.length >= 2 || words.some((word) => word.length >= 4) ? 'en' : undefined;
}
