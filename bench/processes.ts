import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Resident memory now, in MB; undefined where there is no `ps`. */
  memoryMegabytes(): number | undefined;
  /** Processor time so far, in seconds; undefined where there is no `/proc`. */
  cpuSeconds(): number | undefined;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const stopMs = 10_000;

/** Starts a program of this project as `npm start` does; resolves with the first address it prints. */
export async function startProgram(
  file: string,
  settings: Readonly<Record<string, string>>,
  nodeFlags: readonly string[] = [],
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...nodeFlags, '--import', 'tsx', file], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const exited = once(child, 'exit').then(() => running.delete(child));
  const url = await firstAddress(child, file);
  return {
    url,
    memoryMegabytes: () => memoryOf(child),
    cpuSeconds: () => cpuSecondsOf(child),
    async stop() {
      child.kill('SIGTERM');
      const late = wait(stopMs, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
      await Promise.race([exited, late]);
      await exited;
    },
  };
}

/** Runs a program of this project to its end. Throws when it fails. */
export async function runProgram(
  file: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, ...settings },
    stdio: 'inherit',
  });
  running.add(child);
  const [code] = await once(child, 'exit');
  running.delete(child);
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
}

function firstAddress({ stdout }: ChildProcess, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!stdout) throw new Error('no output to read');
    const lines = createInterface({ input: stdout });
    lines.on('line', (line) => {
      const [address] = /http:\/\/[\w.]+:\d+/.exec(line) ?? [];
      if (address) resolve(address);
    });
    lines.on('close', () => reject(new Error(`${file} ended before it listened`)));
  });
}

function memoryOf({ pid }: ChildProcess): number | undefined {
  try {
    return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024);
  } catch {
    return undefined;
  }
}

const ticksPerSecond = 100;

function cpuSecondsOf({ pid }: ChildProcess): number | undefined {
  try {
    // The second field, a name in brackets, may itself contain blanks.
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user = Number.NaN, system = Number.NaN] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) / ticksPerSecond;
  } catch {
    return undefined;
  }
}

/** A port nobody uses at the moment, for a setting that must be known before the start. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
