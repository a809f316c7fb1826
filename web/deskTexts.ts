import { readFileSync } from 'node:fs';
import { type PageLanguage, placeholder, sayer } from './texts.ts';

const file = (language: PageLanguage, name: string) =>
  JSON.parse(readFileSync(new URL(`../locales/${language}/${name}.json`, import.meta.url), 'utf8'));

const read = (language: PageLanguage): Readonly<Record<string, string>> => ({
  ...file(language, 'desk'),
  ...Object.fromEntries(
    Object.entries<string>(file(language, 'common').intent).map(([intent, label]) => [
      `intent_${intent}`,
      label,
    ]),
  ),
});

/** Every sentence of the agents' pages and papers, from `locales/`; wishes by the names customers read. */
const deskTexts = { 'zh-CN': read('zh-CN'), en: read('en') } as const;

/** The sentence behind a key of the desk. */
export const deskSay = sayer(deskTexts);

/** What a wish is called; one without a name of its own by its id. */
export function intentName(language: PageLanguage, intent: string): string {
  return deskTexts[language][`intent_${intent}`] ?? intent;
}

/** What the desk's scripts import as `deskTexts.js`; an unknown key is shown as its own last part. */
export const deskTextsModule = `const texts = ${JSON.stringify(deskTexts)};
export const say = (language, key, values = {}) =>
  (texts[language][key] ?? key.replace(/^[a-z]+_/, '')).replace(${placeholder}, (whole, name) => values[name] ?? whole);
`;
