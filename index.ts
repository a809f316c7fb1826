import { fork } from 'node:child_process';
import { StoreCannotOpen } from './adapters/store/folderLock.ts';
import { loadKeys } from './adapters/vault/keys.ts';
import { type App, startApp } from './app.ts';
import { ConfigError, readConfig, type Settings } from './config.ts';

/** The demo operator as a process of its own. */
interface SandboxProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** What went wrong at the start, as one sentence for the engineer; undefined: a bug, shown whole. */
function sentenceOf(error: unknown, settings: Settings | undefined): string | undefined {
  if (error instanceof ConfigError || error instanceof StoreCannotOpen) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${settings?.PORT} is in use. Stop what uses it, or set PORT to another port.`;
  if (code === 'EACCES' && settings && settings.PORT < 1024)
    return `Port ${settings.PORT} needs more rights. Set PORT to one above 1023.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return `The folder ${settings?.DATA_FOLDER} cannot be written to (${code}). Check its owner and rights, or set DATA_FOLDER to another folder.`;
  }
  return undefined;
}

/** Starts the sandbox beside us; it says itself what keeps it from starting. */
function startSandboxProcess(settings: Settings): Promise<SandboxProcess> {
  const child = fork(new URL('./sandbox/index.ts', import.meta.url), {
    execArgv: process.execArgv,
    env: {
      ...process.env,
      SANDBOX_PORT: String(settings.SANDBOX_PORT),
      SANDBOX_DATA: `${settings.DATA_FOLDER}/sandbox`,
      SANDBOX_REPLY_URL: `http://${reachable(settings.HOST)}:${settings.PORT}/sms/replies`,
      SANDBOX_REPLY_SECRET:
        settings.SMS_REPLY_SECRET ?? loadKeys(settings.DATA_FOLDER).smsReplySecret,
    },
  });
  return new Promise((resolve, reject) => {
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    child.once('exit', (code) => reject(new SandboxEnded(code)));
    child.once('message', (message) => {
      const { ready } = message as { ready: string };
      resolve({
        url: ready,
        async stop() {
          if (child.connected) child.disconnect();
          await ended;
        },
      });
    });
  });
}

/** An address of this machine that a server listening on `host` answers at. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** The sandbox could not start and has said why. */
class SandboxEnded extends Error {
  constructor(code: number | null) {
    super(`the sandbox ended with ${code}`);
  }
}

function stopOnSignals(app: App, sandbox: SandboxProcess | undefined): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await app.close();
    await sandbox?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

let settings: Settings | undefined;
try {
  settings = readConfig();
  const { SANDBOX: mode } = settings;
  const sandboxed = mode === 'start' ? startSandboxProcess(settings) : undefined;
  sandboxed?.catch(() => {});
  const sandboxUrl = mode === 'none' ? undefined : settings.CARRIER_URL;
  const app = await startApp(settings, { sandboxUrl }).catch(async (error) => {
    await sandboxed?.then((sandbox) => sandbox.stop()).catch(() => {});
    throw error;
  });
  const sandbox = await sandboxed?.catch(async (error) => {
    await app.close();
    throw error;
  });
  stopOnSignals(app, sandbox);
  console.log(`Chat page         ${app.url}/`);
  if (sandboxUrl)
    console.log(`Sandbox operator  ${sandboxUrl}\nSandbox phone     ${sandboxUrl}/phone`);
} catch (error) {
  const sentence = sentenceOf(error, settings);
  if (sentence) console.error(sentence);
  else if (!(error instanceof SandboxEnded)) console.error(error);
  process.exit(1);
}
