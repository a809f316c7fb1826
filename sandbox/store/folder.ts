import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that cannot be used, as one sentence for the engineer. */
export class FolderFault extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'FolderFault';
  }
}

/** The sandbox's folder while this process holds it. */
export interface Folder {
  readonly databasePath: string;
  /** The month the demo data in it were made for; undefined: there are none, or none that can be read. */
  readonly month: string | undefined;
  /** Notes the month, after everything of it is in the database. */
  complete(month: string): void;
  release(): void;
}

/** The layout of the database. Another one is not read: the demo data are made anew. */
const layout = 2;

const held = new Set<string>();

/**
 * Takes a folder for this process alone and throws away what an interrupted first start left.
 * Throws `FolderFault` when another process has it or it cannot be written to.
 */
export function openFolder(folder: string): Folder {
  const lockFile = join(folder, 'in-use');
  const stateFile = join(folder, 'state.json');
  const databasePath = join(folder, 'database');
  try {
    mkdirSync(folder, { recursive: true });
    takeLock(folder, lockFile);
    const month = monthIn(stateFile);
    if (month === undefined) rmSync(databasePath, { recursive: true, force: true });
    return {
      databasePath,
      month,
      complete: (made) => writeFileSync(stateFile, JSON.stringify({ layout, month: made })),
      release() {
        held.delete(folder);
        rmSync(lockFile, { force: true });
      },
    };
  } catch (error) {
    if (error instanceof FolderFault) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new FolderFault(
      `The folder ${folder} cannot be written to (${code}). Check its owner and rights, or set SANDBOX_DATA to another folder.`,
    );
  }
}

function takeLock(folder: string, lockFile: string): void {
  const holder = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : undefined;
  // A container's processes get the same ids again: our own id in the file is a dead namesake's.
  const isOther = holder !== process.pid && holder !== undefined && isRunning(holder);
  if (isOther || held.has(folder)) {
    throw new FolderFault(
      `The folder ${folder} is in use by process ${holder}. Stop it, or set SANDBOX_DATA to another folder; if that process is no sandbox, delete ${lockFile}.`,
    );
  }
  writeFileSync(lockFile, String(process.pid));
  held.add(folder);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function monthIn(stateFile: string): string | undefined {
  try {
    const state = JSON.parse(readFileSync(stateFile, 'utf8'));
    return state.layout === layout ? String(state.month) : undefined;
  } catch {
    return undefined;
  }
}
