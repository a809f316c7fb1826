import type { Log } from '../../ports/services.ts';
import type { Pace } from '../rateLimits.ts';
import { tokenPrefix } from '../weChat/push.ts';
import { addressOf, type KfCustomer } from './account.ts';
import { allow, open, sealedAddressOf, senderOf } from './customer.ts';
import { type HandoverParts, hearChange, leavesPeople } from './handover.ts';
import { type KfMessage, serviceStates, withPeople } from './platform.ts';

/** What hearing takes. */
export interface HearParts extends HandoverParts {
  readonly log: Log;
  /** How fast one customer may be: what is over it is refused unheard. */
  readonly pace: Pace;
  /** Said once a minute to who is faster. */
  readonly tooFast: string;
}

/** Hears one message, or an event of the platform's. The same again is the same. */
export async function hear(parts: HearParts, message: KfMessage): Promise<void> {
  const { event, origin } = message;
  if (event?.event_type === 'enter_session' && event.welcome_code) {
    const { open_kfid: openKfId, external_userid: userId, welcome_code: welcomeCode } = event;
    const opened = await open(parts, { openKfId, userId, welcomeCode });
    if (!opened.duplicate) await allow(parts, { openKfId, userId }, 'scene');
    return;
  }
  if (event?.event_type === 'session_status_change') return hearChange(parts, event);
  if (event?.event_type === 'msg_send_fail') parts.log.warn('weCom.notDelivered', {});
  if (origin !== 3) return;
  const customer = { openKfId: message.open_kfid, userId: message.external_userid };
  if (await refusedAsTooFast(parts, customer)) return;
  const addressee = await answered(parts, customer, message);
  if (addressee) await say(parts, addressee, message);
}

/** Where the answer goes; undefined: people have the chat, or are about to, and the bot keeps out. */
async function answered(
  parts: HearParts,
  customer: KfCustomer,
  message: KfMessage,
): Promise<KfCustomer | undefined> {
  const { platform } = parts;
  const state = await platform.stateOf(customer);
  if (withPeople.has(state)) {
    if (!(await leavesPeople(parts, customer, message, state))) return undefined;
    const welcomeCode = await platform.moveTo(customer, 'ended');
    return { ...customer, welcomeCode };
  }
  if (state === serviceStates.new) await platform.moveTo(customer, 'bot');
  return customer;
}

async function say(parts: HearParts, customer: KfCustomer, message: KfMessage): Promise<void> {
  const { msgid, text } = message;
  await open(parts, customer);
  const sender = senderOf(parts, customer);
  const { duplicate } = await parts.reception.receive({
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
      channelData: { reference: { sealed: sealedAddressOf(parts.vault, customer) } },
    },
  });
  if (duplicate) return;
  await allow(parts, customer, 'message');
  await parts.store.weChat.release(sender.conversationId, parts.clock().toISOString());
}

/** A flood costs nobody else anything. Whether the customer can be told is of no consequence. */
async function refusedAsTooFast(parts: HearParts, customer: KfCustomer): Promise<boolean> {
  const pace = await parts.pace(customer.userId);
  if (pace === 'over') {
    const message = { msgtype: 'text', text: { content: parts.tooFast } } as const;
    await parts.platform.send(addressOf(customer), message).catch(() => {});
  }
  return pace !== 'within';
}
