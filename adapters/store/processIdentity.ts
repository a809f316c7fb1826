import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process, also for others that look later or from elsewhere. */
export interface ProcessIdentity {
  /** Where the process id means something: one boot of one machine, one container on it. */
  readonly realm: string;
  readonly pid: number;
  /** When it started, in clock ticks since boot: an id alone may have a new owner. Empty: not known. */
  readonly start: string;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { realm: ownRealm(), pid: process.pid, start: startOf(process.pid) ?? '' };
}

/** Whether it still runs; undefined when that cannot be seen from here. */
export function isRunning({ realm, pid, start }: ProcessIdentity): boolean | undefined {
  if (realm !== ownRealm()) return undefined;
  if (!exists(pid)) return false;
  const now = startOf(pid);
  return now === undefined || start === '' ? undefined : now === start;
}

function ownRealm(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    const container = readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
    return `${boot}-${container}`;
  } catch {
    return hostname().replace(/[^A-Za-z0-9.-]/g, '-');
  }
}

function startOf(pid: number): string | undefined {
  try {
    // Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces, so count after its bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
