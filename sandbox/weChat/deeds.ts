import { z } from 'zod';
import type { Shown, WeChatUser } from './users.ts';
import type { Fields } from './xml.ts';

const text = z.string().min(1);

/** What a user can do in a chat with the account. */
export const deedSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('follow'), scene: text.optional() }),
  z.strictObject({ type: z.literal('unfollow') }),
  z.strictObject({ type: z.literal('scan'), scene: text }),
  z.strictObject({ type: z.literal('text'), text }),
  z.strictObject({ type: z.literal('voice'), spoken: z.string().default('') }),
  z.strictObject({ type: z.literal('image') }),
  z.strictObject({ type: z.literal('video') }),
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number().default(31.2304),
    longitude: z.number().default(121.4737),
    label: z.string().default('上海市黄浦区人民大道'),
  }),
  /** Taps what an account's message offers, by its words; the latest that offers it, or that with this id. */
  z.strictObject({ type: z.literal('tap'), label: text, id: text.optional() }),
  /** Taps a button of the account's own menu that sends a key. */
  z.strictObject({ type: z.literal('menuClick'), key: text }),
  z.strictObject({ type: z.literal('acceptNotice'), template: text }),
]);

export type Deed = z.infer<typeof deedSchema>;

/** What is pushed about a deed, what the phone shows of it, and what it allows the account to send. */
export interface DeedEffect {
  readonly fields: Fields;
  readonly shown?: Omit<Shown, 'id' | 'at'>;
  readonly allows?: 'message' | 'deed';
}

/** Why a deed cannot be done; the API answers 409. */
export class Impossible extends Error {}

/** Does a deed. Throws `Impossible` when the phone offers no such thing. */
export function doDeed(user: WeChatUser, deed: Deed, recognisesVoice: boolean): DeedEffect {
  if (deed.type === 'follow' || deed.type === 'unfollow' || deed.type === 'scan')
    return followDeed(user, deed);
  if (!user.follows) throw new Impossible('The user does not follow the account.');
  switch (deed.type) {
    case 'tap':
      return tap(user, deed);
    case 'menuClick':
      return { ...event('CLICK', { EventKey: deed.key }), allows: 'deed' };
    case 'acceptNotice':
      user.accepted.set(deed.template, (user.accepted.get(deed.template) ?? 0) + 1);
      return event('subscribe_msg_popup_event', {
        SubscribeMsgPopupEvent: {
          List: { TemplateId: deed.template, SubscribeStatusString: 'accept', PopupScene: 0 },
        },
      });
    default:
      return { ...messageDeed(deed, recognisesVoice), allows: 'message' };
  }
}

const event = (name: string, more: Fields = {}): DeedEffect => ({
  fields: { MsgType: 'event', Event: name, ...more },
});

function followDeed(
  user: WeChatUser,
  deed: Extract<Deed, { type: 'follow' | 'unfollow' | 'scan' }>,
): DeedEffect {
  if (deed.type === 'unfollow') {
    user.follows = false;
    user.allowances.clear();
    return event('unsubscribe', { EventKey: '' });
  }
  const ticket: Fields = deed.scene ? { Ticket: `ticket-${deed.scene}` } : {};
  // Who scans without following is asked to follow first: then it is one event of both.
  const isNew = !user.follows;
  user.follows = true;
  const key = deed.scene ? `qrscene_${deed.scene}` : '';
  const made =
    isNew || deed.type === 'follow'
      ? event('subscribe', { EventKey: key, ...ticket })
      : event('SCAN', { EventKey: deed.scene ?? '', ...ticket });
  return { ...made, allows: 'deed' };
}

function messageDeed(
  deed: Extract<Deed, { type: 'text' | 'voice' | 'image' | 'video' | 'location' }>,
  recognisesVoice: boolean,
): DeedEffect {
  const mine = (kind: string, words: string) => ({ from: 'user', kind, text: words }) as const;
  switch (deed.type) {
    case 'text':
      return { fields: { MsgType: 'text', Content: deed.text }, shown: mine('text', deed.text) };
    case 'voice': {
      const words: Fields = recognisesVoice ? { Recognition: deed.spoken } : {};
      const fields = { MsgType: 'voice', MediaId: 'voice-1', Format: 'amr', ...words };
      return { fields, shown: mine('voice', deed.spoken) };
    }
    case 'image': {
      const picture = { PicUrl: 'http://mmbiz.qpic.cn/sandbox.jpg', MediaId: 'image-1' };
      return { fields: { MsgType: 'image', ...picture }, shown: mine('image', '') };
    }
    case 'video': {
      const film = { MediaId: 'video-1', ThumbMediaId: 'video-1-thumb' };
      return { fields: { MsgType: 'video', ...film }, shown: mine('video', '') };
    }
    case 'location': {
      const { latitude, longitude, label } = deed;
      const place = { Location_X: latitude, Location_Y: longitude, Scale: 16, Label: label };
      return { fields: { MsgType: 'location', ...place }, shown: mine('location', label) };
    }
  }
}

/** A menu message's tap counts as a tap of the account's menu, not as a message (official note). */
function tap(user: WeChatUser, { label, id }: Extract<Deed, { type: 'tap' }>): DeedEffect {
  const item = user.shown
    .flatMap(({ items = [] }) => items)
    .findLast((each) => each.content === label && (id === undefined || each.id === id));
  if (!item) throw new Impossible(`Nothing on the phone offers “${label}”.`);
  return {
    fields: { MsgType: 'text', Content: item.content, bizmsgmenuid: item.id },
    shown: { from: 'user', kind: 'text', text: item.content },
    allows: 'deed',
  };
}
