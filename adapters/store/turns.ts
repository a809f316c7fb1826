import { type Kysely, sql } from 'kysely';
import type {
  ClaimedTurn,
  Inbound,
  NumberedActivity,
  StoredActivity,
  TurnCommit,
} from '../../ports/store.ts';
import { activityIdOf, numbered } from './numbering.ts';

interface ClaimedRow {
  channel_id: string;
  user_id: string;
  state: Record<string, unknown>;
  version: number;
  sequence: number;
  activity: StoredActivity;
  sealed_text: string | null;
}

/**
 * The statements of a turn, one each: they are the hot path. `origin` names this process in the
 * news to others; without it nobody else can be listening.
 */
export function turnQueries(db: Kysely<unknown>, origin: string | undefined) {
  /** A further CTE that tells other processes which activities are new. */
  const notify = (conversationId: string, table: string, count: number) =>
    origin === undefined
      ? sql``
      : sql`, told as (select pg_notify('mingbai_news',
          json_build_array(${origin}::text, ${conversationId}::text, first, ${count}::int)::text)
          from ${sql.ref(table)})`;
  const told = origin === undefined ? sql`` : sql`, (select count(*) from told)`;

  return {
    async open(given: {
      id: string;
      channelId: string;
      userId: string;
      openedAt: string;
    }): Promise<boolean> {
      const { rows } = await sql`
        insert into conversation (id, channel_id, user_id, opened_at)
        values (${given.id}, ${given.channelId}, ${given.userId}, ${given.openedAt})
        on conflict (id) do nothing returning id`.execute(db);
      return rows.length > 0;
    },

    async conversation(id: string) {
      const { rows } = await sql<{ channelId: string; userId: string }>`
        select channel_id as "channelId", user_id as "userId" from conversation where id = ${id}`.execute(
        db,
      );
      return rows[0];
    },

    async receive(inbound: Inbound): Promise<{ sequence: number; duplicate: boolean }> {
      const { conversationId: id, key } = inbound;
      const { rows } = await sql<{ first: number }>`
        with numbered as (
          update conversation set next_sequence = next_sequence + 1
          where id = ${id} and not exists (
            select 1 from activity where conversation_id = ${id} and key = ${key})
          returning next_sequence - 1 as first),
        added as (
          insert into activity (conversation_id, sequence, key, activity, sealed_text, waiting, at)
          select ${id}, first, ${key}, ${JSON.stringify(inbound.activity)}::json,
            ${inbound.sealedText ?? null}, true, ${inbound.receivedAt} from numbered
          on conflict (conversation_id, key) where key is not null do nothing
          returning sequence as first)
        ${notify(id, 'added', 1)}
        select first ${told} from added`.execute(db);
      if (rows[0]) return { sequence: rows[0].first, duplicate: false };
      // The same key again, or at the same moment by another process: a second look sees the first one.
      const { rows: earlier } = await sql<{ sequence: number }>`
        select sequence from activity where conversation_id = ${id} and key = ${key}`.execute(db);
      if (!earlier[0]) throw new Error('received for a conversation that is not open');
      return { sequence: earlier[0].sequence, duplicate: true };
    },

    async claim(
      id: string,
      owner: string,
      now: string,
      leaseMs: number,
    ): Promise<ClaimedTurn | undefined> {
      const until = new Date(Date.parse(now) + leaseMs).toISOString();
      const { rows } = await sql<ClaimedRow>`
        with oldest as (
          select sequence, activity, sealed_text from activity
          where conversation_id = ${id} and waiting order by sequence limit 1),
        claimed as (
          update conversation set lease_owner = ${owner}, lease_until = ${until}, version = version + 1
          where id = ${id} and exists (select 1 from oldest)
            and (lease_until is null or lease_until <= ${now} or lease_owner = ${owner})
          returning channel_id, user_id, state, version)
        select * from claimed, oldest`.execute(db);
      const [row] = rows;
      return row && claimedTurn(id, row);
    },

    /** The first reply's sequence, or undefined when the claim was lost and nothing was written. */
    async commit(commit: TurnCommit): Promise<number | undefined> {
      const { conversationId: id, replies } = commit;
      const sequence = Number(commit.activityId.slice(-7));
      const { rows } = await sql<{ first: number }>`
        with held as (
          select id from conversation where id = ${id} and version = ${commit.version} for update),
        answered as (
          update activity set waiting = false, sealed_text = null
          where conversation_id = ${id} and sequence = ${sequence} and waiting
            and exists (select 1 from held) returning 1),
        moved as (
          update conversation set state = ${JSON.stringify(commit.state)}::json,
            next_sequence = next_sequence + ${replies.length}::int,
            lease_owner = null, lease_until = null
          where id = ${id} and exists (select 1 from answered)
          returning next_sequence - ${replies.length}::int as first),
        said as (
          insert into activity (conversation_id, sequence, activity, at)
          select ${id}, first + place::int - 1, reply, ${commit.at}
          from moved, json_array_elements(${JSON.stringify(replies)}::json)
            with ordinality as given (reply, place))
        ${intendedAndProved(commit)}
        ${notify(id, 'moved', replies.length)}
        select first ${told} from moved`.execute(db);
      return rows[0]?.first;
    },

    async waiting(now: string): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`
        select distinct id from conversation join activity on conversation_id = id and waiting
        where lease_until is null or lease_until <= ${now}`.execute(db);
      return rows.map(({ id }) => id);
    },

    async activities(id: string, after: number, limit: number): Promise<NumberedActivity[]> {
      const { rows } = await sql<{ sequence: number; activity: StoredActivity }>`
        select sequence, activity from activity
        where conversation_id = ${id} and sequence > ${after}
        order by sequence limit ${limit}`.execute(db);
      return rows.map((row) => numbered(id, row.sequence, row.activity));
    },
  };
}

function claimedTurn(conversationId: string, row: ClaimedRow): ClaimedTurn {
  return {
    conversationId,
    channelId: row.channel_id,
    userId: row.user_id,
    activityId: activityIdOf(conversationId, row.sequence),
    activity: row.activity,
    ...(row.sealed_text !== null && { sealedText: row.sealed_text }),
    state: row.state,
    version: row.version,
  };
}

/** Most turns intend and prove nothing; the shorter statement is the faster one. */
function intendedAndProved({ intents, evidence, at }: TurnCommit) {
  const intended = intents.map((intent) => ({ ...intent, expiresAt: intent.expiresAt ?? null }));
  return sql`${
    intents.length === 0
      ? sql``
      : sql`, intended as (
          insert into intent (id, kind, sealed_payload, expires_at, not_before)
          select given.id, given.kind, given."sealedPayload", given."expiresAt", ${at}::timestamptz
          from moved, json_to_recordset(${JSON.stringify(intended)}::json)
            as given (id text, kind text, "sealedPayload" text, "expiresAt" timestamptz))`
  }${
    evidence.length === 0
      ? sql``
      : sql`, proved as (
          insert into evidence (kind, subject, at, data)
          select given.kind, given.subject, given.at, given.data
          from moved, json_to_recordset(${JSON.stringify(evidence)}::json)
            as given (kind text, subject text, at timestamptz, data json))`
  }`;
}
