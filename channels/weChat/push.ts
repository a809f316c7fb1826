import type { XmlFields } from './xml.ts';

/** A push in our words: who did what to the account. */
export interface Push {
  /** The customer's id at this account. */
  readonly openId: string;
  /** The account's own id (`gh_…`), the sender of what is answered. */
  readonly accountId: string;
  /** The same key is the same push, sent again. */
  readonly key: string;
  /** Seconds since 1970, as the platform counts them. */
  readonly createdAt: number;
  readonly deed: Deed;
}

/** What a customer did. */
export type Deed =
  /** Wrote, spoke, or tapped what says something. Words are empty for what cannot be read. */
  | {
      readonly kind: 'say';
      readonly text: string;
      /** Of the confirming item that was tapped. */
      readonly token?: string;
      /** A tap counts as a scene, not as a message, for what may be sent after it. */
      readonly isScene: boolean;
    }
  | { readonly kind: 'follow' }
  | { readonly kind: 'unfollow' }
  /** Opened the account by a code on a poster, already following it. */
  | { readonly kind: 'scan' }
  /** Nothing that asks for an answer: a page opened, a place reported, a notice delivered. */
  | { readonly kind: 'other' };

/** What a menu item says for whoever taps it: its key is these words. */
export const sayPrefix = 'say:';
/** What the id of a confirming item begins with; the rest is the card's own token. */
export const tokenPrefix = 'confirm:';

/** Reads a push; undefined when it names nobody. Messages repeat their `MsgId`, events their moment. */
export function readPush(fields: XmlFields): Push | undefined {
  const { FromUserName: openId, ToUserName: accountId, CreateTime: createdAt = '' } = fields;
  const { MsgType: type = '', MsgId: id, Event: event = '', EventKey: eventKey = '' } = fields;
  if (!openId || !accountId || !type) return undefined;
  const key = id ? `wx:${id}` : `wx:${createdAt}:${type}:${event}:${eventKey}`;
  const deed: Deed = type === 'event' ? deedOf(event, eventKey) : saidIn(type, fields);
  return { openId, accountId, key: key.slice(0, 200), createdAt: Number(createdAt), deed };
}

/** What the platform writes in the place of a sticker and of whatever else it does not pass on. */
const unsupported = '【收到不支持的消息类型，暂无法显示】';

/** Words, or none for a picture, a place, a voice without words, and kinds that nobody knows yet: all are answered. */
function saidIn(type: string, fields: XmlFields): Deed {
  const { Content = '', Recognition = '', bizmsgmenuid: item } = fields;
  const words = { text: Content, voice: Recognition }[type] ?? '';
  const text = words === unsupported ? '' : words;
  return {
    kind: 'say',
    text,
    isScene: item !== undefined,
    ...(item?.startsWith(tokenPrefix) && { token: item.slice(tokenPrefix.length) }),
  };
}

function deedOf(event: string, key: string): Deed {
  switch (event.toLowerCase()) {
    case 'subscribe':
      return { kind: 'follow' };
    case 'unsubscribe':
      return { kind: 'unfollow' };
    case 'scan':
      return { kind: 'scan' };
    case 'click':
      return key.startsWith(sayPrefix)
        ? { kind: 'say', text: key.slice(sayPrefix.length), isScene: true }
        : { kind: 'other' };
    default:
      return { kind: 'other' };
  }
}
