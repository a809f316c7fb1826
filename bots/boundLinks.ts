import {
  type BoundLink,
  browserKey,
  newSecret,
  type OncePagePath,
  oncePageKey,
  pageLifetimeMs,
  pairingKey,
} from '../dialogs/shared/oncePage.ts';
import type { Clock, Ids, Vault } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';

/** What opening links needs. */
export interface BoundLinkParts {
  readonly store: Pick<Store, 'readLink' | 'useLink' | 'issueLink' | 'count'>;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** Why a link does not open; the page says the same for all but `tooMany`. */
export type LinkRefusal = 'closed' | 'otherBrowser' | 'tooMany';

const wrongPairings = 5;
const pairingWindowMs = 10 * 60_000;

/**
 * Links that open once, in the browser of the chat or with the digits it showed: one way for records,
 * agreements, one's own data, a PUK, an address (R18, rights §5.2). `shown` is the secret of the
 * sender's browser, or the digits that were typed.
 */
export function createBoundLinks({ store, vault, clock }: BoundLinkParts) {
  const now = () => clock().toISOString();
  const digestOf = (path: OncePagePath, secret: string) => vault.digest(oncePageKey(path, secret));

  /** Digits can be guessed five times, then the link is dead; a try is counted before it is looked at. */
  async function judge(
    path: OncePagePath,
    secret: string,
    { proof, isPaired }: BoundLink<unknown>,
    shown: string | undefined,
  ): Promise<LinkRefusal | undefined> {
    if (shown === undefined) return 'otherBrowser';
    if (!isPaired) return vault.matches(browserKey(shown), proof) ? undefined : 'otherBrowser';
    const digest = digestOf(path, secret);
    const { count } = await store.count(`link:pairing:${digest}`, now(), pairingWindowMs);
    if (count > wrongPairings) {
      await store.useLink(digest, now());
      return 'tooMany';
    }
    return vault.matches(pairingKey(secret, shown), proof) ? undefined : 'otherBrowser';
  }

  return {
    /** What a link opens, without using it up: first look that there is something to show. */
    async read<Opens>(
      path: OncePagePath,
      secret: string,
      shown: string | undefined,
    ): Promise<BoundLink<Opens> | LinkRefusal> {
      const sealed = await store.readLink(digestOf(path, secret), now());
      if (sealed === undefined) return 'closed';
      const link = JSON.parse(vault.open(sealed)) as BoundLink<Opens>;
      return (await judge(path, secret, link, shown)) ?? link;
    },

    /** Uses a link up. False: of two that opened it at once, this is not the first. */
    async use(path: OncePagePath, secret: string): Promise<boolean> {
      return (await store.useLink(digestOf(path, secret), now())) !== undefined;
    },

    /** A link on a page that was just opened, for whoever opened it; gives its secret. */
    async issue(
      path: OncePagePath,
      opens: object,
      { proof, isPaired }: BoundLink<unknown>,
      { shown, newId }: { readonly shown: string; readonly newId: Ids },
    ): Promise<string> {
      const secret = newSecret(newId);
      const bound: BoundLink<object> = {
        opens,
        proof: isPaired ? vault.digest(pairingKey(secret, shown)) : proof,
        isPaired,
      };
      await store.issueLink({
        digest: digestOf(path, secret),
        sealedPayload: vault.seal(JSON.stringify(bound)),
        expiresAt: new Date(clock().getTime() + pageLifetimeMs).toISOString(),
      });
      return secret;
    },
  };
}
