import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppOptions, startApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Log } from '../../ports/services.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';

/** The whole product over HTTP: the bot, an empty memory of its own, and a sandbox with its phones. */
export interface Site extends Pick<App, 'url' | 'routes'> {
  readonly port: number;
  readonly sandbox: Sandbox;
  /** Everything the server logged, a line each. */
  readonly logged: readonly string[];
  /** Time passes for the server. */
  later(ms: number): void;
  now(): Date;
  close(): Promise<void>;
}

/** Starts both on free ports; `isReal`: as beside a real operator. */
export async function startWhole(
  environmentBeside: (sandboxUrl: string) => Record<string, string>,
  { isReal = false, ...options }: { isReal?: boolean } & AppOptions = {},
): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'mingbai-site-'));
  let offsetMs = 0;
  const now = () => new Date(Date.now() + offsetMs);
  const sandbox = await startSandbox({ port: 0, clock: now, orderStepMs: 5 });
  const logged: string[] = [];
  const write = (event: string, facts?: object) =>
    void logged.push(JSON.stringify({ event, ...facts }));
  const log: Log = { info: write, warn: write, error: write };
  const settings = readConfig(
    {
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_FOLDER: folder,
      CARRIER_URL: sandbox.url,
      // These tests are not about how fast a busy machine is.
      CARRIER_TIMEOUT_MS: '20000',
      ...environmentBeside(sandbox.url),
    },
    '/dev/null',
  );
  const app = await startApp(settings, {
    clock: now,
    log,
    ...(!isReal && { sandboxUrl: sandbox.url }),
    ...options,
  });
  return {
    url: app.url,
    port: app.port,
    routes: app.routes,
    sandbox,
    logged,
    now,
    later(ms) {
      offsetMs += ms;
    },
    async close() {
      await app.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
