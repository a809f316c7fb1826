import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { StaffDirectory, StaffMember } from '../../ports/staff.ts';

const hashWith = promisify<
  string,
  Buffer,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt);
/** OWASP's figures for scrypt: 32 MB and about 100 ms for each try. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const keyBytes = 32;

const account = z.object({
  id: z.string().regex(/^[\w.@-]{1,64}$/),
  name: z.string().min(1).max(40),
  role: z.enum(['agent', 'supervisor', 'auditor']),
  salt: z.string(),
  hash: z.string(),
});
type Account = z.infer<typeof account>;

/** Where the accounts of a data folder are. */
export const accountFileIn = (folder: string): string => join(folder, 'deskAccounts.json');

/** The accounts in the file; none when there is no file. Throws an Error for a file that cannot be read. */
export function readAccounts(file: string): readonly Account[] {
  try {
    return z.array(account).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`${file} is no list of desk accounts.`);
  }
}

/** Adds accounts or puts them in the place of those with the same id; the file is its owner's alone. */
export async function writeAccounts(
  file: string,
  given: ReadonlyArray<StaffMember & { readonly password: string }>,
): Promise<void> {
  const made = await Promise.all(
    given.map(async ({ id, name, role, password }) => {
      const salt = randomBytes(16);
      const hash = await hashWith(password, salt, keyBytes, cost);
      return { id, name, role, salt: salt.toString('base64'), hash: hash.toString('base64') };
    }),
  );
  const ids = new Set(made.map(({ id }) => id));
  const others = readAccounts(file).filter(({ id }) => !ids.has(id));
  mkdirSync(join(file, '..'), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${JSON.stringify([...others, ...made], null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** Takes an account away; false: there was none. */
export function removeAccount(file: string, id: string): boolean {
  const accounts = readAccounts(file);
  const left = accounts.filter((each) => each.id !== id);
  if (left.length === accounts.length) return false;
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${JSON.stringify(left, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return true;
}

/** Accounts in a file, scrypt-hashed. A change of the file counts at once, in every process. */
export function createAccountFile(file: string): StaffDirectory {
  let known: readonly Account[] = [];
  let readAtMs = -1;
  const accounts = (): readonly Account[] => {
    const changedAtMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changedAtMs !== readAtMs) known = readAccounts(file);
    readAtMs = changedAtMs;
    return known;
  };
  const find = (id: string) => accounts().find((each) => each.id === id);
  const nobody = {
    salt: randomBytes(16).toString('base64'),
    hash: randomBytes(keyBytes).toString('base64'),
  };

  return {
    async checkPassword(id, password) {
      const found = find(id);
      const { salt, hash } = found ?? nobody;
      const made = await hashWith(password, Buffer.from(salt, 'base64'), keyBytes, cost);
      const isRight = timingSafeEqual(made, Buffer.from(hash, 'base64'));
      return found && isRight ? memberOf(found) : undefined;
    },
    current({ id }) {
      const found = find(id);
      return found && memberOf(found);
    },
  };
}

const memberOf = ({ id, name, role }: Account): StaffMember => ({ id, name, role });
