import type { Turn } from './turn.ts';

/** Pages that open once, by the first part of their address. */
export type OncePagePath = 'agreements' | 'my-data' | 'private';

/** Where something can be read, once and for a few minutes. */
export interface OncePage {
  readonly url: string;
  readonly minutes: number;
}

/** How long a one-use page may be opened (rights §5.2: at most five minutes). */
export const pageLifetimeMs = 5 * 60_000;

/** Issues a link in this turn; what it opens travels sealed. */
export function issueOncePage(turn: Turn, path: OncePagePath, opens: object): OncePage {
  const { vault, newId, operator } = turn.services;
  const secret = `${newId()}${newId()}`.replaceAll('-', '');
  turn.link({
    digest: vault.digest(oncePageKey(path, secret)),
    sealedPayload: vault.seal(JSON.stringify(opens)),
    expiresAt: new Date(turn.now.getTime() + pageLifetimeMs).toISOString(),
  });
  return { url: `${operator.publicUrl}/${path}/${secret}`, minutes: pageLifetimeMs / 60_000 };
}

/** Under which key a page is kept: its address holds the secret, the store only its hash. */
export function oncePageKey(path: OncePagePath, secret: string): string {
  return `${path}|${secret}`;
}
