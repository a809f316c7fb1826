import type { PGlite } from '@electric-sql/pglite';
import { documentsIn, type Write } from './database.ts';

/** Writes in order, all that came while the last write ran in one go. Without a database, nowhere. */
export function createWriter(database: (() => Promise<PGlite>) | undefined) {
  let last: Promise<void> = Promise.resolve();
  let gathering: { readonly writes: Write[]; readonly done: Promise<void> } | undefined;

  function run(work: (client: PGlite) => Promise<void>): Promise<void> {
    if (!database) return last;
    // What comes after this must not get into the write before it.
    gathering = undefined;
    const done = last.then(database).then(work);
    // Whoever waits for it is told; the next write is tried all the same.
    last = done.catch(() => {});
    return done;
  }

  function write(change: Write): Promise<void> {
    if (!gathering) {
      const writes: Write[] = [];
      const done = run((client) => {
        gathering = undefined;
        return documentsIn(client).apply(writes);
      });
      gathering = { writes, done };
      done.catch(() => {});
    }
    gathering.writes.push(change);
    return gathering.done;
  }

  return { run, write, saved: () => last };
}
