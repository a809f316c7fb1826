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

/** The account on the simulated WeChat; what is left out is the demo account's. */
function accountIn(environment: NodeJS.ProcessEnv): WeChatAccount {
  const given = (name: string) => environment[`SANDBOX_WECHAT_${name}`] || undefined;
  const callbackUrls = (given('CALLBACK_URL') ?? '').split(',').filter(Boolean);
  for (const url of callbackUrls)
    if (!/^https?:\/\/[^/]/.test(url))
      throw new SettingsFault(`SANDBOX_WECHAT_CALLBACK_URL must be http(s) URLs; one is “${url}”.`);
  const aesKey = given('AES_KEY') ?? demoAccount.aesKey;
  if (!/^[A-Za-z0-9+/]{43}$/.test(aesKey))
    throw new SettingsFault('SANDBOX_WECHAT_AES_KEY must be 43 characters of Base64.');
  return {
    appId: given('APP_ID') ?? demoAccount.appId,
    secret: given('APP_SECRET') ?? demoAccount.secret,
    token: given('TOKEN') ?? demoAccount.token,
    aesKey,
    callbackUrls,
  };
}
