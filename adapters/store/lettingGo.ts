import { type RawBuilder, sql } from 'kysely';
import type { Engine } from './engine.ts';

/** The connections of a process bear its name, so that others see when it is gone. */
export function connectionName(owner: string | undefined): string {
  return owner === undefined ? 'mingbai' : `mingbai ${owner}`;
}

/** Alone in its folder, a new process owes nothing to the claims of the one before. */
export function letGoOfAll(engine: Engine): Promise<void> {
  return letGo(engine, sql<boolean>`true`);
}

/**
 * Frees what a killed process had claimed, long before its leases end: without a connection it
 * cannot commit. Should it be alive after all, its commit is refused or it was the first, as ever.
 * Where a proxy hides the names of connections, ours too is missing, and the leases decide alone.
 */
export function letGoOfGone(engine: Engine, owner: string): Promise<void> {
  const living = sql`(select application_name from pg_stat_activity where datname = current_database())`;
  return letGo(
    engine,
    sql<boolean>`${connectionName(owner)}::text in ${living}
      and ${connectionName('')} || lease_owner not in ${living}`,
  );
}

async function letGo({ db }: Engine, isGone: RawBuilder<boolean>): Promise<void> {
  await db
    .updateTable('conversation')
    .set({ lease_owner: null, lease_until: null })
    .where('id', 'in', (from) => from.selectFrom('inbox').select('conversation_id'))
    .where('lease_owner', 'is not', null)
    .where(isGone)
    .execute();
  await db
    .updateTable('intent')
    .set({ not_before: '1970-01-01T00:00:00Z', lease_owner: null })
    .where('state', '=', 'due')
    .where('lease_owner', 'is not', null)
    .where(isGone)
    .execute();
}
