import type { Language } from '../../domain/language.ts';
import { hiddenMark } from '../../domain/masking.ts';
import type { Entity } from '../../ports/recognizer.ts';
import { amountEntities } from './amountEntity.ts';
import { periodEntities } from './periodEntity.ts';
import type { Project } from './project.ts';

/** Finds entities in a text. Both recognisers use it, so both give the same values. */
export type FindEntities = (text: string, today: string) => Entity[];

/** Makes the finder for a project's lists; months and sums are worked out, lists are looked up. */
export function entityFinder({ assets }: Project): FindEntities {
  const synonyms = assets.entities
    .filter(({ category }) => category !== 'period')
    .flatMap(({ category, list }) =>
      (list?.sublists ?? []).flatMap(({ listKey, synonyms: languages }) =>
        languages.flatMap(({ values }) =>
          values.map((value) => ({ category, listKey, value: value.toLowerCase() })),
        ),
      ),
    )
    .sort((a, b) => b.value.length - a.value.length);
  return (text, today) => {
    const found = [...periodEntities(text, today), ...amountEntities(text)];
    const lower = text.toLowerCase();
    for (const { category, listKey, value } of synonyms) {
      const offset = indexOfWord(lower, value);
      const length = value.length;
      const overlaps = found.some(
        (entity) => offset < entity.offset + entity.length && entity.offset < offset + length,
      );
      if (offset >= 0 && !overlaps) {
        found.push({
          category,
          text: text.slice(offset, offset + length),
          offset,
          length,
          value: listKey,
        });
      }
    }
    return found.sort((a, b) => a.offset - b.offset);
  };
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

/** The language the words show: any Chinese character, or at least one English word of four letters or two words. */
export function languageOf(text: string): Language | undefined {
  if (/\p{Script=Han}/u.test(text.replaceAll(hiddenMark, ''))) return 'zh-CN';
  const words = text.match(/[a-z']{2,}/gi) ?? [];
  return words.length >= 2 || words.some((word) => word.length >= 4) ? 'en' : undefined;
}
