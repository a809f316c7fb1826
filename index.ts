import { fork } from 'node:child_process';
import { StoreCannotOpen } from './adapters/store/folderLock.ts';
import { type Keys, loadKeys } from './adapters/vault/keys.ts';
import type { App } from './app.ts';
import { ConfigError, readConfig, type Settings } from './config.ts';
import { errorTrail } from './domain/errorTrail.ts';
import { weChatAccountOf } from './operator.ts';

/** The demo operator as a process of its own. */
interface SandboxProcess {
  /** Resolves once it answers; rejects with `SandboxFault`. */
  readonly started: Promise<void>;
  /** Has it save everything and end, also while it is still starting. */
  stop(): Promise<void>;
}

/** Why the sandbox cannot run, in its own words. */
class SandboxFault extends Error {}

/** What went wrong at the start, as one sentence for the engineer; undefined: a bug, shown whole. */
function sentenceOf(error: unknown, settings: Settings | undefined): string | undefined {
  if (
    error instanceof ConfigError ||
    error instanceof StoreCannotOpen ||
    error instanceof SandboxFault
  )
    return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${settings?.PORT} is in use. Stop what uses it, or set PORT to another port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${settings?.HOST} is no address of this machine. Set HOST to one that is.`;
  if (code === 'EACCES' && settings && settings.PORT < 1024)
    return `Port ${settings.PORT} needs more rights. Set PORT to one above 1023.`;
  if (code && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code))
    return `The folder ${settings?.DATA_FOLDER} cannot be written to (${code}). Check its owner and rights, or set DATA_FOLDER to another folder.`;
  return undefined;
}

/**
 * Starts the sandbox beside us. It is no member of our terminal's group: Ctrl-C reaches us alone,
 * and the turns that still run find their operator. It ends when we do, however we end.
 */
function startSandboxProcess(settings: Settings): SandboxProcess {
  const keys = loadKeys(settings.DATA_FOLDER);
  const bot = `http://${reachable(settings.HOST)}:${settings.PORT}`;
  const child = fork(new URL('./sandbox/index.ts', import.meta.url), {
    execArgv: process.execArgv,
    detached: true,
    env: {
      ...process.env,
      SANDBOX_PORT: String(settings.SANDBOX_PORT),
      SANDBOX_DATA: `${settings.DATA_FOLDER}/sandbox`,
      SANDBOX_REPLY_URL: `${bot}/sms/replies`,
      SANDBOX_REPLY_SECRET: settings.SMS_REPLY_SECRET ?? keys.smsReplySecret,
      ...weChatFor(settings, keys, bot),
    },
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const started = new Promise<void>((resolve, reject) => {
    child.on('message', ({ fault }: { fault?: string }) => {
      if (fault === undefined) resolve();
      else reject(new SandboxFault(fault));
    });
    void ended.then((code) => reject(new SandboxFault(`The sandbox operator ended with ${code}.`)));
  });
  const complain = () =>
    child.on('message', ({ fault }: { fault?: string }) => console.error(fault));
  void started.then(complain, () => {});
  return {
    started,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** The simulated WeChat knows the account that we speak for, unless that is one of the real WeChat's. */
function weChatFor(settings: Settings, keys: Keys, bot: string): Record<string, string> {
  const account = weChatAccountOf(settings, keys, settings.CARRIER_URL);
  if (!account || account.apiUrl !== settings.CARRIER_URL) return {};
  return {
    SANDBOX_WECHAT_CALLBACK_URL: `${bot}/channels/wechat`,
    SANDBOX_WECHAT_APP_ID: account.appId,
    SANDBOX_WECHAT_APP_SECRET: account.appSecret,
    SANDBOX_WECHAT_TOKEN: account.token,
    SANDBOX_WECHAT_AES_KEY: account.aesKey ?? '',
  };
}

/** An address of this machine that a server listening on `host` answers at. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** The sandbox loads at the same time, and a fault in the settings is told before anything is loaded. */
async function startBot(settings: Settings, sandboxUrl: string | undefined): Promise<App> {
  const { startApp } = await import('./app.ts');
  return startApp(settings, { sandboxUrl });
}

/** Where agents work; the demo's accounts beside it. */
function deskAddress(url: string, settings: Settings, sandboxUrl: string | undefined): string {
  const address = `Agent desk        ${url}/desk`;
  if (!sandboxUrl) return address;
  const { deskPassword } = loadKeys(settings.DATA_FOLDER);
  return `${address}  (demo: wang, li, zhang or shen, password ${deskPassword})`;
}

let settings: Settings | undefined;
let app: App | undefined;
let sandbox: SandboxProcess | undefined;
let stopping: Promise<void> | undefined;

/** A start that is not over needs no close: whatever it leaves, the next one can begin with. */
async function stop(exitCode: number): Promise<void> {
  await app?.close();
  await sandbox?.stop();
  process.exit(exitCode);
}

// Under npm one Ctrl-C arrives twice.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stopping ??= stop(0);
  });

// Nothing is known of what it left behind: it ends, and the next start goes on with what is recorded.
process.on('uncaughtException', (error) => {
  console.error(JSON.stringify({ event: 'process.bug', trail: errorTrail(error) }));
  process.exit(1);
});

try {
  settings = readConfig();
  const sandboxUrl = settings.SANDBOX === 'none' ? undefined : settings.CARRIER_URL;
  if (settings.SANDBOX === 'start') sandbox = startSandboxProcess(settings);
  const [bot, operator] = await Promise.allSettled([
    startBot(settings, sandboxUrl),
    sandbox?.started,
  ]);
  if (bot.status === 'rejected') throw bot.reason;
  app = bot.value;
  if (operator.status === 'rejected') throw operator.reason;
  const addresses = [`Chat page         ${app.url}/`];
  if (sandboxUrl)
    addresses.push(
      `Sandbox operator  ${sandboxUrl}`,
      `Sandbox phone     ${sandboxUrl}/phone`,
      `Sandbox WeChat    ${sandboxUrl}/wechat`,
    );
  if (settings.AGENT_DESK === 'builtIn') addresses.push(deskAddress(app.url, settings, sandboxUrl));
  console.log(addresses.join('\n'));
} catch (error) {
  if (!stopping) console.error(sentenceOf(error, settings) ?? error);
  stopping ??= stop(1);
}
