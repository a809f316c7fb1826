import type { Erased, Erasure, Said, StoredActivity, Transcript } from '../../ports/store.ts';
import type { Engine, Statement } from './engine.ts';
import { one } from './forgetting.ts';

/** Everything recorded with whoever proved a line ($1): its stretches of conversations, not those of others. */
const theirs = `from customer_stretch s join activity a on a.conversation_id = s.conversation_id
    and a.sequence >= s.since_sequence
    and (s.next_sequence is null or a.sequence < s.next_sequence)
  where s.line_id = $1 and s.conversation_id in (
    select conversation_id from conversation_customer where line_id = $1)`;

/** Deleted and counted on record in one statement: there is no moment at which only one of both is true. */
const erase: Statement = {
  name: 'eraseTranscripts',
  // $1 line, $6 its customer, $2 conversation, $3 first message of it that stays, $4 now, $5 facts, their last
  // brace left off: the counts are added as JavaScript would write them, so that the hash is the same.
  // A message that waits for its answer is not erased.
  text: `with held as (select is_held($6) as "isHeld"),
    wanted as (
      select a.conversation_id, a.sequence ${theirs}
        and (a.conversation_id <> $2 or a.sequence < $3) and not is_held(a.conversation_id)
        and not (select "isHeld" from held)
        and not exists (
          select from inbox where conversation_id = a.conversation_id and sequence = a.sequence)),
    gone as (
      delete from activity using wanted
      where activity.conversation_id = wanted.conversation_id
        and activity.sequence = wanted.sequence
      returning activity.conversation_id),
    emptied as (
      update conversation set look_at = '-infinity'
      where id in (select conversation_id from gone)),
    counted as (
      select count(conversation_id)::int as messages,
        count(distinct conversation_id)::int as conversations, "isHeld"
      from held left join gone on true group by "isHeld"),
    proved as (
      insert into evidence (kind, subject, at, data)
      select 'erased', $6, $4::timestamptz, format('%s,"messages":%s,"conversations":%s,"isHeld":%s}',
        $5::text, messages, conversations, "isHeld"::text)::json from counted)
    select messages, conversations, "isHeld" from counted`,
};

const said: Statement = {
  name: 'said',
  text: `select count(distinct a.conversation_id)::int as conversations, count(*)::int as messages,
    min(a.recorded_at) as since ${theirs}`,
};

const transcripts: Statement = {
  name: 'transcripts',
  text: `select c.id, c.channel_id as channel, said.activity, said.recorded_at as at
    from (select a.conversation_id, a.sequence, a.activity, a.recorded_at ${theirs}) said
      join conversation c on c.id = said.conversation_id
    order by c.opened_at, c.id, said.sequence`,
};

interface SaidRow {
  id: string;
  channel: string;
  activity: StoredActivity;
  at: Date;
}

/** What customers ask about themselves. */
export function personQueries({ run }: Engine) {
  return {
    async erase({ requestId, holder, conversationId, keepFrom, at, facts }: Erasure) {
      const { customerId, lineId } = holder;
      const more = JSON.stringify({ ...facts, lineId, requestId }).slice(0, -1);
      return one(
        await run<Erased>(erase, [lineId, conversationId, keepFrom, at, more, customerId]),
      );
    },

    async said(lineId: string): Promise<Said> {
      const rows = await run<Omit<Said, 'since'> & { since: Date | null }>(said, [lineId]);
      const { since, ...counts } = one(rows);
      return { ...counts, ...(since && { since: since.toISOString() }) };
    },

    async transcripts(lineId: string): Promise<Transcript[]> {
      const found = new Map<string, Transcript & { messages: Transcript['messages'][number][] }>();
      for (const { id, channel, activity, at } of await run<SaidRow>(transcripts, [lineId])) {
        const transcript = found.get(id) ?? {
          conversationId: id,
          channelId: channel,
          messages: [],
        };
        found.set(id, transcript);
        transcript.messages.push({ at: at.toISOString(), activity });
      }
      return [...found.values()];
    },
  };
}
