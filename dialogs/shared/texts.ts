import { readdirSync, readFileSync } from 'node:fs';
import { createInstance, type i18n } from 'i18next';
import type { Language } from '../../domain/language.ts';

/** Looks a sentence up by `dialog:key`. Throws when the key or a placeholder's value is missing. */
export type Translate = (key: string, data?: Readonly<Record<string, string | number>>) => string;

/** The sentences of every language, loaded once. */
export type Texts = Record<Language, Translate>;

const languages: readonly Language[] = ['zh-CN', 'en'];

function load(folder: URL): Record<string, unknown> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -5),
      JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
    ]),
  );
}

/**
 * Loads `locales/`, one file per dialog and language. There is no fallback language: a sentence
 * that is missing is a bug and throws, because a half-translated disclosure misleads (E14).
 */
export function loadTexts(folder: URL = new URL('../../locales/', import.meta.url)): Texts {
  const resources = Object.fromEntries(
    languages.map((language) => [language, load(new URL(`${language}/`, folder))]),
  );
  const instance: i18n = createInstance();
  instance.init({
    resources: resources as never,
    lng: 'zh-CN',
    fallbackLng: false,
    ns: Object.keys(resources['zh-CN'] ?? {}),
    initAsync: false,
    interpolation: { escapeValue: false },
    saveMissing: true,
    missingKeyHandler: (_languages: unknown, namespace: string, key: string) => {
      throw new Error(`no sentence ${namespace}:${key}`);
    },
    missingInterpolationHandler: (_text: string, match: RegExpExecArray) => {
      throw new Error(`no value for ${match[0]}`);
    },
  } as never);
  // `getFixedT` would copy all of i18next's options for every sentence.
  const translate =
    (language: Language): Translate =>
    (key, data) =>
      instance.t(key, { ...data, lng: language }) as string;
  return { 'zh-CN': translate('zh-CN'), en: translate('en') };
}
