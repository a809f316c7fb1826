import type { ReplyTarget } from './operations/replies.ts';
import { demoAccount, type WeChatAccount } from './weChat/addWeChat.ts';

/** The sandbox's own settings; the bot's are none of its business. */
export interface SandboxSettings {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly replies: ReplyTarget | undefined;
  readonly weChat: WeChatAccount;
}

/** A fault in the settings, as one sentence for the engineer. */
export class SettingsFault extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'SettingsFault';
  }
}

/** Reads the environment, the only place that does. Throws `SettingsFault`. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): SandboxSettings {
  const {
    SANDBOX_PORT: port = '3979',
    SANDBOX_HOST: host = '127.0.0.1',
    SANDBOX_DATA: dataFolder = '.data/sandbox',
    SANDBOX_REPLY_URL: url,
    SANDBOX_REPLY_SECRET: secret,
  } = environment;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new SettingsFault(`SANDBOX_PORT must be a port number, 0 to 65535; it is “${port}”.`);
  if (url && !/^https?:\/\/[^/]/.test(url))
    throw new SettingsFault(`SANDBOX_REPLY_URL must be an http(s) URL; it is “${url}”.`);
  if (url && !secret) throw new SettingsFault('SANDBOX_REPLY_URL needs SANDBOX_REPLY_SECRET too.');
  const replies = url && secret ? { url, secret } : undefined;
  return { port: Number(port), host, dataFolder, replies, weChat: accountIn(environment) };
}

/** The bot's own names: what it was told of its account is what the simulated platform must know. */
function accountIn(environment: NodeJS.ProcessEnv): WeChatAccount {
  const {
    SANDBOX_WECHAT_CALLBACK: callbacks = '',
    WECHAT_APP_ID: appId = demoAccount.appId,
    WECHAT_APP_SECRET: secret = demoAccount.secret,
    WECHAT_TOKEN: token = demoAccount.token,
    WECHAT_AES_KEY: aesKey = demoAccount.aesKey,
  } = environment;
  const callbackUrls = callbacks.split(',').filter(Boolean);
  for (const url of callbackUrls)
    if (!/^https?:\/\/[^/]/.test(url))
      throw new SettingsFault(`SANDBOX_WECHAT_CALLBACK must be http(s) URLs; one is “${url}”.`);
  if (!/^[A-Za-z0-9+/]{43}$/.test(aesKey))
    throw new SettingsFault('WECHAT_AES_KEY must be 43 characters of Base64.');
  return { appId, secret, token, aesKey, callbackUrls };
}
