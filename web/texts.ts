import { readFileSync } from 'node:fs';
import type { Language } from '../domain/language.ts';

export type PageLanguage = Language;

const read = (language: Language): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(new URL(`../locales/${language}/web.json`, import.meta.url), 'utf8'));

/** Every sentence of the pages, from `locales/`. */
export const texts = { 'zh-CN': read('zh-CN'), en: read('en') } as const;

/** What is filled in. */
export const placeholder = /\{\{(\w+)\}\}/g;

/** Makes what finds the sentence behind a key, with `{{name}}` filled in; it throws when there is none. */
export function sayer(sentences: Readonly<Record<Language, Readonly<Record<string, string>>>>) {
  return (
    language: Language,
    key: string,
    values: Readonly<Record<string, string | number>> = {},
  ): string => {
    const sentence = sentences[language][key];
    if (sentence === undefined) throw new Error(`no sentence ${key}`);
    return sentence.replace(placeholder, (whole, name) => String(values[name] ?? whole));
  };
}

/** The sentence behind a key of the pages. */
export const say = sayer(texts);

/** What scripts in the browser import as `texts.js`: the same sentences, filled in the same way. */
export const textsModule = `const texts = ${JSON.stringify(texts)};
export const say = (language, key, values = {}) =>
  texts[language][key].replace(${placeholder}, (whole, name) => values[name] ?? whole);
`;
