import { type Kysely, type Migration, sql } from 'kysely';

/** The tables at the first release. Later changes are further entries, never edits of this one. */
const first: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      sql`create table conversation (
        id text primary key, channel_id text not null, user_id text not null,
        state json not null default '{}', version integer not null default 0,
        next_sequence integer not null default 1,
        lease_owner text, lease_until timestamptz, opened_at timestamptz not null)`,
      // A waiting row is a message not yet answered; sealed_text is erased with the answer.
      sql`create table activity (
        conversation_id text not null references conversation (id) on delete cascade,
        sequence integer not null, key text, activity json not null, sealed_text text,
        waiting boolean not null default false, at timestamptz not null,
        primary key (conversation_id, sequence))`,
      sql`create unique index activity_key on activity (conversation_id, key) where key is not null`,
      sql`create index activity_waiting on activity (conversation_id, sequence) where waiting`,
      sql`create table intent (
        id text primary key, kind text not null, sealed_payload text,
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
        key text primary key, count integer not null, resets_at timestamptz not null)`,
    ];
    for (const statement of statements) await statement.execute(db);
  },
};

/** Every change of the tables, in order. */
export const migrations: Record<string, Migration> = { '0001_first': first };
