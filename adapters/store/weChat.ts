import type {
  Allowance,
  DecidedDelivery,
  DeliveryDecision,
  SealedToken,
} from '../../ports/weChatStore.ts';
import type { Engine, Statement } from './engine.ts';

const decideAll: Statement = {
  name: 'weChatDecide',
  // $1 JSON of activity ids, $2 conversation, $3 sealed answer or null, $4 now.
  // An answer takes its intents along: what was said is not sent once more.
  text: `with given as (select json_array_elements_text($1::json) as id),
    decided as (
      insert into wechat_delivery (activity_id, conversation_id, sealed_answer, decided_at)
      select id, $2, $3, $4 from given order by id
      on conflict (activity_id) do nothing
      returning activity_id)
    update intent set state = 'done', sealed_payload = null, finished_at = $4
    from decided where $3::text is not null and state = 'due'
      and intent.id = 'deliver:' || activity_id`,
};

const decidedOne: Statement = {
  name: 'weChatDecided',
  text: `select sealed_answer as "sealedAnswer", parts_sent as "partsSent"
    from wechat_delivery where activity_id = $1`,
};

const partSent: Statement = {
  name: 'weChatPartSent',
  text: 'update wechat_delivery set parts_sent = greatest(parts_sent, $2) where activity_id = $1',
};

const hold: Statement = {
  name: 'weChatHold',
  text: 'update wechat_delivery set is_held = true where activity_id = $1',
};

const release: Statement = {
  name: 'weChatRelease',
  // $1 conversation, $2 now, $3 and $4 the range of its intents' ids
  text: `with freed as (
      update wechat_delivery set is_held = false where conversation_id = $1 and is_held
      returning activity_id),
    due as (
      update intent set not_before = $2, lease_owner = null from freed
      where intent.id = 'deliver:' || activity_id and state = 'due')
    select count(*)::int as count from intent where state = 'due' and id >= $3 and id < $4`,
};

/** $1 conversation, $2 count, $3 until */
const allow = (kind: Allowance['kind']): Statement => ({
  name: `weChatAllow_${kind}`,
  text: `insert into wechat_allowance (conversation_id, ${kind}_left, ${kind}_until) values ($1, $2, $3)
    on conflict (conversation_id) do update
      set ${kind}_left = excluded.${kind}_left, ${kind}_until = excluded.${kind}_until`,
});

const allowing = { message: allow('message'), scene: allow('scene') };

const take: Statement = {
  name: 'weChatTakeAllowance',
  // What is over soonest is used first.
  text: `update wechat_allowance set
      scene_left = scene_left - (scene_left > 0 and scene_until > $2)::int,
      message_left = message_left - (not (scene_left > 0 and scene_until > $2))::int
    where conversation_id = $1
      and (scene_left > 0 and scene_until > $2 or message_left > 0 and message_until > $2)
    returning (case when scene_until > $2 then scene_left else 0 end
      + case when message_until > $2 then message_left else 0 end) as left`,
};

const isOpen: Statement = {
  name: 'weChatAllowanceIsOpen',
  text: `select 1 from wechat_allowance
    where conversation_id = $1 and greatest(message_until, scene_until) > $2`,
};

const endAllowance: Statement = {
  name: 'weChatEndAllowance',
  text: 'update wechat_allowance set message_left = 0, scene_left = 0 where conversation_id = $1',
};

const readToken: Statement = {
  name: 'weChatToken',
  text: `select sealed_token as "sealedToken" from wechat_token where app_id = $1 and expires_at > $2`,
};

const keepToken: Statement = {
  name: 'weChatKeepToken',
  text: `insert into wechat_token (app_id, sealed_token, expires_at) values ($1, $2, $3)
    on conflict (app_id) do update
      set sealed_token = excluded.sealed_token, expires_at = excluded.expires_at`,
};

const dropToken: Statement = {
  name: 'weChatDropToken',
  text: 'delete from wechat_token where app_id = $1 and sealed_token = $2',
};

interface DecidedRow {
  sealedAnswer: string | null;
  partsSent: number;
}

/** What is asked about WeChat. */
export function weChatQueries({ run }: Engine) {
  async function decided(activityId: string): Promise<DecidedDelivery | undefined> {
    const [row] = await run<DecidedRow>(decidedOne, [activityId]);
    if (!row) return undefined;
    const { sealedAnswer, partsSent } = row;
    return { partsSent, ...(sealedAnswer !== null && { sealedAnswer }) };
  }

  return {
    decided,

    async decide(decision: DeliveryDecision): Promise<DecidedDelivery> {
      const { activityIds, conversationId, sealedAnswer = null, at } = decision;
      await run(decideAll, [JSON.stringify(activityIds), conversationId, sealedAnswer, at]);
      const found = await decided(activityIds.at(-1) ?? '');
      if (!found) throw new Error('a decision was forgotten at once');
      return found;
    },

    async partSent(activityId: string, count: number): Promise<void> {
      await run(partSent, [activityId, count]);
    },

    async hold(activityId: string): Promise<void> {
      await run(hold, [activityId]);
    },

    async release(conversationId: string, now: string): Promise<number> {
      const [row] = await run<{ count: number }>(release, [
        conversationId,
        now,
        `deliver:${conversationId}|`,
        // What sorts right behind every id of the conversation.
        `deliver:${conversationId}}`,
      ]);
      return row?.count ?? 0;
    },

    async allow({ conversationId, kind, count, until }: Allowance): Promise<void> {
      await run(allowing[kind], [conversationId, count, until]);
    },

    async takeAllowance(conversationId: string, now: string): Promise<number | 'used' | 'over'> {
      const [row] = await run<{ left: number }>(take, [conversationId, now]);
      if (row) return row.left;
      return (await run(isOpen, [conversationId, now])).length > 0 ? 'used' : 'over';
    },

    async endAllowance(conversationId: string): Promise<void> {
      await run(endAllowance, [conversationId]);
    },

    async token(appId: string, now: string): Promise<string | undefined> {
      const [row] = await run<{ sealedToken: string }>(readToken, [appId, now]);
      return row?.sealedToken;
    },

    async keepToken({ appId, sealedToken, expiresAt }: SealedToken): Promise<void> {
      await run(keepToken, [appId, sealedToken, expiresAt]);
    },

    async dropToken(appId: string, sealedToken: string): Promise<void> {
      await run(dropToken, [appId, sealedToken]);
    },
  };
}
