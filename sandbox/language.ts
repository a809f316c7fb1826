/** The languages the demo operator's texts are written in. */
export type Language = 'zh-CN' | 'en';

/** The language of an Accept-Language header: English only when it is preferred to Chinese. */
export function languageOf(header: string | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'zh-CN', weight: 0 };
  for (const part of (header ?? '').toLowerCase().split(',')) {
    const [tag = '', ...parameters] = part.split(';').map((word) => word.trim());
    const weight = Number(parameters.find((word) => word.startsWith('q='))?.slice(2) ?? 1);
    const language = tag.startsWith('en') ? 'en' : tag.startsWith('zh') ? 'zh-CN' : undefined;
    if (language && weight > best.weight) best = { language, weight };
  }
  return best.language;
}

const known = { 'zh-CN': new WeakMap<object, unknown>(), en: new WeakMap<object, unknown>() };

/** Puts one language in place of every bilingual string. Remembered: resources are never changed in place. */
export function localise(value: unknown, language: Language): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const before = known[language].get(value);
  if (before !== undefined) return before;
  const result = translated(value, language);
  if (typeof result === 'object' && result !== null) known[language].set(value, result);
  return result;
}

function translated(value: object, language: Language): unknown {
  if (Array.isArray(value)) return value.map((item) => localise(item, language));
  if ('zh-CN' in value && 'en' in value) return value[language];
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, localise(inner, language)]),
  );
}
