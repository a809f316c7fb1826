import { type Kysely, sql } from 'kysely';

/** Conversations, their turns, what turns ask for and what they prove. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

// Ids and keys are compared, never sorted for people: "C" is the fastest order and the same everywhere.
// JSON is kept as written (json, not jsonb): nothing queries inside it, and it is read as a whole.
const statements = [
  // Rewritten three times a turn, so its pages keep room for the next version of a row.
  sql`create table conversation (
    id text collate "C" primary key, channel_id text not null, user_id text not null,
    state json not null default '{}',
    version integer not null default 0,
    last_sequence integer not null default 0,
    answered_sequence integer not null default 0,
    lease_owner text, lease_until timestamptz,
    opened_at timestamptz not null) with (fillfactor = 60)`,
  // No foreign key: every insert is in one statement with the update of its conversation.
  sql`create table activity (
    conversation_id text collate "C" not null, sequence integer not null,
    key text collate "C", activity json not null,
    recorded_at timestamptz not null default now(),
    primary key (conversation_id, sequence))`,
  sql`create unique index activity_key on activity (conversation_id, key) where key is not null`,
  // Rows come in the order of time, so a few bytes per hundred pages find a moment.
  sql`create index activity_recorded on activity using brin (recorded_at)`,
  // One row for each message not yet answered, with its words; deleted by the answer.
  sql`create table inbox (
    conversation_id text collate "C" not null, sequence integer not null, sealed_text text,
    primary key (conversation_id, sequence))`,
  sql`create table intent (
    id text collate "C" primary key, kind text not null, sealed_payload text,
    state text not null default 'due', attempt integer not null default 0,
    not_before timestamptz not null, expires_at timestamptz,
    lease_owner text, finished_at timestamptz)`,
  sql`create index intent_due on intent (not_before) where state = 'due'`,
  sql`create table evidence (
    sequence bigint generated always as identity primary key,
    kind text not null, subject text not null, at timestamptz not null, data json not null)`,
  sql`create index evidence_subject on evidence (subject, sequence)`,
  sql`create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'evidence is append-only'; end $$`,
  sql`create trigger evidence_is_append_only before update or delete or truncate on evidence
    for each statement execute function refuse_change()`,
  sql`create table counter (
    key text collate "C" primary key, count integer not null, resets_at timestamptz not null)`,
  sql`create index counter_over on counter (resets_at)`,
];
