import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { PGlite } from '@electric-sql/pglite';
import { type Kysely, Migrator, sql } from 'kysely';
import type { Log } from '../../ports/services.ts';
import type { ConversationNews, NumberedActivity, Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Engine, pgliteEngine, postgresEngine } from './engine.ts';
import { lockFolder, StoreCannotOpen } from './folderLock.ts';
import { intentQueries } from './intents.ts';
import { migrations } from './migrations.ts';
import { activityIdOf, numbered } from './numbering.ts';
import { turnQueries } from './turns.ts';

/** Where the memory is. A PGlite folder of '' is in memory, for tests. */
export type StorePlace =
  | { readonly kind: 'pglite'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize?: number };

/** Opens the bot's memory, bringing its tables up to date. Throws `StoreCannotOpen` with one sentence. */
export async function openStore(place: StorePlace, { log }: { log: Log }): Promise<Store> {
  const unlock = place.kind === 'pglite' && place.folder ? lockFolder(place.folder) : () => {};
  try {
    const engine = await openEngine(place);
    await migrate(engine.db);
    // Alone in its folder, a new process owes nothing to the claims of the one before.
    if (place.kind === 'pglite') {
      await sql`update conversation set lease_until = null where lease_until is not null`.execute(
        engine.db,
      );
      await sql`update intent set not_before = to_timestamp(0) where state = 'due' and lease_owner is not null`.execute(
        engine.db,
      );
    }
    return storeOn(engine, unlock, log);
  } catch (error) {
    unlock();
    if (error instanceof StoreCannotOpen) throw error;
    const where =
      place.kind === 'pglite' ? `the folder ${place.folder}` : 'the database in DATABASE_URL';
    throw new StoreCannotOpen(`Cannot open ${where} (${reasonOf(error)}).`);
  }
}

async function openEngine(place: StorePlace): Promise<Engine> {
  if (place.kind === 'postgres') return postgresEngine(place.url, place.poolSize ?? 10);
  // PGlite runs without fsync: what is committed survives a killed process, not a power cut.
  return pgliteEngine(await PGlite.create(place.folder ? `${place.folder}/database` : 'memory://'));
}

async function migrate(db: Kysely<unknown>): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  // The migrator takes an advisory lock, so two processes may start at once.
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
}

function storeOn(engine: Engine, unlock: () => void, log: Log): Store {
  const { db } = engine;
  const self = randomUUID();
  const emitter = new EventEmitter().setMaxListeners(0);
  const turns = turnQueries(db, engine.subscribe ? self : undefined);
  const intents = intentQueries(db);
  const emit = (conversationId: string, activities: readonly NumberedActivity[]) => {
    if (activities.length > 0) {
      emitter.emit('news', { conversationId, activities } satisfies ConversationNews);
    }
  };
  const unsubscribe = engine.subscribe?.(
    (payload) => void relay(payload),
    (error) => log.warn('store.newsLost', { reason: error.name }),
  );

  async function relay(payload: string): Promise<void> {
    const [origin, conversationId, first, count] = JSON.parse(payload) as [
      string,
      string,
      number,
      number,
    ];
    if (origin === self || emitter.listenerCount('news') === 0) return;
    const activities = await guarded(() => turns.activities(conversationId, first - 1, count));
    emit(conversationId, activities);
  }

  return {
    openConversation: (conversation) => guarded(() => turns.open(conversation)),
    conversation: (id) => guarded(() => turns.conversation(id)),
    async receive(inbound) {
      const { sequence, duplicate } = await guarded(() => turns.receive(inbound));
      const { conversationId, activity } = inbound;
      const activityId = activityIdOf(conversationId, sequence);
      if (!duplicate) emit(conversationId, [numbered(conversationId, sequence, activity)]);
      return { activityId, duplicate };
    },
    claimTurn: (...given) => guarded(() => turns.claim(...given)),
    async commitTurn(commit) {
      const first = await guarded(() => turns.commit(commit));
      if (first === undefined) return false;
      const { conversationId, replies } = commit;
      emit(
        conversationId,
        replies.map((reply, index) => numbered(conversationId, first + index, reply)),
      );
      return true;
    },
    waitingConversations: (now) => guarded(() => turns.waiting(now)),
    activities: (...given) => guarded(() => turns.activities(...given)),
    listen(listener) {
      emitter.on('news', listener);
      return () => emitter.off('news', listener);
    },
    claimIntents: (...given) => guarded(() => intents.claim(...given)),
    finishIntent: (...given) => guarded(() => intents.finish(...given)),
    retryIntent: (...given) => guarded(() => intents.retry(...given)),
    count: (...given) => guarded(() => intents.count(...given)),
    peek: (...given) => guarded(() => intents.peek(...given)),
    ready: () => guarded(async () => void (await sql`select 1`.execute(db))),
    async close() {
      unsubscribe?.();
      await engine.close();
      unlock();
    },
  };
}

/** The engine's own words may quote data: only its error code goes on. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Unavailable('store', reasonOf(error), { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return code ?? name ?? 'unknown';
}
