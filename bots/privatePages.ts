import type { PrivateLink } from '../dialogs/shared/grantedTalk.ts';
import { type Grant, readGrant } from '../domain/grant.ts';
import type { Language } from '../domain/language.ts';
import { maskFor } from '../domain/masking.ts';
import type { Carrier, RegisteredData } from '../ports/carrier.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import { createBoundLinks } from './boundLinks.ts';

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
 * Opens what chat never shows, by the secret of a link, once, for whom it was asked (R18). It is read
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

  const links = createBoundLinks({ store, vault, clock });
  return async (secret: string, shown: string | undefined): Promise<PrivatePage | undefined> => {
    const link = await links.read<PrivateLink>('private', secret, shown);
    if (typeof link === 'string') return undefined;
    const grant = grantOf(link.opens, clock());
    const page = grant && (await read(grant, link.opens));
    return page && (await links.use('private', secret)) ? page : undefined;
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
