import type { Said } from '../../domain/change.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Json, object, text } from './read.ts';

/** What the operator words as “none” when a field does not apply. */
const noneWords: ReadonlySet<string> = new Set(['无', 'None', '不适用', 'Not applicable']);

/** A text, or undefined where it only says that the field does not apply. */
export function unlessNone(value: unknown): string | undefined {
  const found = text(value);
  return found === undefined || noneWords.has(found) ? undefined : found;
}

/**
 * The same resource in Chinese and in English → one: of the properties named, a text that differs
 * becomes `Said` and everything else must be the same. A price that is one in Chinese and another
 * in English, or changed between the two answers, is not known: `Unavailable` (R9).
 */
export function bothLanguages(chinese: Json, english: Json, properties: readonly string[]): Json {
  return Object.fromEntries(
    properties.flatMap((name) => {
      const value = merged(chinese[name], english[name], name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function merged(chinese: unknown, english: unknown, name: string): unknown {
  if (chinese === english) return chinese;
  if (typeof chinese === 'string' && typeof english === 'string')
    return { 'zh-CN': chinese, en: english };
  if (Array.isArray(chinese) && Array.isArray(english) && chinese.length === english.length)
    return chinese.map((each, index) => merged(each, english[index], name));
  if (isObject(chinese) && isObject(english)) {
    const names = new Set([...Object.keys(chinese), ...Object.keys(english)]);
    return bothLanguages(chinese, english, [...names]);
  }
  throw new Unavailable('carrier', `nonsense: ${name} differs between the languages`);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A sentence of the operator's in every language, or undefined. */
export function said(value: unknown): Said | undefined {
  const { 'zh-CN': chinese, en: english } =
    typeof value === 'string' ? { 'zh-CN': value, en: value } : object(value);
  const [inChinese, inEnglish] = [text(chinese), text(english)];
  return inChinese && inEnglish ? { 'zh-CN': inChinese, en: inEnglish } : undefined;
}

/** Whether a sentence is the operator's way to write that a field does not apply. */
export function isNone(value: unknown): boolean {
  const sentence = said(value);
  return sentence !== undefined && noneWords.has(sentence['zh-CN']) && noneWords.has(sentence.en);
}
