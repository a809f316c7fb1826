import type { ClaimedIntent } from '../../ports/store.ts';
import type { Engine, Statement } from './engine.ts';

interface IntentRow {
  id: string;
  kind: ClaimedIntent['kind'];
  sealed_payload: string;
  attempt: number;
  expires_at: Date | null;
}

/** Claiming moves `not_before` to the lease's end: a worker that dies lets go by itself. */
const claimDue: Statement = {
  name: 'claimIntents',
  // $1 now, $2 owner, $3 end of the lease, $4 limit. What a worker is just sending does not expire.
  text: `with late as (
      select id from intent
      where state = 'due' and expires_at <= $1 and (lease_owner is null or not_before <= $1)
      for update skip locked),
    expired as (
      update intent set state = 'expired', sealed_payload = null, finished_at = $1
      from late where intent.id = late.id),
    due as (
      select id from intent
      where state = 'due' and not_before <= $1 and (expires_at is null or expires_at > $1)
      order by not_before limit $4 for update skip locked)
    update intent set attempt = attempt + 1, not_before = $3, lease_owner = $2
    from due where intent.id = due.id
    returning intent.id, kind, sealed_payload, attempt, expires_at`,
};

/** What is asked of the things to be done outside. */
export function intentQueries({ db, run }: Engine) {
  return {
    async claim(
      owner: string,
      now: string,
      leaseMs: number,
      limit: number,
    ): Promise<readonly ClaimedIntent[]> {
      const until = new Date(Date.parse(now) + leaseMs).toISOString();
      const rows = await run<IntentRow>(claimDue, [now, owner, until, limit]);
      return rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        sealedPayload: row.sealed_payload,
        attempt: row.attempt,
        ...(row.expires_at && { expiresAt: row.expires_at.toISOString() }),
      }));
    },

    /** A worker that was too slow still knows better than the clock: its word replaces `expired`. */
    async finish(
      id: string,
      outcome: 'done' | 'failed' | 'expired',
      at: string,
      attempt?: number,
    ): Promise<void> {
      await db
        .updateTable('intent')
        .set({ state: outcome, sealed_payload: null, finished_at: at })
        .where('id', '=', id)
        .where('state', 'in', ['due', 'expired'])
        .$if(attempt !== undefined, (update) => update.where('attempt', '=', attempt ?? 0))
        .execute();
    },

    /** A worker that lost its lease puts off nothing: the next one is at it. */
    async retry(id: string, attempt: number, notBefore: string): Promise<void> {
      await db
        .updateTable('intent')
        .set({ not_before: notBefore, lease_owner: null })
        .where('id', '=', id)
        .where('state', '=', 'due')
        .where('attempt', '=', attempt)
        .execute();
    },
  };
}
