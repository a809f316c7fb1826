import { loadKeys } from './adapters/vault/keys.ts';
import { createVault } from './adapters/vault/vault.ts';
import { menuButtons } from './channels/weChat/menu.ts';
import { createWeChatPlatform } from './channels/weChat/platform.ts';
import { ConfigError, readConfig } from './config.ts';
import { loadTexts } from './dialogs/shared/texts.ts';
import { weChatAccountOf } from './operator.ts';
import { Unavailable } from './ports/unavailable.ts';

const usage = 'npm run wechat:menu -- [show] [--language en]';

/** `npm run wechat:menu`: gives the official account its menu, or with `show` prints it. Returns the exit code. */
async function main(given: readonly string[]): Promise<number> {
  const isKnown = (word: string) => ['show', '--language', 'en', 'zh-CN'].includes(word);
  if (!given.every(isKnown)) return say(usage, 2);
  const settings = readConfig();
  const keys = loadKeys(settings.DATA_FOLDER);
  const sandboxUrl = settings.SANDBOX === 'none' ? undefined : settings.CARRIER_URL;
  const account = weChatAccountOf(settings, keys, sandboxUrl);
  const buttons = menuButtons(loadTexts()[given.includes('en') ? 'en' : 'zh-CN']);
  if (given.includes('show')) return say(JSON.stringify({ button: buttons }, null, 2), 0);
  if (!account) return say('Set WECHAT_APP_ID, WECHAT_APP_SECRET and WECHAT_TOKEN first.', 1);
  const platform = createWeChatPlatform({
    account,
    store: ownMemory,
    vault: createVault(settings.DATA_KEY ?? keys.dataKey),
    clock: () => new Date(),
    log: { info() {}, warn() {}, error() {} },
  });
  const errcode = await platform.setMenu(buttons);
  if (errcode !== 0) return say(`WeChat refuses the menu (errcode ${errcode}).`, 1);
  return say(
    `The menu of ${account.appId} is set. Customers see it within a day, or when they follow anew.`,
    0,
  );
}

/** The running bot may hold the database; the platform gives both the same token. */
const ownMemory = {
  weChat: { token: async () => undefined, keepToken: async () => {}, dropToken: async () => {} },
  count: async () => ({ count: 1, resetsAt: '' }),
};

function say(sentence: string, exitCode: number): number {
  console.log(sentence);
  return exitCode;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isKnown = error instanceof Unavailable || error instanceof ConfigError;
  console.error(isKnown ? error.message : error);
  process.exitCode = 1;
}
