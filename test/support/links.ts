import { createVault } from '../../adapters/vault/vault.ts';
import { type BoundLink, browserKey } from '../../dialogs/shared/oncePage.ts';
import type { View } from '../../ports/view.ts';
import { vaultSecret } from './world.ts';

/** The last part of the address of a view's link. */
export function secretOf({ link }: View): string {
  return link?.url.split('/').at(-1) ?? '';
}

/** The digits that chat shows beside a link where it is in no browser of ours. */
export function pairingOf({ notes = [] }: View): string | undefined {
  return /(?:配对码，请输入|pairing digits: type) (\d{4})/.exec(notes.join('\n'))?.[1];
}

/** What opens a view's link: the digits beside it, or the browser that the chat is in where channels know it. */
export const keyOf = (view: View, browser: string): string => pairingOf(view) ?? browser;

/** What a link opens, for a browser, as it is sealed. */
export function boundTo(browser: string, opens: object): string {
  const vault = createVault(vaultSecret);
  const bound: BoundLink<object> = {
    opens,
    proof: vault.digest(browserKey(browser)),
    isPaired: false,
  };
  return vault.seal(JSON.stringify(bound));
}
