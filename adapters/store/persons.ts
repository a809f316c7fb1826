import type { Erased, Erasure, Holdings, StoredActivity, Transcript } from '../../ports/store.ts';
import type { Engine, Statement } from './engine.ts';
import { one } from './forgetting.ts';

/** Everything recorded with a customer ($1): their stretches of conversations, not those of others. */
const theirs = `from customer_stretch s join activity a on a.conversation_id = s.conversation_id
    and a.sequence >= s.since_sequence
    and (s.next_sequence is null or a.sequence < s.next_sequence)
  where s.customer_id = $1 and s.conversation_id in (
    select conversation_id from conversation_customer where customer_id = $1)`;

/** Deleted and counted on record in one statement: there is no moment at which only one of both is true. */
const erase: Statement = {
  name: 'eraseTranscripts',
  // $1 customer, $2 conversation, $3 first message of it that stays, $4 now, $5 facts, their last
  // brace left off: the counts are added as JavaScript would write them, so that the hash is the same.
  // A message that waits for its answer is not erased.
  text: `with held as (select is_held($1) as "isHeld"),
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
      select 'erased', $1, $4::timestamptz, format('%s,"messages":%s,"conversations":%s,"isHeld":%s}',
        $5::text, messages, conversations, "isHeld"::text)::json from counted)
    select messages, conversations, "isHeld" from counted`,
};

const holdings: Statement = {
  name: 'holdings',
  // $1 customer, $2 JSON of what facts about them are filed under
  text: `with said as (select a.conversation_id, a.recorded_at ${theirs})
    select (select count(distinct conversation_id) from said)::int as conversations,
      (select count(*) from said)::int as messages,
      (select min(recorded_at) from said) as since,
      (select count(*) from evidence
        where subject in (select json_array_elements_text($2::json)))::int as evidence,
      (select count(*) from agreement where customer_id = $1)::int as agreements`,
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
    async erase({ requestId, customerId, conversationId, keepFrom, at, facts }: Erasure) {
      const more = JSON.stringify({ ...facts, requestId }).slice(0, -1);
      return one(await run<Erased>(erase, [customerId, conversationId, keepFrom, at, more]));
    },

    async holdings(customerId: string, subjects: readonly string[]): Promise<Holdings> {
      const rows = await run<Omit<Holdings, 'since'> & { since: Date | null }>(holdings, [
        customerId,
        JSON.stringify(subjects),
      ]);
      const { since, ...counts } = one(rows);
      return { ...counts, ...(since && { since: since.toISOString() }) };
    },

    async transcripts(customerId: string): Promise<Transcript[]> {
      const found = new Map<string, Transcript & { messages: Transcript['messages'][number][] }>();
      for (const { id, channel, activity, at } of await run<SaidRow>(transcripts, [customerId])) {
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
