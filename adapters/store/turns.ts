import type {
  ClaimedTurn,
  ConversationNews,
  Inbound,
  NumberedActivity,
  StoredActivity,
  TurnCommit,
} from '../../ports/store.ts';
import type { Engine } from './engine.ts';
import { evidenceValue } from './evidence.ts';
import type { Stretch } from './news.ts';
import { activityIdOf, numbered, sequenceOf } from './numbering.ts';
import { readingStatements, turnStatements } from './turnStatements.ts';

interface ClaimedRow {
  channel_id: string;
  user_id: string;
  state: Record<string, unknown>;
  version: number;
  sequence: number;
  activity: StoredActivity;
  sealed_text: string | null;
}

interface ActivityRow {
  conversation_id: string;
  sequence: number;
  activity: StoredActivity;
}

const uniqueViolation = '23505';

/** What is asked of conversations. */
export function turnQueries({ db, run }: Engine) {
  async function sequenceOfKey(id: string, key: string): Promise<number | undefined> {
    const [row] = await run<{ sequence: number }>(readingStatements.sequenceOfKey, [id, key]);
    return row?.sequence;
  }

  return {
    hasKey: async (id: string, key: string) => (await sequenceOfKey(id, key)) !== undefined,

    async open(given: { id: string; channelId: string; userId: string; openedAt: string }) {
      const { id, channelId: channel_id, userId: user_id, openedAt: opened_at } = given;
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('conversation')
        .values({ id, channel_id, user_id, opened_at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async conversation(id: string): Promise<{ channelId: string; userId: string } | undefined> {
      const [row] = await run<{ channelId: string; userId: string }>(
        readingStatements.conversation,
        [id],
      );
      return row;
    },

    async receive(inbound: Inbound): Promise<{ sequence: number; duplicate: boolean }> {
      const { conversationId: id, channelId, userId, key, activity, receivedAt } = inbound;
      const sealed = inbound.sealedText ?? null;
      const values = [id, channelId, userId, receivedAt, key, JSON.stringify(activity), sealed];
      const [row] = await run<{ sequence: number }>(turnStatements.receive, values).catch(
        (error: { code?: string }) => {
          // Another process recorded the same key at the same moment; all of ours was undone.
          if (error.code === uniqueViolation) return [];
          throw error;
        },
      );
      if (row) return { sequence: row.sequence, duplicate: false };
      const sequence = await sequenceOfKey(id, key);
      if (sequence === undefined) throw new Error('neither recorded nor known');
      return { sequence, duplicate: true };
    },

    async claim(
      id: string,
      owner: string,
      now: string,
      leaseMs: number,
    ): Promise<ClaimedTurn | undefined> {
      const until = new Date(Date.parse(now) + leaseMs).toISOString();
      const [row] = await run<ClaimedRow>(turnStatements.claim, [id, owner, now, until]);
      return row && claimedTurn(id, row);
    },

    /** The first reply's sequence, or undefined when the claim was lost and nothing was written. */
    async commit(commit: TurnCommit): Promise<number | undefined> {
      const { conversationId: id, version, replies, intents, evidence, links, at } = commit;
      const sequence = sequenceOf(commit.activityId);
      const values = [id, version, JSON.stringify(commit.state), sequence, JSON.stringify(replies)];
      // Most turns intend and prove nothing; the shorter statement is the faster one.
      const isPlain =
        intents.length + evidence.length + links.length === 0 &&
        commit.holder === undefined &&
        commit.doubt === undefined &&
        commit.handoff === undefined;
      const more = () => [
        at,
        JSON.stringify(intents),
        evidenceValue(evidence),
        JSON.stringify(links),
        commit.holder?.customerId ?? null,
        String(commit.isKeptLonger ?? false),
        commit.doubt ? JSON.stringify(commit.doubt) : null,
        commit.handoff ? JSON.stringify(commit.handoff) : null,
        commit.holder?.lineId ?? null,
      ];
      const [row] = await run<{ first: number }>(
        isPlain ? turnStatements.commit : turnStatements.commitWithMore,
        isPlain ? values : [...values, ...more()],
      );
      return row?.first;
    },

    async waiting(now: string): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('inbox')
        .innerJoin('conversation', 'conversation.id', 'inbox.conversation_id')
        .where((is) =>
          is.or([is('lease_until', 'is', null), is('lease_until', '<=', new Date(now))]),
        )
        .select('conversation.id')
        .distinct()
        .execute();
      return rows.map(({ id }) => id);
    },

    async activities(id: string, after: number, limit: number): Promise<NumberedActivity[]> {
      const rows = await run<ActivityRow>(readingStatements.activities, [id, after, limit]);
      return rows.map(({ sequence, activity }) => numbered(id, sequence, activity));
    },

    async stretches(given: readonly Stretch[]): Promise<readonly ConversationNews[]> {
      const rows = await run<ActivityRow>(readingStatements.stretches, [JSON.stringify(given)]);
      const news = new Map<string, NumberedActivity[]>();
      for (const { conversation_id: id, sequence, activity } of rows) {
        const activities = news.get(id) ?? [];
        news.set(id, activities);
        activities.push(numbered(id, sequence, activity));
      }
      return [...news].map(([conversationId, activities]) => ({ conversationId, activities }));
    },

    recordedSince: (since: string): Promise<readonly Stretch[]> =>
      run<Stretch>(readingStatements.recordedSince, [since]),
  };
}

function claimedTurn(conversationId: string, row: ClaimedRow): ClaimedTurn {
  const { activity } = numbered(conversationId, row.sequence, row.activity);
  return {
    conversationId,
    channelId: row.channel_id,
    userId: row.user_id,
    activityId: activityIdOf(conversationId, row.sequence),
    activity,
    ...(row.sealed_text !== null && { sealedText: row.sealed_text }),
    state: row.state,
    version: row.version,
  };
}
