import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadKeys } from '../../adapters/vault/keys.ts';
import { type App, startApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { weChatAccountOf } from '../../operator.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { setPlatform, type WeChatPhone, weChatPhone } from './weChatPhone.ts';
import { silentLog } from './world.ts';

/** The bot and the simulated WeChat, as `npm start` puts them together. */
export interface WeChatSite {
  readonly app: App;
  readonly sandbox: Sandbox;
  /** Somebody's phone. */
  phone(openId: string): Promise<WeChatPhone>;
  /** The code of an SMS to a demo customer that has come since the last one. */
  code(phoneNumber: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts both on free ports, with an empty memory. */
export async function startWeChatSite(
  environment: Record<string, string> = {},
): Promise<WeChatSite> {
  const folder = await mkdtemp(join(tmpdir(), 'mingbai-wechat-'));
  const account = weChatAccountOf(readConfig({}, '/dev/null'), loadKeys(folder), 'http://sandbox');
  if (!account?.aesKey) throw new Error('there is no demo account');
  const { appId, appSecret: secret, token, aesKey } = account;
  const sandbox = await startSandbox({
    port: 0,
    clock: () => new Date(),
    orderStepMs: 5,
    weChat: { appId, secret, token, aesKey, callbackUrls: [] },
  });
  const settings = readConfig(
    {
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_FOLDER: folder,
      CARRIER_URL: sandbox.url,
      CARRIER_TIMEOUT_MS: '30000',
      LOG_LEVEL: 'silent',
      ...environment,
    },
    '/dev/null',
  );
  const app = await startApp(settings, { log: silentLog, sandboxUrl: sandbox.url });
  const callbackUrls = [`http://127.0.0.1:${app.port}/channels/wechat`];
  await setPlatform(sandbox.url, { callbackUrls });
  let lastCode = '';
  return {
    app,
    sandbox,
    phone: (openId) => weChatPhone(sandbox.url, openId),
    async code(phoneNumber) {
      for (;;) {
        const response = await fetch(`${sandbox.url}/phone/${phoneNumber}/messages`);
        const messages = (await response.json()) as Array<{ text: string }>;
        const code = messages.flatMap(({ text }) => /#(\d{6})$/.exec(text)?.[1] ?? []).at(-1);
        if (code !== undefined && code !== lastCode) {
          lastCode = code;
          return code;
        }
        await wait(50);
      }
    },
    async close() {
      await app.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
