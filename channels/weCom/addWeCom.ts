import type { Server } from 'restify';
import type { DeskDoor } from '../../bots/deskDoor.ts';
import type { Reception } from '../../bots/reception.ts';
import type { Clock, Log, Vault } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import type { View } from '../../ports/view.ts';
import type { Deliver } from '../botFramework.ts';
import { pacePerMinute } from '../rateLimits.ts';
import { createWeChatSender } from '../weChat/sender.ts';
import type { WeComAccount } from './account.ts';
import { conversationPrefix } from './customer.ts';
import { addWeComDoor } from './door.ts';
import { createWeComPlatform } from './platform.ts';
import { createPull } from './pull.ts';

/** What 微信客服 needs. */
export interface WeComParts {
  readonly account: WeComAccount;
  readonly reception: Reception;
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly moreToCome: (language: View['language']) => string;
  /** Hears of people who take chats over in WeCom's own client, where they are the desk. */
  readonly door: DeskDoor;
  /** Messages of one customer. */
  readonly postsPerMinute: number;
  /** Said once a minute to who sends more. */
  readonly tooFast: string;
}

/** The open channel. */
export interface WeCom {
  readonly deliver: Deliver;
  /** Reads what came while the server was away. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the channel: a bell at `/channels/wecom`, messages pulled behind a cursor, answers pushed. */
export function addWeCom(server: Server, parts: WeComParts): WeCom {
  const platform = createWeComPlatform(parts);
  const pace = pacePerMinute(parts.postsPerMinute);
  const pull = createPull({ ...parts, corpId: parts.account.corpId, platform, pace });
  addWeComDoor(server, { ...parts, onBell: pull.ring });
  return { deliver: createWeChatSender({ ...parts, platform }), ...pull };
}

/** Whether a delivery is this channel's: it is made like one of WeChat's. */
export function isForWeCom(payload: unknown): boolean {
  const { conversationId } = payload as { conversationId?: unknown };
  return String(conversationId).startsWith(conversationPrefix);
}
