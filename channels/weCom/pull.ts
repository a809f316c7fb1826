import { setTimeout as wait } from 'node:timers/promises';
import type { Reception } from '../../bots/reception.ts';
import type { Clock, Log, Vault } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import type { Pace } from '../rateLimits.ts';
import type { WeChatAddress } from '../weChat/delivery.ts';
import { tokenPrefix } from '../weChat/push.ts';
import { addressOf, type KfCustomer } from './account.ts';
import { type KfMessage, serviceStates, type WeComPlatform } from './platform.ts';

/** What pulling needs. */
export interface PullParts {
  readonly corpId: string;
  readonly platform: WeComPlatform;
  readonly reception: Reception;
  readonly store: Pick<Store, 'weChat' | 'weCom'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** How fast one customer may be: what is over it is refused unheard. */
  readonly pace: Pace;
  /** Said once a minute to who is faster. */
  readonly tooFast: string;
}

/** Reads what came to a kf account, now and again until the platform answers. */
export interface Pull {
  ring(openKfId: string, bell: string | undefined): void;
  /** Reads everything that came while nobody listened. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** What beginning conversations' ids are known by. */
export const conversationPrefix = 'wk-';

/** The customer's own word lets five messages be sent within 48 hours; entering lets one. */
const allowances = {
  message: { count: 5, ms: 48 * 3_600_000 },
  scene: { count: 1, ms: 20_000 },
} as const;

/**
 * Reads page by page behind the cursor that all processes share. It moves on when a page is recorded: after
 * a crash, or where two read at once, a page is read again, and each message has its own key.
 */
export function createPull(parts: PullParts): Pull {
  const { platform, store, log } = parts;
  const reading = new Map<string, Promise<void>>();
  const closing = new AbortController();

  async function readAll(openKfId: string, bell: string | undefined): Promise<void> {
    for (let isMore = true; isMore && !closing.signal.aborted; ) {
      const cursor = await store.weCom.cursor(openKfId);
      const page = await platform.sync(openKfId, cursor, bell);
      for (const message of page.msg_list) await hear(parts, message);
      await store.weCom.keepCursor(openKfId, page.next_cursor);
      isMore = page.has_more === 1;
    }
  }

  async function untilRead(openKfId: string, bell: string | undefined): Promise<void> {
    for (let waitMs = 1000; !closing.signal.aborted; waitMs = Math.min(60_000, waitMs * 2)) {
      try {
        return await readAll(openKfId, bell);
      } catch (error) {
        log.warn('weCom.notRead', { reason: (error as Error).name });
        await wait(waitMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      }
    }
  }

  /** Behind what is read already: a bell that rings meanwhile may be about something later. */
  function ring(openKfId: string, bell: string | undefined): void {
    const before = reading.get(openKfId) ?? Promise.resolve();
    const mine = before.then(() => untilRead(openKfId, bell));
    reading.set(openKfId, mine);
    void mine.finally(() => {
      if (reading.get(openKfId) === mine) reading.delete(openKfId);
    });
  }

  return {
    ring,
    async resume() {
      for (const openKfId of await store.weCom.accounts()) ring(openKfId, undefined);
    },
    async close() {
      closing.abort();
      await Promise.all(reading.values());
    },
  };
}

async function hear(parts: PullParts, message: KfMessage): Promise<void> {
  const { reception, platform, log } = parts;
  const { event, origin, msgid, text } = message;
  if (event?.event_type === 'enter_session' && event.welcome_code) {
    const { open_kfid: openKfId, external_userid: userId, welcome_code: welcomeCode } = event;
    const opened = await open(parts, { openKfId, userId, welcomeCode });
    if (!opened.duplicate) await allow(parts, { openKfId, userId }, 'scene');
    return;
  }
  if (event?.event_type === 'msg_send_fail') log.warn('weCom.notDelivered', {});
  if (origin !== 3) return;
  const customer = { openKfId: message.open_kfid, userId: message.external_userid };
  if (await refusedAsTooFast(parts, customer)) return;
  const state = await platform.stateOf(customer);
  // A person has the chat, or is about to: the bot keeps out until it ends.
  if (state === serviceStates.queue || state === serviceStates.person) return;
  if (state === serviceStates.new) await platform.takeOver(customer);
  await open(parts, customer);
  const sender = senderOf(parts, customer);
  const { duplicate } = await reception.receive({
    ...sender,
    key: `kf:${msgid}`,
    activity: {
      type: 'message',
      text: text?.content ?? '',
      textFormat: 'plain',
      channelId: sender.channelId,
      ...(text?.menu_id?.startsWith(tokenPrefix) && {
        value: { token: text.menu_id.slice(tokenPrefix.length) },
      }),
      channelData: { reference: referenceOf(parts, customer) },
    },
  });
  if (duplicate) return;
  await allow(parts, customer, 'message');
  await parts.store.weChat.release(sender.conversationId, parts.clock().toISOString());
}

/** A flood costs nobody else anything. Whether the customer can be told is of no consequence. */
async function refusedAsTooFast(parts: PullParts, customer: KfCustomer): Promise<boolean> {
  const pace = await parts.pace(customer.userId);
  if (pace === 'over') {
    const message = { msgtype: 'text', text: { content: parts.tooFast } } as const;
    await parts.platform.send(addressOf(customer), message).catch(() => {});
  }
  return pace !== 'within';
}

function senderOf({ vault, corpId }: PullParts, { openKfId, userId }: KfCustomer) {
  return {
    conversationId: `${conversationPrefix}${vault.digest(`wecom|${corpId}|${openKfId}|${userId}`)}`,
    channelId: 'wecom',
    userId: vault.digest(`wecom|${userId}`),
  };
}

function referenceOf({ vault }: PullParts, customer: KfCustomer) {
  const address: WeChatAddress = { openId: addressOf(customer) };
  return { sealed: vault.seal(JSON.stringify(address)) };
}

const open = (parts: PullParts, customer: KfCustomer) =>
  parts.reception.open({
    ...senderOf(parts, customer),
    reference: referenceOf(parts, customer),
  });

async function allow(
  parts: PullParts,
  customer: KfCustomer,
  kind: keyof typeof allowances,
): Promise<void> {
  const { count, ms } = allowances[kind];
  const { conversationId } = senderOf(parts, customer);
  const until = new Date(parts.clock().getTime() + ms).toISOString();
  await parts.store.weChat.allow({ conversationId, kind, count, until });
}
