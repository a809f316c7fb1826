import type { ForgetConversations, Forgotten, ForgottenOver } from '../../ports/store.ts';
import type { Engine, Statement } from './engine.ts';

/**
 * One go over conversations that are due. Each is locked for the moment, so a message that arrives
 * just then waits and finds either the conversation or none. What waits for its answer is not due.
 */
const conversations: Statement = {
  name: 'forgetConversations',
  // $1 now, $2 transcripts, $3 linked transcripts, $4 states, $5 kept of the state, $6 limit
  text: `with due as (
      select id, opened_at, linked_at from conversation c
      where look_at <= $1 and lease_owner is null
        and not exists (select from inbox where conversation_id = c.id)
        and not is_held(c.id) and not exists (
          select from conversation_customer where conversation_id = c.id and is_held(customer_id))
      order by look_at limit $6 for update skip locked),
    aged as (
      select conversation_id, sequence, recorded_at, greatest(
        kept_until(recorded_at, $2::interval),
        case when recorded_at <= linked_at then kept_until(linked_at, $3::interval) end) as over_at
      from due join activity on conversation_id = due.id),
    forgotten as (
      delete from activity using aged
      where activity.conversation_id = aged.conversation_id and activity.sequence = aged.sequence
        and over_at <= $1
      returning 1),
    standing as (
      select id, min(over_at) filter (where over_at > $1) as over_at,
        kept_until(greatest(opened_at, max(recorded_at)), $4::interval) as idle_at
      from due left join aged on conversation_id = id group by id, opened_at),
    closed as (
      delete from conversation using standing
      where conversation.id = standing.id and over_at is null and idle_at <= $1
      returning conversation.id),
    nobodys as (
      delete from conversation_customer using closed where conversation_id = closed.id),
    cleared as (
      select c.id, (
        select coalesce(json_object_agg(key, value), '{}') from json_each(c.state)
        where key = any (string_to_array($5, ','))) as state
      from conversation c join standing on c.id = standing.id
      where over_at is not null and idle_at <= $1 and exists (
        select from json_each(c.state) where key <> all (string_to_array($5, ',')))),
    looked as (
      update conversation c set state = coalesce(cleared.state, c.state),
        look_at = case when idle_at > $1 then least(over_at, idle_at) else over_at end
      from standing left join cleared on cleared.id = standing.id
      where c.id = standing.id and (over_at is not null or idle_at > $1))
    select (select count(*) from due)::int as looked,
      (select count(*) from forgotten)::int as messages,
      (select count(*) from cleared)::int as states,
      (select count(*) from closed)::int as conversations`,
};

const tasks: Statement = {
  name: 'forgetTasks',
  // $1 now, $2 period, $3 limit. The first comparison finds the rows by their index, the second is exact.
  text: `with gone as (
      delete from intent where id in (
        select id from intent
        where finished_at <= $1::timestamptz - $2::interval + interval '4 days'
          and kept_until(finished_at, $2::interval) <= $1
        order by finished_at limit $3 for update skip locked)
      returning 1)
    select count(*)::int as count from gone`,
};

const over: Statement = {
  name: 'forgetOver',
  // $1 now, $2 limit. Who was not at the desk for a month does not work there any more.
  text: `with links as (
      delete from link where digest in (
        select digest from link where expires_at <= $1 limit $2 for update skip locked)
      returning 1),
    counters as (
      delete from counter where key in (
        select key from counter where resets_at <= $1 limit $2 for update skip locked)
      returning 1),
    agents as (
      delete from desk_agent where seen_at <= $1::timestamptz - interval '30 days'),
    deliveries as (
      delete from wechat_delivery where activity_id in (
        select activity_id from wechat_delivery d
        where decided_at <= $1::timestamptz - interval '1 hour' and not exists (
          select from intent where id = 'deliver:' || d.activity_id and state = 'due')
        order by decided_at limit $2 for update skip locked)
      returning 1),
    allowances as (
      delete from wechat_allowance where conversation_id in (
        select conversation_id from wechat_allowance
        where message_until <= $1 and scene_until <= $1 limit $2 for update skip locked)
      returning 1)
    select (select count(*) from links)::int as links,
      (select count(*) from counters)::int as counters,
      (select count(*) from deliveries)::int as deliveries,
      (select count(*) from allowances)::int as allowances`,
};

const overdue: Statement = {
  name: 'overdue',
  // $1 now, $2 period
  text: `select
      (select count(*) from agreement where made_at <= $1::timestamptz - $2::interval)::int
        as agreements,
      (select count(*) from evidence where at <= $1::timestamptz - $2::interval)::int as evidence`,
};

/** What the retention job asks. */
export function forgetQueries({ run }: Engine) {
  return {
    async conversations(rules: ForgetConversations): Promise<Forgotten> {
      const { now, transcripts, linkedTranscripts, states, keptState, limit } = rules;
      const kept = keptState.join(',');
      const values = [now, transcripts, linkedTranscripts, states, kept, limit];
      return one(await run<Forgotten>(conversations, values));
    },

    async tasks(now: string, keep: string, limit: number): Promise<number> {
      return one(await run<{ count: number }>(tasks, [now, keep, limit])).count;
    },

    async over(now: string, limit: number): Promise<ForgottenOver> {
      return one(await run<ForgottenOver>(over, [now, limit]));
    },

    async overdue(now: string, keep: string): Promise<{ agreements: number; evidence: number }> {
      return one(await run<{ agreements: number; evidence: number }>(overdue, [now, keep]));
    },
  };
}

/** Counts come in one row, always. */
export function one<Row>([row]: readonly Row[]): Row {
  if (!row) throw new Error('a count returned nothing');
  return row;
}
