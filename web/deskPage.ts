import { readFileSync } from 'node:fs';
import { deskSay } from './deskTexts.ts';
import { escaped } from './html.ts';

const template = readFileSync(new URL('desk.html', import.meta.url), 'utf8');

/** What the desk's page is told at its start. */
export interface DeskPage {
  readonly assets: string;
  readonly nonce: string;
  readonly facts: unknown;
}

/** The desk's page; its scripts fill in the sentences in the agent's language. */
export function deskPage({ assets, nonce, facts }: DeskPage): string {
  const known: Readonly<Record<string, string>> = { assets, nonce, facts: JSON.stringify(facts) };
  return template.replace(/\{\{(\w+)\}\}/g, (_, key) =>
    escaped(known[key] ?? deskSay('zh-CN', key)),
  );
}
