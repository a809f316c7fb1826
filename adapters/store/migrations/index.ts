import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Tables } from '../tables.ts';
import * as conversations from './0001Conversations.ts';
import * as proof from './0002Proof.ts';
import * as persons from './0003Persons.ts';
import * as unrecognised from './0006Unrecognised.ts';
import * as weChat from './0007WeChat.ts';
import * as desk from './0008Desk.ts';
import * as weCom from './0010WeCom.ts';
import * as lines from './0012Lines.ts';

/** Every change of the tables, in order. A released one is never edited: the next one changes it. */
const migrations: Record<string, Migration> = {
  '0001Conversations': conversations,
  '0002Proof': proof,
  '0003Persons': persons,
  '0006Unrecognised': unrecognised,
  '0007WeChat': weChat,
  '0008Desk': desk,
  '0010WeCom': weCom,
  '0012Lines': lines,
};

/** Brings the tables up to date. The migrator locks, so two processes may start at once. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
}
