import type { Statement } from './engine.ts';

// What is asked of handoffs, in SQL; `handoffs.ts` gives it its types.

const columns = `h.id, conversation_id as "conversationId", channel_id as "channelId", desk, h.state,
  reason, priority, language, requested_at as "requestedAt", accepted_at as "acceptedAt",
  ended_at as "endedAt", ended_by as "endedBy", agent_id as "agentId", agent_name as "agentName",
  turn_count as "turnCount", is_told as "isTold", sealed_context as "sealedContext"`;
const select = `select ${columns} from handoff h join conversation c on c.id = conversation_id`;

export const oneById: Statement = { name: 'handoff', text: `${select} where h.id = $1` };

export const allOpen: Statement = {
  name: 'openHandoffs',
  text: `select ${columns}, (
      select activity ->> 'timestamp' from activity a
      where a.conversation_id = h.conversation_id and activity ->> 'type' = 'message'
        and activity ->> 'timestamp' is not null
      order by sequence desc limit 1) as "lastSaidAt"
    from handoff h join conversation c on c.id = conversation_id
    where desk = $1 and h.state in ('waiting', 'accepted')
    order by priority, requested_at, h.id`,
};

export const ofConversation: Statement = {
  name: 'handoffsOf',
  text: `${select} where conversation_id = $1 order by requested_at desc`,
};

export const queueBefore: Statement = {
  name: 'queueBefore',
  // $1 desk, $2 priority, $3 requested before, $4 taken since
  text: `select
      (count(*) filter (where state = 'waiting'
        and (priority, requested_at) < ($2::int, $3::timestamptz)))::int as ahead,
      (count(*) filter (where state = 'waiting'))::int as waiting,
      (extract(epoch from avg(accepted_at - requested_at) filter (where accepted_at >= $4)) * 1000)::float
        as "waitMs"
    from handoff where desk = $1 and (state = 'waiting' or requested_at >= $4)`,
};

export const claim: Statement = {
  name: 'claimHandoff',
  // Whoever waits for another's lock finds it taken.
  text: `update handoff set state = 'accepted', agent_id = $2, agent_name = $3,
      accepted_at = coalesce(accepted_at, $4), turn_count = turn_count + 1, is_told = false
    where id = $1 and state = 'waiting' returning id`,
};

export const move: Statement = {
  name: 'moveHandoff',
  // $1 handoff, $2 from, $3 to, $4 name. Back in the queue it stands before all who never waited so long.
  text: `update handoff set state = case when $3::text is null then 'waiting' else 'accepted' end,
      priority = case when $3::text is null then -1 else priority end,
      agent_id = $3, agent_name = $4, turn_count = turn_count + 1, is_told = false
    where id = $1 and state = 'accepted' and agent_id = $2 returning id`,
};

export const end: Statement = {
  name: 'endHandoff',
  text: `update handoff set state = case when $2 = 'desk' then 'failed' else 'completed' end,
      ended_at = $3, ended_by = $2, turn_count = turn_count + 1, is_told = false
    where id = $1 and state in ('waiting', 'accepted') and ($4::text is null or agent_id = $4)
    returning id`,
};

export const told: Statement = {
  name: 'toldOfHandoff',
  text: `update handoff set is_told = true,
      sealed_context = case when state in ('waiting', 'accepted') then sealed_context end
    where id = $1 and turn_count = $2`,
};

export const untold: Statement = {
  name: 'untoldHandoffs',
  text: `${select} where not is_told and desk = $1`,
};

export const counts: Statement = {
  name: 'handoffCounts',
  text: `select reason, state, ended_by as "endedBy", count(*)::int as count,
      (extract(epoch from avg(accepted_at - requested_at)) * 1000)::float as "waitMs",
      avg(rating)::float as rating
    from handoff where requested_at >= $1 group by reason, state, ended_by order by 1, 2, 3`,
};

export const findSaid: Statement = {
  name: 'findSaid',
  // $1 words for LIKE, $2 since, $3 limit
  text: `select conversation_id as "conversationId", sequence, activity ->> 'text' as text,
      recorded_at as at
    from activity
    where recorded_at >= $2 and activity ->> 'type' = 'message' and activity ->> 'text' ilike $1
    order by recorded_at desc limit $3`,
};

export const holderOf: Statement = {
  name: 'holderOf',
  text: `select customer_id as "customerId", line_id as "lineId" from conversation_customer where conversation_id = $1
    order by since_sequence desc limit 1`,
};

export const seeAgent: Statement = {
  name: 'seeAgent',
  text: `insert into desk_agent (id, name, is_ready, seen_at) values ($1, $2, $3::boolean, $4)
    on conflict (id) do update set name = excluded.name, is_ready = excluded.is_ready,
      seen_at = greatest(desk_agent.seen_at, excluded.seen_at)`,
};

export const agentsSince: Statement = {
  name: 'agentsSince',
  text: `select id, name, is_ready as "isReady", seen_at as "seenAt" from desk_agent
    where seen_at >= $1 order by name, id`,
};
