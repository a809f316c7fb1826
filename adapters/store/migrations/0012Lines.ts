import { type Kysely, sql } from 'kysely';

/** With which of a customer's lines a conversation is: who proved one number has not proved the others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements = [
  sql`alter table conversation_customer add line_id text collate "C"`,
  sql`create index conversation_customer_line on conversation_customer (line_id)`,
  // People are held by their customer id, which is looked up by conversation.
  sql`drop index conversation_customer_customer`,
  sql`create or replace view customer_stretch as
    select conversation_id, customer_id, since_sequence, lead(since_sequence)
      over (partition by conversation_id order by since_sequence) as next_sequence, line_id
    from conversation_customer`,
  // Where one number alone was ever proved in a conversation, it is that one's.
  sql`update conversation_customer set line_id = proved.line
    from (
      select evidence_text(data, 'conversationId') as id, min(subject) as line from evidence
      where kind = 'identified' group by 1 having count(distinct subject) = 1) proved
    where conversation_id = proved.id`,
];
