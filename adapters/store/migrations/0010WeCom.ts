import { type Kysely, sql } from 'kysely';

/** How far each kf account of WeCom has been read. Nothing of a customer's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table wecom_cursor (
    open_kf_id text collate "C" primary key, cursor text not null)`.execute(db);
}
