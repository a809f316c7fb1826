import { Unavailable } from '../../ports/unavailable.ts';
import { createAccessTokens, postJson, type TokenParts } from './accessToken.ts';
import { remedyFor } from './errorCodes.ts';
import type { MenuButton } from './menu.ts';

/** A message of our own to a customer (客服消息). */
export type OwnMessage =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | {
      readonly msgtype: 'msgmenu';
      readonly msgmenu: {
        readonly head_content: string;
        readonly list: ReadonlyArray<{ readonly id: string; readonly content: string }>;
        readonly tail_content: string;
      };
    };

/** A subscription notice: the template and what stands in its fields. */
export interface Notice {
  readonly templateId: string;
  readonly data: Readonly<Record<string, { readonly value: string }>>;
}

/** WeChat's own API, as the account may use it. Answers are error codes, 0 when done. All throw `Unavailable`. */
export interface WeChatPlatform {
  send(openId: string, message: OwnMessage): Promise<number>;
  /** Shows that the account is typing; whether it does is of no consequence. */
  typing(openId: string): Promise<void>;
  notify(openId: string, notice: Notice): Promise<number>;
  setMenu(buttons: readonly MenuButton[]): Promise<number>;
}

/** Makes the client. A token that the platform refuses is replaced once for each call. */
export function createWeChatPlatform(parts: TokenParts): WeChatPlatform {
  const tokens = createAccessTokens(parts);
  const { apiUrl } = parts.account;

  async function askWith(token: string, path: string, body: object): Promise<number> {
    const url = `${apiUrl}/cgi-bin/${path}?access_token=${encodeURIComponent(token)}`;
    const { errcode = 0 } = (await postJson(url, body)) as { errcode?: number };
    return errcode;
  }

  async function call(path: string, body: object): Promise<number> {
    const token = await tokens.current();
    const errcode = await askWith(token.token, path, body);
    if (remedyFor(errcode) !== 'renewToken' || errcode === 0) return errcode;
    const again = await askWith((await tokens.renewed(token)).token, path, body);
    if (again !== 0 && remedyFor(again) === 'renewToken')
      throw new Unavailable('weChat', `token ${again}`);
    return again;
  }

  return {
    send: (openId, message) => call('message/custom/send', { touser: openId, ...message }),
    async typing(openId) {
      await call('message/custom/typing', { touser: openId, command: 'Typing' });
    },
    notify: (openId, { templateId, data }) =>
      call('message/subscribe/bizsend', { touser: openId, template_id: templateId, data }),
    setMenu: (button) => call('menu/create', { button }),
  };
}
