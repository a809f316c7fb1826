import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why the memory cannot be opened, as one sentence for the engineer. */
export class StoreCannotOpen extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'StoreCannotOpen';
  }
}

/** When a process started, in clock ticks since boot: a process id alone may have a new owner. */
function startOf(pid: number): string | undefined {
  try {
    // Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces, so count after its bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number, start: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const now = startOf(pid);
  return now === undefined || start === undefined || now === start;
}

/**
 * Keeps a second process out of a folder. A lock left by a killed process does not count, so a
 * restart goes on at once. Throws `StoreCannotOpen`; returns the way to unlock.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock');
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  try {
    mkdirSync(folder, { recursive: true });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        writeFileSync(file, mine, { flag: 'wx' });
        return () => rmSync(file, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const { pid, start } = readLock(file);
        if (isAlive(pid, start)) {
          throw new StoreCannotOpen(
            `The folder ${folder} is in use by process ${pid}. Stop it, or set DATA_FOLDER to another folder, or use PostgreSQL (DATABASE_URL) for several processes.`,
          );
        }
        rmSync(file, { force: true });
      }
    }
  } catch (error) {
    if (error instanceof StoreCannotOpen) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreCannotOpen(
      `The folder ${folder} cannot be written to (${code}). Check its owner and rights, or set DATA_FOLDER to another folder.`,
    );
  }
  throw new StoreCannotOpen(`The folder ${folder} is being opened by another process. Try again.`);
}

function readLock(file: string): { pid: number; start?: string } {
  try {
    const { pid, start } = JSON.parse(readFileSync(file, 'utf8'));
    return { pid: Number(pid), start };
  } catch {
    // Half-written by a process that was killed: nobody holds it.
    return { pid: 2 ** 30 };
  }
}
