import { Unavailable } from '../../ports/unavailable.ts';
import { StoreCannotOpen } from './folderLock.ts';

/**
 * Turns whatever the engine throws into `Unavailable`. The engine's own words may quote data, so
 * only its error code and the name of a constraint go on, and the error itself does not.
 */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Unavailable('store', reasonOf(error));
  }
}

/** A word for the log: `23505 activity_key`, `ECONNREFUSED`, `timeout`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code) return constraint ? `${code} ${constraint}` : code;
  if (/timeout/i.test(error.message)) return 'timeout';
  if (/terminated|ended|closed/i.test(error.message)) return 'connection lost';
  return error.name;
}

/** What an engineer can do something about, by the engine's code. */
const knownReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers at its address',
  ENOENT: 'nobody answers at its address',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name is not known',
  timeout: 'it does not answer in time',
  '28000': 'it refuses the user',
  '28P01': 'it refuses the user or the password',
  '3D000': 'there is no database of that name',
  '42501': 'the user may not create tables there',
};

/** One sentence for whoever starts the program; the address may hold a password and stays out. */
export function cannotOpen(what: string, error: unknown): StoreCannotOpen {
  if (error instanceof StoreCannotOpen) return error;
  const reason = reasonOf(error);
  const isOther = error instanceof Error && error.message.startsWith('corrupted migrations');
  const why = isOther ? 'it was written by another version of this program' : knownReasons[reason];
  return new StoreCannotOpen(`${what} cannot be opened${why ? `: ${why}` : ''} (${reason}).`);
}
