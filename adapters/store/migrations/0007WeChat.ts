import { type Kysely, sql } from 'kysely';

/** How each reply reached WeChat, how many more may be sent there, and the account's access token. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

const statements = [
  // Whoever writes the row decides: the answer to the push itself (sealed_answer), or messages of our own.
  sql`create table wechat_delivery (
    activity_id text collate "C" primary key, conversation_id text collate "C" not null,
    sealed_answer text, parts_sent integer not null default 0, is_held boolean not null default false,
    decided_at timestamptz not null)`,
  sql`create index wechat_delivery_over on wechat_delivery (decided_at)`,
  sql`create index wechat_delivery_held on wechat_delivery (conversation_id) where is_held`,
  // scene: a tap on a menu, a scan, a follow; it counts apart and is over after a minute.
  sql`create table wechat_allowance (
    conversation_id text collate "C" primary key,
    message_left integer not null default 0, message_until timestamptz not null default '-infinity',
    scene_left integer not null default 0, scene_until timestamptz not null default '-infinity')`,
  sql`create table wechat_token (
    app_id text collate "C" primary key, sealed_token text not null, expires_at timestamptz not null)`,
];
