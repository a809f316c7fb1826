import { fileURLToPath } from 'node:url';
import { addressIn, type ServerProcess, startServerProcess } from '../support/serverProcess.ts';

/** Servers that are killed and replaced. */
export interface Fleet {
  /** One that runs, in turn. */
  site(): string;
  /** Kills the one that runs longest, as the kernel does, and resolves when another runs in its place. */
  killOne(): Promise<void>;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('./standby.ts', import.meta.url));

/** Starts so many servers with the same settings. */
export async function startFleet(count: number, env: Record<string, string>): Promise<Fleet> {
  const running: Array<{ readonly server: ServerProcess; readonly site: string }> = [];
  let standby = startServerProcess({ env, program });
  let turn = 0;

  async function startOne(): Promise<void> {
    const server = standby;
    server.begin();
    standby = startServerProcess({ env, program });
    running.push({ server, site: addressIn(await server.started) });
  }

  for (let started = 0; started < count; started += 1) await startOne();
  return {
    site() {
      turn += 1;
      return running[turn % running.length]?.site ?? 'http://127.0.0.1:9';
    },
    async killOne() {
      await running[0]?.server.kill();
      running.shift();
      await startOne();
    },
    async close() {
      await Promise.all([standby, ...running.map(({ server }) => server)].map((one) => one.kill()));
    },
  };
}
