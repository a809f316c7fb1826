import type { AgentName } from '../../ports/agentDesk.ts';
import type {
  DeskAgent,
  FoundMessage,
  Handoff,
  HandoffCount,
  HandoffEnder,
} from '../../ports/handoffs.ts';
import type { Engine, Statement } from './engine.ts';
import { one } from './forgetting.ts';

/** Writes a new handoff from a JSON parameter; with the turn that asks for it, or not at all. */
export function beginHandoff(parameter: string, conversation: string, from: string): string {
  return `insert into handoff (id, conversation_id, desk, reason, priority, language, requested_at,
      sealed_context)
    select given.id, ${conversation}, given.desk, given.reason, given.priority, given.language,
      given."requestedAt", given."sealedContext"
    from ${from}, json_to_record(${parameter}::json -> 'begin') as given (id text, desk text,
      reason text, priority int, language text, "requestedAt" timestamptz, "sealedContext" text)
    where ${parameter}::json -> 'begin' is not null`;
}

/** Writes what a turn changes about one: its end only while it is open, anything else at any time. */
export function changeHandoff(parameter: string, now: string, from: string): string {
  return `update handoff h set
      state = case when given."endedBy" is null then h.state else 'completed' end,
      ended_at = case when given."endedBy" is null then h.ended_at else ${now}::timestamptz end,
      ended_by = coalesce(given."endedBy", h.ended_by),
      rating = coalesce(given.rating, h.rating),
      sealed_context = case when given."endedBy" is not null then null
        when h.state in ('waiting', 'accepted') then coalesce(given."sealedContext", h.sealed_context) end
    from ${from}, json_to_record(${parameter}::json -> 'change') as given (id text, "endedBy" text,
      rating int, "sealedContext" text)
    where ${parameter}::json -> 'change' is not null and h.id = given.id
      and (given."endedBy" is null or h.state in ('waiting', 'accepted'))`;
}

const columns = `h.id, conversation_id as "conversationId", channel_id as "channelId", desk, h.state,
  reason, priority, language, requested_at as "requestedAt", accepted_at as "acceptedAt",
  ended_at as "endedAt", ended_by as "endedBy", agent_id as "agentId", agent_name as "agentName",
  turn_count as "turnCount", is_told as "isTold", sealed_context as "sealedContext"`;
const select = `select ${columns} from handoff h join conversation c on c.id = conversation_id`;

const oneById: Statement = { name: 'handoff', text: `${select} where h.id = $1` };

