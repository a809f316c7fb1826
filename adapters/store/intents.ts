import { type Kysely, sql } from 'kysely';
import type { ClaimedIntent } from '../../ports/store.ts';

interface IntentRow {
  id: string;
  kind: ClaimedIntent['kind'];
  sealed_payload: string;
  attempt: number;
  expires_at: Date | null;
}

/** The statements of the worker and of the counters. */
export function intentQueries(db: Kysely<unknown>) {
  return {
    /** Claiming moves `not_before` to the lease's end: a worker that dies lets go by itself. */
    async claim(
      owner: string,
      now: string,
      leaseMs: number,
      limit: number,
    ): Promise<ClaimedIntent[]> {
      const until = new Date(Date.parse(now) + leaseMs).toISOString();
      await sql`
        update intent set state = 'expired', sealed_payload = null, finished_at = ${now}
        where state = 'due' and expires_at <= ${now}`.execute(db);
      const { rows } = await sql<IntentRow>`
        update intent set attempt = attempt + 1, not_before = ${until}, lease_owner = ${owner}
        where id in (
          select id from intent where state = 'due' and not_before <= ${now}
          order by not_before limit ${limit} for update skip locked)
        returning id, kind, sealed_payload, attempt, expires_at`.execute(db);
      return rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        sealedPayload: row.sealed_payload,
        attempt: row.attempt,
        ...(row.expires_at && { expiresAt: row.expires_at.toISOString() }),
      }));
    },

    async finish(id: string, outcome: 'done' | 'failed' | 'expired', at: string): Promise<void> {
      await sql`update intent set state = ${outcome}, sealed_payload = null, finished_at = ${at}
        where id = ${id} and state = 'due'`.execute(db);
    },

    async retry(id: string, notBefore: string): Promise<void> {
      await sql`update intent set not_before = ${notBefore}, lease_owner = null where id = ${id} and state = 'due'`.execute(
        db,
      );
    },

    /** A window begins with its first event and starts anew when it is over. */
    async count(
      key: string,
      now: string,
      windowMs: number,
    ): Promise<{ count: number; resetsAt: string }> {
      const resetsAt = new Date(Date.parse(now) + windowMs).toISOString();
      const { rows } = await sql<{ count: number; resets_at: Date }>`
        insert into counter (key, count, resets_at) values (${key}, 1, ${resetsAt})
        on conflict (key) do update set
          count = case when counter.resets_at <= ${now}::timestamptz then 1 else counter.count + 1 end,
          resets_at = case when counter.resets_at <= ${now}::timestamptz then excluded.resets_at
            else counter.resets_at end
        returning count, resets_at`.execute(db);
      const [row] = rows;
      if (!row) throw new Error('a counter returned nothing');
      return { count: row.count, resetsAt: row.resets_at.toISOString() };
    },

    async peek(key: string, now: string): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count from counter where key = ${key} and resets_at > ${now}`.execute(db);
      return rows[0]?.count ?? 0;
    },
  };
}
