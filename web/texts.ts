import { readFileSync } from 'node:fs';
import type { Language } from '../domain/language.ts';

export type PageLanguage = Language;

const read = (language: Language): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(new URL(`../locales/${language}/web.json`, import.meta.url), 'utf8'));

/** Every sentence of the pages, from `locales/`. */
export const texts = { 'zh-CN': read('zh-CN'), en: read('en') } as const;

const placeholder = /\{\{(\w+)\}\}/g;

/** The sentence behind a key, with `{{name}}` filled in. Throws when there is none. */
export function say(
  language: Language,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const sentence = texts[language][key];
  if (sentence === undefined) throw new Error(`no sentence web:${key}`);
  return sentence.replace(placeholder, (whole, name) => String(values[name] ?? whole));
}

/** What scripts in the browser import as `texts.js`: the same sentences, filled in the same way. */
export const textsModule = `const texts = ${JSON.stringify(texts)};
export const say = (language, key, values = {}) =>
  texts[language][key].replace(${placeholder}, (whole, name) => values[name] ?? whole);
`;