const allOpen: Statement = {
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

const ofConversation: Statement = {
  name: 'handoffsOf',
  text: `${select} where conversation_id = $1 order by requested_at desc`,
};

const queueBefore: Statement = {
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

const claim: Statement = {
  name: 'claimHandoff',
  // Whoever waits for another's lock finds it taken.
  text: `update handoff set state = 'accepted', agent_id = $2, agent_name = $3,
      accepted_at = coalesce(accepted_at, $4), turn_count = turn_count + 1, is_told = false
    where id = $1 and state = 'waiting' returning id`,
};

const move: Statement = {
  name: 'moveHandoff',
  // $1 handoff, $2 from, $3 to, $4 name. Back in the queue it stands before all who never waited so long.
  text: `update handoff set state = case when $3::text is null then 'waiting' else 'accepted' end,
      priority = case when $3::text is null then -1 else priority end,
      agent_id = $3, agent_name = $4, turn_count = turn_count + 1, is_told = false
    where id = $1 and state = 'accepted' and agent_id = $2 returning id`,
};

const end: Statement = {
  name: 'endHandoff',
  text: `update handoff set state = case when $2 = 'desk' then 'failed' else 'completed' end,
      ended_at = $3, ended_by = $2, turn_count = turn_count + 1, is_told = false
    where id = $1 and state in ('waiting', 'accepted') and ($4::text is null or agent_id = $4)
    returning id`,
};

const told: Statement = {
  name: 'toldOfHandoff',
  text: `update handoff set is_told = true,
      sealed_context = case when state in ('waiting', 'accepted') then sealed_context end
    where id = $1 and turn_count = $2`,
};

const untold: Statement = {
  name: 'untoldHandoffs',
  text: `${select} where not is_told and desk = $1`,
};

const counts: Statement = {
  name: 'handoffCounts',
  text: `select reason, state, ended_by as "endedBy", count(*)::int as count,
      (extract(epoch from avg(accepted_at - requested_at)) * 1000)::float as "waitMs",
      avg(rating)::float as rating
    from handoff where requested_at >= $1 group by reason, state, ended_by order by 1, 2, 3`,
};

const findSaid: Statement = {
  name: 'findSaid',
  // $1 words for LIKE, $2 since, $3 limit
  text: `select conversation_id as "conversationId", sequence, activity ->> 'text' as text,
      recorded_at as at
    from activity
    where recorded_at >= $2 and activity ->> 'type' = 'message' and activity ->> 'text' ilike $1
    order by recorded_at desc limit $3`,
};

const holderOf: Statement = {
  name: 'holderOf',
  text: `select customer_id as "customerId", line_id as "lineId" from conversation_customer where conversation_id = $1
    order by since_sequence desc limit 1`,
};

const seeAgent: Statement = {
  name: 'seeAgent',
  text: `insert into desk_agent (id, name, is_ready, seen_at) values ($1, $2, $3::boolean, $4)
    on conflict (id) do update set name = excluded.name, is_ready = excluded.is_ready,
      seen_at = greatest(desk_agent.seen_at, excluded.seen_at)`,
};

const agentsSince: Statement = {
  name: 'agentsSince',
  text: `select id, name, is_ready as "isReady", seen_at as "seenAt" from desk_agent
    where seen_at >= $1 order by name, id`,
};

type Nullable<T> = { [Key in keyof T]: T[Key] | null };

interface HandoffRow
  extends Nullable<Pick<Handoff, 'endedBy' | 'sealedContext'>>,
    Omit<
      Handoff,
      'requestedAt' | 'acceptedAt' | 'endedAt' | 'agent' | 'endedBy' | 'sealedContext'
    > {
  requestedAt: Date;
  acceptedAt: Date | null;
  endedAt: Date | null;
  agentId: string | null;
  agentName: string | null;
}

/** What is asked of handoffs. */
export function handoffQueries({ run }: Engine) {
  const list = async (statement: Statement, value: string) =>
    (await run<HandoffRow>(statement, [value])).map(handoffOf);
  return {
    one: async (id: string) => (await list(oneById, id))[0],
    open: (desk: string) => list(allOpen, desk),
    untold: (desk: string) => list(untold, desk),
    ofConversation: (id: string) => list(ofConversation, id),

    async queueBefore(desk: string, priority: number, before: string, since: string) {
      const values = [desk, priority, before, since];
      const row = one(
        await run<{ ahead: number; waiting: number; waitMs: number | null }>(queueBefore, values),
      );
      const { waitMs, ...queue } = row;
      return { ...queue, ...(waitMs !== null && { waitMs }) };
    },

    async claim(id: string, agent: AgentName, at: string): Promise<boolean> {
      return (await run(claim, [id, agent.id, agent.name, at])).length === 1;
    },

    async move(id: string, from: string, to: AgentName | undefined): Promise<boolean> {
      return (await run(move, [id, from, to?.id ?? null, to?.name ?? null])).length === 1;
    },

    async end(id: string, by: HandoffEnder, at: string, agentId?: string): Promise<boolean> {
      return (await run(end, [id, by, at, agentId ?? null])).length === 1;
    },

    async told(id: string, turnCount: number): Promise<void> {
      await run(told, [id, turnCount]);
    },

    async counts(since: string): Promise<HandoffCount[]> {
      const rows = await run<Nullable<HandoffCount>>(counts, [since]);
      return rows.map((row) => withoutNulls(row) as unknown as HandoffCount);
    },

    async findSaid(words: string, since: string, limit: number): Promise<FoundMessage[]> {
      const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
      const rows = await run<Omit<FoundMessage, 'at'> & { at: Date }>(findSaid, [
        pattern,
        since,
        limit,
      ]);
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    },

    async holderOf(conversationId: string) {
      const [row] = await run<{ customerId: string; lineId: string | null }>(holderOf, [
        conversationId,
      ]);
      if (!row) return undefined;
      const { customerId, lineId } = row;
      return { customerId, ...(lineId !== null && { lineId }) };
    },

    async seeAgent({ id, name, isReady, seenAt }: DeskAgent): Promise<void> {
      await run(seeAgent, [id, name, String(isReady), seenAt]);
    },

    async agentsSince(seenAt: string): Promise<DeskAgent[]> {
      const rows = await run<Omit<DeskAgent, 'seenAt'> & { seenAt: Date }>(agentsSince, [seenAt]);
      return rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
    },
  };
}

function handoffOf({ agentId, agentName, ...row }: HandoffRow): Handoff {
  const moments = [row.requestedAt, row.acceptedAt, row.endedAt].map((at) => at?.toISOString());
  const [requestedAt, acceptedAt, endedAt] = moments;
  return withoutNulls({
    ...row,
    requestedAt,
    acceptedAt,
    endedAt,
    agent: agentId === null ? null : { id: agentId, name: agentName ?? '' },
  }) as unknown as Handoff;
}

function withoutNulls(row: object): object {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined),
  );
}
