import type { Vault } from '../../ports/services.ts';
import type { Talk } from './talk.ts';
import type { Turn } from './turn.ts';

/** Pages that open once, by the first part of their address. */
export type OncePagePath = 'agreements' | 'my-data' | 'private' | 'records' | 'transcripts';

/** Where something can be read, once and for a few minutes. */
export interface OncePage {
  readonly url: string;
  readonly minutes: number;
  /** Four digits to type on the page, where the channel cannot tell the customer's browser. */
  readonly pairing?: string;
}

/** What a link opens and for whom, sealed: a link that is passed on, or found, opens for nobody (rights §5.2). */
export interface BoundLink<Opens> {
  readonly opens: Opens;
  /** Keyed hash of what must be shown to open it: the browser's secret, or the pairing digits. */
  readonly proof: string;
  readonly isPaired: boolean;
}

/** How long a one-use page may be opened (rights §5.2: at most five minutes). */
export const pageLifetimeMs = 5 * 60_000;

const pairingDigits = 4;

/** Issues a link in this turn, for the browser of this chat; what it opens travels sealed. */
export function issueOncePage(turn: Turn, path: OncePagePath, opens: object): OncePage {
  const { vault, newId, randomDigits, operator } = turn.services;
  const secret = newSecret(newId);
  const pairing = turn.browserDigest ? undefined : randomDigits(pairingDigits);
  const bound: BoundLink<object> = {
    opens,
    proof: turn.browserDigest ?? vault.digest(pairingKey(secret, pairing ?? '')),
    isPaired: pairing !== undefined,
  };
  const digest = vault.digest(oncePageKey(path, secret));
  const { pages = [] } = turn.state;
  turn.state.pages = [...pages, digest, sessionDigest(vault, sessionOf(vault, secret))].slice(-20);
  turn.link({
    digest,
    sealedPayload: vault.seal(JSON.stringify(bound)),
    expiresAt: new Date(turn.now.getTime() + pageLifetimeMs).toISOString(),
  });
  return {
    url: `${operator.publicUrl}/${path}/${secret}`,
    minutes: pageLifetimeMs / 60_000,
    ...(pairing !== undefined && { pairing }),
  };
}

/**
 * Closes what the links of this chat have open, or still could open: whoever sits down at the same browser
 * next gets none of it (rights §5.5).
 */
export function closePages(turn: Turn): void {
  for (const digest of turn.state.pages ?? [])
    turn.link({ digest, sealedPayload: '', expiresAt: turn.now.toISOString() });
  turn.state.pages = undefined;
}

/** The secret of the panel that a link opens: whoever has the link alone cannot make it. */
export function sessionOf(vault: Vault, secret: string): string {
  return vault.digest(`recordsPanel|${secret}`);
}

/** Under which digest an open panel is kept. */
export function sessionDigest(vault: Vault, session: string): string {
  return vault.digest(`recordsSession|${session}`);
}

/** The secret of a link: 64 hex digits that nobody guesses. */
export function newSecret(newId: () => string): string {
  return `${newId()}${newId()}`.replaceAll('-', '');
}

/** Under which key a page is kept: its address holds the secret, the store only its hash. */
export function oncePageKey(path: OncePagePath, secret: string): string {
  return `${path}|${secret}`;
}

/** Under which key a browser's secret is hashed. */
export function browserKey(browser: string): string {
  return `browser|${browser}`;
}

/** Under which key pairing digits are hashed: they open this one page. */
export function pairingKey(secret: string, digits: string): string {
  return `pairing|${secret}|${digits}`;
}

/** For whom the link of a page opens, said beside it. */
export function linkNote({ pairing }: OncePage, { t }: Pick<Talk, 't'>): string {
  return pairing === undefined
    ? t('common:link.thisBrowser')
    : t('common:link.paired', { pairing });
}
