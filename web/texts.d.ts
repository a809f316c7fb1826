export type PageLanguage = 'zh-CN' | 'en';
export const texts: Readonly<Record<PageLanguage, Readonly<Record<string, string>>>>;
export function say(
  language: PageLanguage,
  key: string,
  values?: Readonly<Record<string, string | number>>,
): string;
