import type { Clock, Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { Deliver } from '../botFramework.ts';
import { choicesAsText } from '../renderText.ts';
import type { WeChatDelivery } from './delivery.ts';
import { remedyFor } from './errorCodes.ts';
import type { Notice, OwnMessage, WeChatPlatform } from './platform.ts';
import { tokenPrefix } from './push.ts';
import { partsOf, type Words, wordsOf } from './words.ts';

/** What sending messages of our own needs. */
export interface SenderParts {
  readonly platform: Pick<WeChatPlatform, 'send' | 'notify'>;
  readonly store: Pick<Store, 'weChat'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Said at the end of the last message that may be sent, when there is more. */
  readonly moreToCome: (language: Words['language']) => string;
  /** What goes out after 48 hours of silence; absent: nothing does. */
  readonly notice?: ((language: Words['language'], now: Date) => Notice) | undefined;
}

/** Shorter than WeChat takes: a sentence about what is still to come must fit. */
const mostBytes = 1850;
const heldMs = 48 * 3_600_000;
const menusAgainMs = 24 * 3_600_000;

/** Something to send; a list that this account does not have becomes text. */
interface Part {
  readonly message: OwnMessage;
  readonly instead?: readonly string[];
}

/** Sends one turn's replies as messages of our own. Throws `Unavailable` when it is worth another try. */
export function createWeChatSender(parts: SenderParts): Deliver {
  const { platform, store, clock, log } = parts;
  let noMenusUntilMs = 0;

  return async (payload) => {
    const delivery = payload as WeChatDelivery;
    const { conversationId, activityId, replies } = delivery;
    const at = clock().toISOString();
    const decided = await store.weChat.decide({ conversationId, activityIds: [activityId], at });
    if (decided.sealedAnswer !== undefined) return;
    const words = wordsOf(replies);
    const queue = partsFor(words).slice(decided.partsSent);
    let sent = decided.partsSent;
    for (let part = queue.shift(); part; part = queue.shift()) {
      const isMenuRefused = part.instead && clock().getTime() < noMenusUntilMs;
      const errcode = isMenuRefused ? 40200 : await sendOne(delivery, part.message, words, queue);
      const remedy = errcode === 0 ? undefined : remedyFor(errcode);
      if (remedy === 'asText' && part.instead) {
        noMenusUntilMs = Math.max(noMenusUntilMs, clock().getTime() + menusAgainMs);
        queue.unshift(...part.instead.map(textPart));
      } else if (remedy === 'split' && 'text' in part.message) {
        queue.unshift(...halvesOf(part.message.text.content).map(textPart));
      } else if (remedy) {
        if (await isOver(delivery, errcode)) return;
      } else {
        sent += 1;
        await store.weChat.partSent(activityId, sent);
      }
    }
  };

  async function sendOne(
    delivery: WeChatDelivery,
    message: OwnMessage,
    { language }: Words,
    queue: readonly Part[],
  ): Promise<number> {
    const { weChat, conversationId } = delivery;
    const left = await store.weChat.takeAllowance(conversationId, clock().toISOString());
    // Of what is over the platform itself knows best: it may allow a notice.
    if (left === 'used') return hold(delivery, 'no allowance');
    const isCutOff = left === 0 && queue.length > 0 && message.msgtype === 'text';
    return platform.send(
      weChat.openId,
      isCutOff ? text(`${message.text.content}\n\n${parts.moreToCome(language)}`) : message,
    );
  }

  /** Waits for the customer: their next word lets it go on (`release`). */
  async function hold({ activityId }: WeChatDelivery, reason: string): Promise<never> {
    await store.weChat.hold(activityId);
    const retryAt = new Date(clock().getTime() + heldMs).toISOString();
    throw new Unavailable('weChat', reason, { retryAt });
  }

  /** True: nothing of this can be delivered any more. */
  async function isOver(delivery: WeChatDelivery, errcode: number): Promise<boolean> {
    const remedy = remedyFor(errcode);
    if (remedy === 'alarm') log.error('weChat.account', { errcode });
    if (remedy === 'waitForCustomer') {
      await store.weChat.endAllowance(delivery.conversationId);
      await hold(delivery, String(errcode));
    }
    if (remedy === 'notice') {
      await store.weChat.endAllowance(delivery.conversationId);
      const { notice } = parts;
      const { language } = wordsOf(delivery.replies);
      const noted =
        notice && (await platform.notify(delivery.weChat.openId, notice(language, clock())));
      log.info('weChat.outsideWindow', { noted: noted ?? 'no template' });
      return true;
    }
    if (remedy === 'giveUp') {
      log.warn('weChat.notDelivered', { errcode });
      return true;
    }
    throw new Unavailable('weChat', String(errcode));
  }
}

/** The fewest messages: text, and at the end the choices as a list to tap. */
function partsFor({ text: whole, choices }: Words): Part[] {
  const bodies = partsOf(whole, mostBytes);
  if (choices.length === 0) return bodies.map(textPart);
  const last = bodies.pop() ?? '';
  const asText = partsOf([last, choicesAsText(choices)].filter(Boolean).join('\n'), mostBytes);
  const list = choices.map(({ label, token }, place) => ({
    id: token ? `${tokenPrefix}${token}` : String(place + 1),
    content: label,
  }));
  const size = Buffer.byteLength([last, ...list.map(({ content }) => content)].join('\n'));
  const end: Part[] =
    size > mostBytes || last === ''
      ? asText.map(textPart)
      : [
          {
            message: {
              msgtype: 'msgmenu',
              msgmenu: { head_content: last, list, tail_content: '' },
            },
            instead: asText,
          },
        ];
  return [...bodies.map(textPart), ...end];
}

const text = (content: string): Extract<OwnMessage, { msgtype: 'text' }> => ({
  msgtype: 'text',
  text: { content },
});
const textPart = (content: string): Part => ({ message: text(content) });

/** Two parts of about the same size, both smaller. */
function halvesOf(content: string): string[] {
  const bytes = Buffer.byteLength(content);
  for (let most = Math.ceil(bytes / 2); most < bytes; most += 32) {
    const halves = partsOf(content, most);
    if (halves.length === 2) return halves;
  }
  throw new Error('the platform takes not even a short message');
}
