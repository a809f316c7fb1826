import type { Keys } from './adapters/vault/keys.ts';
import type { WeChatAccount } from './channels/weChat/account.ts';
import type { WeComAccount } from './channels/weCom/account.ts';
import type { Settings } from './config.ts';
import type { Operator } from './dialogs/shared/turn.ts';

/** Who the operator is, in the words that customers read. */
export function operatorOf(settings: Settings): Operator {
  return {
    name: { 'zh-CN': settings.OPERATOR_NAME_ZH, en: settings.OPERATOR_NAME_EN },
    hotline: settings.OPERATOR_HOTLINE,
    legal: {
      'zh-CN': settings.OPERATOR_LEGAL_NAME_ZH,
      en: settings.OPERATOR_LEGAL_NAME_EN,
      address: settings.OPERATOR_ADDRESS,
      licence: settings.OPERATOR_LICENCE,
    },
    timeZone: settings.OPERATOR_TIME_ZONE,
    host: settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL).hostname : 'localhost',
    publicUrl: publicUrlOf(settings),
  };
}

/** The address that customers know the server by. */
export function publicUrlOf({ PUBLIC_URL, HOST, PORT }: Settings, port = PORT): string {
  return (
    PUBLIC_URL?.replace(/\/+$/, '') ?? `http://${HOST === '0.0.0.0' ? 'localhost' : HOST}:${port}`
  );
}

/** What the demo account is called on the simulated platform. */
const demoAppId = 'wx0000000000000000';

/** The operator's account on WeChat, or the demo's beside the sandbox; undefined: the channel is closed. */
export function weChatAccountOf(
  settings: Settings,
  keys: Pick<Keys, 'weChat'>,
  sandboxUrl: string | undefined,
): WeChatAccount | undefined {
  const { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_TOKEN: token } = settings;
  const { WECHAT_AES_KEY: aesKey, WECHAT_API_URL: apiUrl } = settings;
  if (appId && appSecret && token)
    return {
      appId,
      appSecret,
      token,
      ...(aesKey && { aesKey }),
      apiUrl: apiUrl ?? 'https://api.weixin.qq.com',
    };
  return sandboxUrl
    ? { appId: demoAppId, ...keys.weChat, apiUrl: apiUrl ?? sandboxUrl }
    : undefined;
}

/** The operator's enterprise on WeCom; undefined: 微信客服 is closed. */
export function weComAccountOf(settings: Settings): WeComAccount | undefined {
  const { WECOM_CORP_ID: corpId, WECOM_SECRET: secret } = settings;
  const { WECOM_TOKEN: token, WECOM_AES_KEY: aesKey, WECOM_API_URL: apiUrl } = settings;
  return corpId && secret && token && aesKey
    ? { corpId, secret, token, aesKey, apiUrl }
    : undefined;
}
