import type { Opened, Reception } from '../../bots/reception.ts';
import type { Clock, Vault } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import type { WeChatAddress } from '../weChat/delivery.ts';
import { addressOf, customerOf, type KfCustomer } from './account.ts';

/** What knowing a customer needs. */
export interface CustomerParts {
  readonly corpId: string;
  readonly reception: Reception;
  readonly store: Pick<Store, 'weChat'>;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** What beginning conversations' ids are known by. */
export const conversationPrefix = 'wk-';

/** The customer's own word lets five messages be sent within 48 hours; a code lets one. */
const allowances = {
  message: { count: 5, ms: 48 * 3_600_000 },
  scene: { count: 1, ms: 20_000 },
} as const;

/** A customer as conversations know them. */
export function senderOf(
  { vault, corpId }: Pick<CustomerParts, 'vault' | 'corpId'>,
  { openKfId, userId }: KfCustomer,
) {
  return {
    conversationId: `${conversationPrefix}${vault.digest(`wecom|${corpId}|${openKfId}|${userId}`)}`,
    channelId: 'wecom',
    userId: vault.digest(`wecom|${userId}`),
  };
}

/** Where replies to a customer go, sealed. */
export function sealedAddressOf(vault: Vault, customer: KfCustomer): string {
  const address: WeChatAddress = { openId: addressOf(customer) };
  return vault.seal(JSON.stringify(address));
}

/** What `sealedAddressOf` sealed. */
export function customerAt(vault: Vault, sealed: string): KfCustomer {
  return customerOf((JSON.parse(vault.open(sealed)) as WeChatAddress).openId);
}

/** Opens the customer's conversation, unless it is open. */
export const open = (parts: CustomerParts, customer: KfCustomer): Promise<Opened> =>
  parts.reception.open({
    ...senderOf(parts, customer),
    reference: { sealed: sealedAddressOf(parts.vault, customer) },
  });

/** Lets as many messages be sent as the customer's deed allows. */
export async function allow(
  parts: CustomerParts,
  customer: KfCustomer,
  kind: keyof typeof allowances,
): Promise<void> {
  const { count, ms } = allowances[kind];
  const { conversationId } = senderOf(parts, customer);
  const until = new Date(parts.clock().getTime() + ms).toISOString();
  await parts.store.weChat.allow({ conversationId, kind, count, until });
}
