import type { Server } from 'restify';
import type { Reception } from '../../bots/reception.ts';
import type { Clock, Log, Vault } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import type { Deliver } from '../botFramework.ts';
import { closedDelivery } from '../delivery.ts';
import { pacePerMinute } from '../rateLimits.ts';
import type { WeChatAccount } from './account.ts';
import { addWeChatDoor } from './door.ts';
import { createWeChatPlatform } from './platform.ts';
import { createHearPush } from './pushes.ts';
import { createWeChatSender, type SenderParts } from './sender.ts';
import { createTooFast } from './tooFast.ts';

/** What the channel of an official account needs. */
export interface WeChatParts extends Pick<SenderParts, 'moreToCome' | 'notice'> {
  /** Undefined: the channel is closed, and there is no such address. */
  readonly account: WeChatAccount | undefined;
  readonly reception: Reception;
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** Pushes about one follower. */
  readonly postsPerMinute: number;
  /** Said once a minute to who sends more. */
  readonly tooFast: string;
}

/** Opens the channel; returns the way messages of our own are delivered. */
export function addWeChat(server: Server, { account, ...parts }: WeChatParts): Deliver {
  if (!account) return closedDelivery;
  const platform = createWeChatPlatform({ ...parts, account });
  const typing = (openId: string) => void platform.typing(openId).catch(() => {});
  const tooFast = createTooFast(pacePerMinute(parts.postsPerMinute));
  const tooFastText = parts.tooFast;
  const hear = createHearPush({ ...parts, appId: account.appId, typing, tooFast, tooFastText });
  addWeChatDoor(server, { ...parts, account, hear });
  return createWeChatSender({ ...parts, platform });
}
