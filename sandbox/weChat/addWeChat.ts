import type { Server } from 'restify';
import type { Respond } from '../answers.ts';
import { addApiRoutes } from './apiRoutes.ts';
import { addPhoneRoutes } from './phoneRoutes.ts';
import { createPlatform, type Platform } from './platform.ts';
import type { Credentials } from './wire.ts';

/** The official account that the platform is simulated for, and the service that answers for it. */
export interface WeChatAccount extends Credentials {
  readonly callbackUrls: readonly string[];
}

/** An account for whoever names none; without a callback its pushes reach nobody. */
export const demoAccount: WeChatAccount = {
  appId: 'wxsandbox000000001',
  secret: 'the-sandbox-account-secret',
  token: 'sandboxtoken',
  aesKey: 'sandboxsandboxsandboxsandboxsandboxsandbox0',
  callbackUrls: [],
};

/** Registers a WeChat platform with one account: its server API, and the phones of its followers. */
export function addWeChat(
  server: Server,
  parts: {
    readonly account: WeChatAccount;
    readonly respond: Respond;
    readonly clock: () => Date;
    readonly newId: () => string;
  },
): Platform {
  const { account, respond, clock, newId } = parts;
  const { callbackUrls, ...credentials } = account;
  const platform = createPlatform({ credentials, callbackUrls, clock, newId });
  addApiRoutes(server, platform, respond);
  addPhoneRoutes(server, platform, respond);
  return platform;
}
