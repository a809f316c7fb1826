import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { closeAtEnd } from './closing.ts';

/** A process that uses a folder until it is killed. */
export interface KilledProcess {
  readonly pid: number;
  /** What it said was safely written, in order; ends with the process. */
  readonly lines: AsyncIterable<string>;
  /** As the kernel kills: no handler runs, nothing is closed. */
  kill(): Promise<void>;
}

const writer = fileURLToPath(new URL('./killedProcessWriter.ts', import.meta.url));

/** Starts a process that opens the folder's memory and talks in it without end. */
export function startWriter(folder: string): KilledProcess {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', writer, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { pid, stdout } = child;
  if (pid === undefined || !stdout) throw new Error('the process did not start');
  closeAtEnd(() => child.kill('SIGKILL'));
  return {
    pid,
    lines: createInterface({ input: stdout }),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
