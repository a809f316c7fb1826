import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets the server makes for itself when none are configured. */
export interface Keys {
  readonly dataKey: string;
  readonly directLineSecret: string;
}

/**
 * Reads `keys.json` in the data folder, or makes it at the first start, readable by its owner
 * alone. Losing it makes sealed words unreadable and open chats end; nothing else.
 */
export function loadKeys(folder: string): Keys {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'keys.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const keys: Keys = {
    dataKey: randomBytes(32).toString('base64url'),
    directLineSecret: randomBytes(32).toString('base64url'),
  };
  // Written aside and linked: the file is whole when it appears, and of two processes that start at
  // once the second reads what the first wrote.
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${JSON.stringify(keys)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(readFileSync(file, 'utf8')) as Keys;
  } finally {
    rmSync(draft);
  }
}
