import assert from 'node:assert/strict';
import type { AppOptions } from '../../app.ts';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import { demoAccount } from '../../sandbox/weChat/addWeChat.ts';
import type { PlatformSettings } from '../../sandbox/weChat/settings.ts';
import { until } from '../attacks/site.ts';
import { setPlatform, type WeChatPhone, weChatPhone } from '../support/weChatPhone.ts';
import { type Site, startWhole } from '../support/wholeSite.ts';

/** The bot and the simulated WeChat, over real HTTP both ways. */
export interface WeChatSite extends Site {
  readonly callbackUrl: string;
  set(settings: Partial<PlatformSettings>): Promise<unknown>;
  /** Somebody new with WeChat. */
  phone(): Promise<Hand>;
}

/** A phone in somebody's hand: what they do, and what it shows then. */
export interface Hand extends WeChatPhone {
  /** Says something; what is shown as the answer, however it came, until it fits. */
  says(text: string, wanted?: RegExp): Promise<string>;
  /** Everything new once something is there that fits. */
  shows(wanted?: RegExp): Promise<string>;
  /** Proves a number with the code on the other phone. */
  binds(phoneNumber: string): Promise<string>;
  /** The newest code that another phone got by SMS; waits for one that is not `before`. */
  code(phoneNumber: string, before?: string): Promise<string>;
}

export const t = loadTexts()['zh-CN'];

/** Starts both on free ports with an empty memory. */
export async function openWeChatSite(
  environment: Record<string, string> = {},
  options: AppOptions = {},
): Promise<WeChatSite> {
  const site = await startWhole(
    (sandboxUrl) => ({
      WECHAT_APP_ID: demoAccount.appId,
      WECHAT_APP_SECRET: demoAccount.secret,
      WECHAT_TOKEN: demoAccount.token,
      WECHAT_AES_KEY: demoAccount.aesKey,
      WECHAT_API_URL: sandboxUrl,
      ...environment,
    }),
    options,
  );
  const { sandbox } = site;
  const callbackUrl = `${site.url}/channels/wechat`;
  const set = (more: Partial<PlatformSettings>) => setPlatform(sandbox.url, more);
  await set({ callbackUrls: [callbackUrl] });
  let users = 0;
  return {
    ...site,
    callbackUrl,
    set,
    async phone() {
      users += 1;
      return handOf(await weChatPhone(sandbox.url, `oUser${users}_${Date.now()}`), sandbox.url);
    },
  };
}

/** Takes a phone into a hand. */
export function handOf(phone: WeChatPhone, sandboxUrl: string): Hand {
  async function shows(wanted = /\S/): Promise<string> {
    let shown = '';
    return until(`${wanted} on the phone after “${shown}”`, async () => {
      const news = await phone.news();
      shown += news
        .map(({ text, items = [] }) => [text, ...items.map(({ content }) => content)].join('\n'))
        .join('\n');
      return wanted.test(shown) ? shown : undefined;
    });
  }
  async function newest(phoneNumber: string): Promise<string | undefined> {
    const response = await fetch(`${sandboxUrl}/phone/${phoneNumber}/messages`);
    const messages = (await response.json()) as Array<{ text: string }>;
    return messages.flatMap(({ text }) => /#(\d{6})$/.exec(text)?.[1] ?? []).at(-1);
  }
  const code = (phoneNumber: string, before?: string) =>
    until('a code', async () => {
      const found = await newest(phoneNumber);
      return found === before ? undefined : found;
    });
  const hand: Hand = {
    ...phone,
    shows,
    code,
    async says(text, wanted) {
      await phone.news();
      await phone.does({ type: 'text', text });
      return shows(wanted);
    },
    async binds(phoneNumber) {
      const before = await newest(phoneNumber);
      assert.match(await hand.says(phoneNumber), /验证码/);
      return hand.says(await code(phoneNumber, before));
    },
  };
  return hand;
}
