import { type Kysely, sql } from 'kysely';

/** Messages that the bot did not understand, for people to look at. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The words stay where they are, masked: what is forgotten or erased there is gone here too.
  await sql`create table unrecognised (
    id bigint generated always as identity primary key,
    conversation_id text collate "C" not null, sequence integer not null,
    guess text not null, confidence real not null,
    found_at timestamptz not null, done_at timestamptz,
    unique (conversation_id, sequence),
    foreign key (conversation_id, sequence) references activity on delete cascade)`.execute(db);
}
