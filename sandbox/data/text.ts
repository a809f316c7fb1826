/** A string in both languages; the server answers in the one that Accept-Language asks for. */
export interface Bilingual {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** Writes a bilingual string, Chinese first. */
export function say(chinese: string, english: string): Bilingual {
  return { 'zh-CN': chinese, en: english };
}
