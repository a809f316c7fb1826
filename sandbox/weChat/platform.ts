import { type Deed, doDeed } from './deeds.ts';
import type { Answer } from './envelope.ts';
import type { ErrorCode } from './errors.ts';
import { createPushes, type Pushes, type PushResult } from './pushes.ts';
import { type PlatformSettings, usualSettings } from './settings.ts';
import { createTokens, type Tokens } from './tokens.ts';
import { createUsers, type Shown, type Users, type WeChatUser } from './users.ts';
import type { Credentials } from './wire.ts';
import { type Fields, textAt } from './xml.ts';

/** A code that the next fitting calls are answered with. */
export interface PlatformFault {
  readonly errcode: ErrorCode;
  /** Only paths that begin so; without it every call but those for a token. */
  readonly path?: string | undefined;
  /** How many calls meet it; until cleared when absent. */
  readonly times?: number | undefined;
}

/** The simulated platform with one account on it. */
export interface Platform {
  readonly credentials: Credentials;
  readonly settings: PlatformSettings;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly pushes: Pushes;
  readonly faults: PlatformFault[];
  /** The account's own menu, as it was created; undefined: none. */
  menu: unknown;
  /** The platform's own clock, in milliseconds: ahead of ours by what the settings say. */
  now(): number;
  /** Does what a user does and shows what comes of it. Throws `Impossible`. */
  act(user: WeChatUser, deed: Deed, copies?: number): Promise<PushResult>;
  close(): void;
}

/** What users read when a service does not answer. */
const serviceFault = '该公众号提供的服务出现故障，请稍后再试';

/** What the platform is made of. */
export interface PlatformParts {
  readonly credentials: Credentials;
  readonly callbackUrls: readonly string[];
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** An account without followers. What it knows is gone with its process. */
export function createPlatform({
  credentials,
  callbackUrls,
  clock,
  newId,
}: PlatformParts): Platform {
  const settings: PlatformSettings = { ...usualSettings, callbackUrls: [...callbackUrls] };
  const now = () => clock().getTime() + settings.aheadMs;
  const users = createUsers(now);
  const pushes = createPushes({ settings, credentials, clock });
  return {
    credentials,
    settings,
    users,
    tokens: createTokens(now, newId),
    pushes,
    faults: [],
    menu: undefined,
    now,
    async act(user, deed, copies) {
      const { fields, shown, allows } = doDeed(user, deed, settings.recognisesVoice);
      if (shown) users.show(user, shown);
      if (allows) users.allow(user, allows);
      user.actedAtMs = now();
      const result = await pushes.push(user.openId, fields, copies);
      const reply = shownReply(result.answer);
      // Nobody is left to read what is answered to an unfollow.
      if (reply && user.follows) users.show(user, reply);
      return result;
    },
    close: pushes.close,
  };
}

function shownReply(answer: Answer | undefined): Omit<Shown, 'id' | 'at'> | undefined {
  if (answer?.kind === 'accepted') return undefined;
  if (answer?.kind !== 'replied') return { from: 'platform', kind: 'fault', text: serviceFault };
  return { from: 'account', via: 'passiveReply', ...contentOf(answer.message) };
}

function contentOf(message: Fields): Pick<Shown, 'kind' | 'text' | 'items' | 'url'> {
  const kind = textAt(message, 'MsgType');
  if (kind === 'news') {
    const at = (name: string) => textAt(message, 'Articles', 'item', name);
    return { kind, text: [at('Title'), at('Description')].join('\n'), url: at('Url') };
  }
  return { kind, ...tappable(textAt(message, 'Content')) };
}

const menuLink =
  /<a href="weixin:\/\/bizmsgmenu\?msgmenucontent=([^&"]*)&(?:amp;)?msgmenuid=([^"]*)">(.*?)<\/a>/g;

/** A text with the links that send a message when they are tapped. */
export function tappable(text: string): Pick<Shown, 'text' | 'items'> {
  const items = [...text.matchAll(menuLink)].map(([, content = '', id = '']) => ({
    id: decodeURIComponent(id),
    content: decodeURIComponent(content),
  }));
  return { text: text.replace(menuLink, '$3'), ...(items.length > 0 && { items }) };
}
