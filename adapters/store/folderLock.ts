import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, ownIdentity, type ProcessIdentity } from './processIdentity.ts';

/** Why the memory cannot be opened, as one sentence for the engineer. */
export class StoreCannotOpen extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'StoreCannotOpen';
  }
}

const heartbeatEveryMs = 1000;
/** Who lives shows it within this time, also while a first start keeps it busy. */
const patienceMs = 6000;

/**
 * Keeps a second process out of a folder. A lock is an empty file whose name says who holds it: it
 * is whole from the first moment, and nobody ever overwrites another's. One left by a killed process
 * does not count; inside one machine that is seen at once, elsewhere by its missing heartbeat.
 * `onLost`: another process took this one for dead and took over. Throws `StoreCannotOpen`.
 */
export async function lockFolder(folder: string, onLost: () => void): Promise<() => void> {
  const name = nameOf(ownIdentity());
  const file = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw notWritable(folder, (error as NodeJS.ErrnoException).code);
  }
  try {
    writeFileSync(file, '', { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST' ? inUse(folder, process.pid) : notWritable(folder, code);
  }
  const unlock = () => rmSync(file, { force: true });
  try {
    await removeLeftovers(folder, name);
  } catch (error) {
    unlock();
    throw error;
  }
  const heartbeat = setInterval(() => {
    if (beat(file)) return;
    clearInterval(heartbeat);
    onLost();
  }, heartbeatEveryMs);
  heartbeat.unref();
  return () => {
    clearInterval(heartbeat);
    unlock();
  };
}

/** Everybody writes first and looks then, so of two at the same moment at least one sees the other. */
async function removeLeftovers(folder: string, own: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const holder = name === own ? undefined : holderOf(name);
    if (!holder) continue;
    if (isRunning(holder) ?? (await hasHeartbeat(join(folder, name)))) {
      throw inUse(folder, holder.pid);
    }
    rmSync(join(folder, name), { force: true });
  }
}

async function hasHeartbeat(file: string): Promise<boolean> {
  const before = lastBeat(file);
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 200) {
    await wait(200);
    const now = lastBeat(file);
    if (now !== before) return now !== undefined;
  }
  return false;
}

function lastBeat(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function beat(file: string): boolean {
  try {
    utimesSync(file, Date.now() / 1000, Date.now() / 1000);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

function nameOf({ realm, pid, start }: ProcessIdentity): string {
  return `in-use_${realm}_${pid}_${start}`;
}

function holderOf(name: string): ProcessIdentity | undefined {
  const [kind, realm, pid, start] = name.split('_');
  if (kind !== 'in-use' || !realm || !pid || start === undefined) return undefined;
  return { realm, pid: Number(pid), start };
}

function inUse(folder: string, pid: number): StoreCannotOpen {
  return new StoreCannotOpen(
    `The folder ${folder} is in use by process ${pid}. Stop it, or set DATA_FOLDER to another folder, or use PostgreSQL (DATABASE_URL) for several processes.`,
  );
}

function notWritable(folder: string, code: string | undefined): StoreCannotOpen {
  return new StoreCannotOpen(
    `The folder ${folder} cannot be written to (${code}). Check its owner and rights, or set DATA_FOLDER to another folder.`,
  );
}
