import { readFileSync } from 'node:fs';
import { type PageLanguage, say } from './texts.ts';

/** What a page says about whose it is and what the browser needs to know. */
export interface PageFacts {
  readonly language: PageLanguage;
  readonly operator: Readonly<Record<PageLanguage, string>>;
  readonly hotline: string;
  /** `/assets/{version}`, without a slash at the end. */
  readonly assets: string;
  /** Pages of other origins that may embed the widget. */
  readonly widgetOrigins: readonly string[];
  /** The demo phone is on the page. */
  readonly phone: boolean;
  /** Where the demo operator's own pages are. */
  readonly sandboxUrl?: string | undefined;
  readonly nonce: string;
  /** What the panel of itemised records is told at its start. */
  readonly panel?: unknown;
}

/** What several pages have in common. */
const parts = ['head', 'options', 'chat'];

/** Reads a page's template once and fills it for each request. */
export function openPage(name: 'index' | 'widget' | 'records'): (facts: PageFacts) => string {
  const template = parts.reduce(
    (page, part) => page.replace(`{{${part}}}\n`, readTemplate(part)),
    readTemplate(name),
  );
  return (facts) => fill(facts.phone ? template : withoutPhone(template), facts);
}

function readTemplate(name: string): string {
  return readFileSync(new URL(`${name}.html`, import.meta.url), 'utf8');
}

/** The parts of a page between `<!-- phone -->` and `<!-- /phone -->` are for demonstrations. */
function withoutPhone(template: string): string {
  return template.replace(/<!-- phone -->[\s\S]*?<!-- \/phone -->/g, '');
}

/** `{{key}}` is a fact or a text; texts stand in the page before any script runs. */
function fill(template: string, { language, operator, hotline, ...facts }: PageFacts): string {
  const { assets, nonce, widgetOrigins, panel, sandboxUrl = '' } = facts;
  const forBrowser = JSON.stringify({ operator, hotline, assets, widgetOrigins, panel });
  const known = new Map([
    ['facts', forBrowser],
    ['assets', assets],
    ['nonce', nonce],
    ['sandboxUrl', sandboxUrl],
  ]);
  const words = { operator: operator[language], hotline };
  return template
    .replace('<html lang="zh-CN">', `<html lang="${language}">`)
    .replace(/\{\{(\w+)\}\}/g, (_, key) => escaped(known.get(key) ?? say(language, key, words)));
}

/** Text as HTML shows it, whatever is in it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
