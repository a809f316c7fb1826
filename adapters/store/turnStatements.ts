import type { Statement } from './engine.ts';
import { insertEvidence } from './evidence.ts';
import { beginHandoff, changeHandoff } from './handoffTurns.ts';
import { insertLinks } from './links.ts';

/** $1 conversation, $2 version, $3 state, $4 sequence of the answered message, $5 replies */
const committed = (more = '') => `with moved as (
    update conversation set state = $3::json, answered_sequence = $4, ${more}
      last_sequence = last_sequence + json_array_length($5::json),
      version = version + 1, lease_owner = null, lease_until = null
    where id = $1 and version = $2
    returning last_sequence - json_array_length($5::json) + 1 as first),
  answered as (
    delete from inbox using moved where conversation_id = $1 and sequence = $4),
  said as (
    insert into activity (conversation_id, sequence, activity)
    select $1, first + place - 1, reply
    from moved, json_array_elements($5::json) with ordinality as given (reply, place))`;

/** The statements of a turn, one each: recorded, claimed, committed. */
export const turnStatements = {
  receive: {
    name: 'receive',
    // $1 conversation, $2 channel, $3 user, $4 now, $5 key, $6 activity, $7 sealed text.
    // look_at has an index: it changes once a day, so that most updates need no new entry in any.
    text: `with numbered as (
          insert into conversation as c (id, channel_id, user_id, opened_at, last_sequence)
          values ($1, $2, $3, $4, 1)
          on conflict (id) do update set last_sequence = c.last_sequence + 1,
            look_at = least(c.look_at, $4::timestamptz + interval '1 day')
          where not exists (select from activity where conversation_id = $1 and key = $5)
          returning last_sequence as sequence),
        waiting as (
          insert into inbox (conversation_id, sequence, sealed_text)
          select $1, sequence, $7 from numbered),
        said as (
          insert into activity (conversation_id, sequence, key, activity)
          select $1, sequence, $5, $6::json from numbered)
        select sequence from numbered`,
  },
  claim: {
    name: 'claim',
    // $1 conversation, $2 owner, $3 now, $4 end of the lease.
    // answered_sequence is seen as it is after waiting for another's commit, the inbox is not.
    // The message is no join: that was planned as a bitmap scan, which meets every answered message
    // of the conversation again until the next vacuum; a plain index scan marks them as gone.
    text: `update conversation c
        set lease_owner = $2, lease_until = $4, version = version + 1
        from (
          select sequence, sealed_text, (
            select activity from activity
            where conversation_id = $1 and sequence = inbox.sequence) as activity
          from inbox where conversation_id = $1 order by sequence limit 1) oldest
        where c.id = $1 and c.answered_sequence < oldest.sequence
          and (lease_until is null or lease_until <= $3 or lease_owner = $2)
        returning channel_id, user_id, state, version, oldest.*`,
  },
  commit: {
    name: 'commit',
    text: `${committed()} select first from moved`,
  },
  commitWithMore: {
    name: 'commitWithMore',
    // $6 now, $7 intents, $8 evidence, $9 links, $10 customer, $11 whether it is kept longer,
    // $12 what was not understood, $13 what becomes of a handoff, $14 line.
    // Before anybody proved who they are, the conversation was with the first one who does.
    text: `${committed(`linked_at = case when $11::boolean then $6::timestamptz else linked_at end,`)},
        known as (
          insert into conversation_customer (conversation_id, since_sequence, customer_id, line_id)
          select $1, case when exists (
            select from conversation_customer where conversation_id = $1) then $4::int else 1 end, $10::text, $14::text
          from moved where $10::text is not null
          on conflict (conversation_id, since_sequence) do nothing),
        intended as (
          insert into intent (id, kind, sealed_payload, expires_at, not_before)
          select given.id, given.kind, given."sealedPayload", given."expiresAt",
            coalesce(given."notBefore", $6::timestamptz)
          from moved, json_to_recordset($7::json) as given (id text, kind text,
            "sealedPayload" text, "expiresAt" timestamptz, "notBefore" timestamptz)),
        doubted as (
          insert into unrecognised (conversation_id, sequence, guess, confidence, found_at)
          select $1, $4, given.guess, given.confidence, $6
          from moved, json_to_record($12::json) as given (guess text, confidence real)
          where $12::json is not null),
        proved as (${insertEvidence('$8', 'moved')}),
        issued as (${insertLinks('$9', 'moved')}),
        begun as (${beginHandoff('$13', '$1', 'moved')}),
        changed as (${changeHandoff('$13', '$6', 'moved')})
        select first from moved`,
  },
} satisfies Record<string, Statement>;

/** The statements that only read. */
export const readingStatements = {
  conversation: {
    name: 'conversation',
    text: `select channel_id as "channelId", user_id as "userId" from conversation where id = $1`,
  },
  sequenceOfKey: {
    name: 'sequenceOfKey',
    text: 'select sequence from activity where conversation_id = $1 and key = $2',
  },
  activities: {
    name: 'activities',
    text: `select sequence, activity from activity
      where conversation_id = $1 and sequence > $2 order by sequence limit $3`,
  },
  stretches: {
    name: 'stretches',
    text: `select conversation_id, sequence, activity
      from json_to_recordset($1::json) as stretch (id text, first int, last int)
        join activity on conversation_id = stretch.id and sequence between first and last
      order by conversation_id, sequence`,
  },
  recordedSince: {
    name: 'recordedSince',
    text: `select conversation_id as id, min(sequence) as first, max(sequence) as last
      from activity where recorded_at >= $1 group by conversation_id`,
  },
} satisfies Record<string, Statement>;
