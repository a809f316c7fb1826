import { type Kysely, sql } from 'kysely';

/** Whose a conversation is, how long it is kept, and what must be kept longer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements = [
  // From which message on a conversation is with this customer: a browser may be lent to another one.
  sql`create table conversation_customer (
    conversation_id text collate "C" not null, since_sequence integer not null,
    customer_id text collate "C" not null,
    primary key (conversation_id, since_sequence))`,
  sql`create index conversation_customer_customer on conversation_customer (customer_id)`,
  sql`create view customer_stretch as
    select conversation_id, customer_id, since_sequence, lead(since_sequence)
      over (partition by conversation_id order by since_sequence) as next_sequence
    from conversation_customer`,
  // linked_at: its latest order or complaint. look_at: nothing of it is over before.
  sql`alter table conversation add linked_at timestamptz,
    add look_at timestamptz not null default '-infinity'`,
  sql`create index conversation_look on conversation (look_at)`,
  sql`create index intent_over on intent (finished_at) where finished_at is not null`,
  // Both tables only grow at their end.
  sql`create index evidence_at on evidence using brin (at)`,
  sql`create index agreement_made on agreement using brin (made_at)`,
  sql`create table legal_hold (
    id bigint generated always as identity primary key,
    subject text collate "C" not null, reason text not null,
    set_by text not null, set_at timestamptz not null,
    lifted_by text, lifted_at timestamptz)`,
  sql`create unique index legal_hold_subject on legal_hold (subject) where lifted_at is null`,
  sql`create function is_held(who text) returns boolean language sql stable as $$
    select exists (select from legal_hold where subject = who and lifted_at is null) $$`,
  // In UTC: a month must not end at another moment for another session's time zone.
  sql`create function kept_until(since timestamptz, period interval) returns timestamptz
    language sql immutable as $$ select ((since at time zone 'UTC') + period) at time zone 'UTC' $$`,
  sql`insert into conversation_customer (conversation_id, since_sequence, customer_id)
    select id, 1, state #>> '{identity,line,customerId}' from conversation
    where state #>> '{identity,line,customerId}' is not null`,
  sql`update conversation set linked_at = last.at
    from (
      select evidence_text(data, 'conversationId') as id, max(at) as at from evidence
      where kind = 'ordered' group by 1) last
    where conversation.id = last.id`,
];
