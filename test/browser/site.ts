import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys } from '../../adapters/vault/keys.ts';
import { type App, startApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Clock } from '../../ports/services.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { silentLog } from '../support/world.ts';

/** The whole product on this machine: the bot's server, its memory, and the demo operator. */
export interface Site {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** What the demo accounts of the desk sign in with. */
  readonly deskPassword: string;
  /** Stops the server as a deploy does; its address and memory stay. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything on free ports with an empty memory of its own. */
export async function startSite(
  environment: Record<string, string> = {},
  { clock = () => new Date() }: { readonly clock?: Clock } = {},
): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'mingbai-browser-'));
  const sandbox = await startSandbox({ port: 0, clock, orderStepMs: 5 });
  const settings = readConfig(
    {
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_FOLDER: folder,
      CARRIER_URL: sandbox.url,
      LOG_LEVEL: 'silent',
      POSTS_PER_MINUTE: '1000',
      TOKENS_PER_MINUTE: '1000',
      ...environment,
    },
    '/dev/null',
  );
  const open = (port: number) =>
    startApp({ ...settings, PORT: port }, { clock, log: silentLog, sandboxUrl: sandbox.url });
  let app: App | undefined = await open(0);
  const { port, url } = app;
  const stop = async () => {
    await app?.close();
    app = undefined;
  };
  return {
    url,
    sandbox,
    deskPassword: loadKeys(folder).deskPassword,
    stop,
    async start() {
      app ??= await open(port);
    },
    async close() {
      await stop();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
