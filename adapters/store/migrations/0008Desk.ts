import { type Kysely, sql } from 'kysely';

/** Conversations that people take over, and who is at the desk. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements = [
  // It goes with its conversation; what it says of a person is sealed and emptied at its end.
  sql`create table handoff (
    id text collate "C" primary key,
    conversation_id text collate "C" not null references conversation on delete cascade,
    desk text not null, state text not null default 'waiting',
    reason text not null, priority integer not null, language text not null,
    requested_at timestamptz not null, accepted_at timestamptz, ended_at timestamptz,
    ended_by text, agent_id text, agent_name text,
    turn_count integer not null default 0, is_told boolean not null default true,
    rating integer, sealed_context text)`,
  sql`create index handoff_open on handoff (desk, priority, requested_at)
    where state in ('waiting', 'accepted')`,
  sql`create index handoff_conversation on handoff (conversation_id)`,
  sql`create index handoff_requested on handoff (requested_at)`,
  sql`create table desk_agent (
    id text collate "C" primary key, name text not null,
    is_ready boolean not null, seen_at timestamptz not null)`,
];
