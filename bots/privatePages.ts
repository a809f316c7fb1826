import { browserKey, type PrivateLink } from '../dialogs/shared/grantedTalk.ts';
import { oncePageKey } from '../dialogs/shared/oncePage.ts';
import { type Grant, readGrant } from '../domain/grant.ts';
import type { Language } from '../domain/language.ts';
import { maskFor } from '../domain/masking.ts';
import type { Carrier, RegisteredData } from '../ports/carrier.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';

/** What opening needs. */
export interface PrivatePageParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly carrier: Pick<Carrier, 'simPuk' | 'registeredData'>;
}

/** What is read on a private page, each datum in the form that a page after a fresh code may have (rights §5.3 P). */
export type PrivatePage = { readonly language: Language } & (
  | { readonly what: 'puk'; readonly puk: string }
  | { readonly what: 'registeredData'; readonly registered: ShownData }
);

/** As `RegisteredData`, masked for the page. */
export interface ShownData {
  readonly name?: string | undefined;
  readonly identityKind?: NonNullable<RegisteredData['identity']>['kind'] | undefined;
  readonly identityNumber?: string | undefined;
  readonly address?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * Opens what chat never shows, by the secret of a link, once, in the browser of the chat (R18). It is read
 * from the operator while it is opened and kept nowhere. Undefined: no such link, or not theirs; the link
 * is used up only when there was something to show. Throws `Unavailable`.
 */
export function createPrivatePages({ store, vault, clock, carrier }: PrivatePageParts) {
  async function read(grant: Grant, { what, language }: PrivateLink) {
    if (what === 'registeredData')
      return { what, language, registered: shownData(await carrier.registeredData(grant)) };
    const puk = maskFor('secret', 'panel', (await carrier.simPuk(grant)) ?? '');
    return puk ? { what, language, puk } : undefined;
  }

  return async (secret: string, browser: string | undefined): Promise<PrivatePage | undefined> => {
    const digest = vault.digest(oncePageKey('private', secret));
    const now = () => clock().toISOString();
    const sealed = await store.readLink(digest, now());
    if (sealed === undefined) return undefined;
    const link = JSON.parse(vault.open(sealed)) as PrivateLink;
    const { browserDigest } = link;
    const isTheirs =
      browserDigest === undefined || vault.matches(browserKey(browser ?? ''), browserDigest);
    const grant = isTheirs ? grantOf(link, clock()) : undefined;
    const page = grant && (await read(grant, link));
    // Of two that open at once, the store lets one.
    return page && (await store.useLink(digest, now())) !== undefined ? page : undefined;
  };
}

/** Undefined when its minutes are over. */
function grantOf({ grant }: PrivateLink, now: Date): Grant | undefined {
  try {
    return readGrant(grant, now);
  } catch {
    return undefined;
  }
}

function shownData({ name, identity, address, email }: RegisteredData): ShownData {
  return {
    name: name && maskFor('name', 'panel', name),
    identityKind: identity?.kind,
    identityNumber: identity && maskFor('identityNumber', 'panel', identity.number),
    address: address && maskFor('address', 'panel', address),
    email: email && maskFor('email', 'panel', email),
  };
}
