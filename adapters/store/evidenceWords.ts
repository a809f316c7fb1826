import { readFileSync } from 'node:fs';
import type { Language } from '../../domain/language.ts';

/** What stands in the places of a sentence. */
export type Values = Readonly<Record<string, string | number>>;

/** A command's sentences in one language, by their dotted key. */
export interface Words {
  /** Undefined when there is no such sentence, or no value for one of its places. */
  find(key: string, values?: Values): string | undefined;
  /** The same; throws where there is none. */
  say(key: string, values?: Values): string;
  /** The places of a sentence. */
  places(key: string): readonly string[];
}

type Table = { readonly [key: string]: string | Table };

/** Reads `evidence.json` of one language. */
export function evidenceWords(language: Language): Words {
  return wordsOf('evidence', language);
}

/** Reads a command's locale file. */
export function wordsOf(name: string, language: Language): Words {
  const file = new URL(`../../locales/${language}/${name}.json`, import.meta.url);
  const table = JSON.parse(readFileSync(file, 'utf8')) as Table;
  const sentenceOf = (key: string): string | undefined => {
    let found: string | Table | undefined = table;
    for (const part of key.split('.')) {
      const inner: Table = typeof found === 'object' ? found : {};
      found = Object.hasOwn(inner, part) ? inner[part] : undefined;
    }
    return typeof found === 'string' ? found : undefined;
  };
  const places = (key: string) =>
    [...(sentenceOf(key) ?? '').matchAll(/{{(\w+)}}/g)].map(([, place = '']) => place);
  const find = (key: string, values: Values = {}) => {
    if (!places(key).every((place) => Object.hasOwn(values, place))) return undefined;
    return sentenceOf(key)?.replace(/{{(\w+)}}/g, (_all, place: string) => String(values[place]));
  };
  return {
    find,
    places,
    say(key, values) {
      const sentence = find(key, values);
      if (sentence === undefined) throw new Error(`no sentence ${name}:${key}`);
      return sentence;
    },
  };
}
