import { readFileSync } from 'node:fs';
import type { PageLanguage } from './texts.ts';

const json = (language: PageLanguage, file: string) =>
  JSON.parse(readFileSync(new URL(`../locales/${language}/${file}.json`, import.meta.url), 'utf8'));

/** The desk's own sentences, and what customers' wishes are called everywhere, as `intent_checkBill`. */
const read = (language: PageLanguage): Readonly<Record<string, string>> => {
  const names: Readonly<Record<string, string>> = json(language, 'common').intent;
  const wishes = Object.entries(names).map(([intent, name]) => [`intent_${intent}`, name]);
  return { ...json(language, 'desk'), ...Object.fromEntries(wishes) };
};

/** Every sentence of the agents' pages and papers, from `locales/`. */
const deskTexts = { 'zh-CN': read('zh-CN'), en: read('en') } as const;
const placeholder = /\{\{(\w+)\}\}/g;

/** The sentence behind a key, with `{{name}}` filled in. Throws when there is none. */
export function deskSay(
  language: PageLanguage,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const sentence = deskTexts[language][key];
  if (sentence === undefined) throw new Error(`no sentence desk:${key}`);
  return sentence.replace(placeholder, (whole, name) => String(values[name] ?? whole));
}

/** What a wish is called; one without a name of its own by its id. */
export function intentName(language: PageLanguage, intent: string): string {
  return deskTexts[language][`intent_${intent}`] ?? intent;
}

/** What the desk's scripts import as `deskTexts.js`; an unknown key is shown as its own last part. */
export const deskTextsModule = `const texts = ${JSON.stringify(deskTexts)};
export const say = (language, key, values = {}) =>
  (texts[language][key] ?? key.replace(/^[a-z]+_/, '')).replace(${placeholder}, (whole, name) => values[name] ?? whole);
`;
