import type { ColumnType, Generated } from 'kysely';
import type { Handoff } from '../../ports/handoffs.ts';
import type { ClaimedIntent, StoredActivity } from '../../ports/store.ts';

/** Written as ISO 8601, read as a date. */
type Moment = ColumnType<Date, string, string>;

/** The tables as the latest migration leaves them, for the typed queries. */
export interface Tables {
  conversation: {
    id: string;
    channel_id: string;
    user_id: string;
    state: ColumnType<Record<string, unknown>, never, never>;
    version: Generated<number>;
    last_sequence: Generated<number>;
    answered_sequence: Generated<number>;
    lease_owner: string | null;
    lease_until: Moment | null;
    opened_at: Moment;
    linked_at: Moment | null;
    look_at: ColumnType<Date, never, string>;
  };
  activity: {
    conversation_id: string;
    sequence: number;
    key: string | null;
    activity: ColumnType<StoredActivity, never, never>;
    recorded_at: ColumnType<Date, never, never>;
  };
  inbox: { conversation_id: string; sequence: number; sealed_text: string | null };
  intent: {
    id: string;
    kind: ClaimedIntent['kind'];
    sealed_payload: string | null;
    state: Generated<'due' | 'done' | 'failed' | 'expired'>;
    attempt: Generated<number>;
    not_before: Moment;
    expires_at: Moment | null;
    lease_owner: string | null;
    finished_at: Moment | null;
  };
  evidence: {
    sequence: Generated<string>;
    kind: string;
    subject: string;
    at: Moment;
    data: ColumnType<Record<string, unknown>, never, never>;
    /** These three are filled by the database. */
    position: ColumnType<number, never, never>;
    previous_hash: ColumnType<string, never, never>;
    hash: ColumnType<string, never, never>;
  };
  link: {
    digest: string;
    sealed_payload: string | null;
    expires_at: Moment;
    used_at: Moment | null;
  };
  agreement: {
    number: string;
    quote_id: string;
    customer_id: string;
    made_at: Moment;
    document_hash: string;
    sealed_pdf: string;
    sealed_html: string;
  };
  conversation_customer: {
    conversation_id: string;
    since_sequence: number;
    customer_id: string;
    line_id: string | null;
  };
  legal_hold: {
    id: Generated<string>;
    subject: string;
    reason: string;
    set_by: string;
    set_at: Moment;
    lifted_by: string | null;
    lifted_at: Moment | null;
  };
  unrecognised: {
    id: Generated<string>;
    conversation_id: string;
    sequence: number;
    guess: string;
    confidence: number;
    found_at: Moment;
    done_at: Moment | null;
  };
  counter: { key: string; count: number; resets_at: Moment };
  handoff: {
    id: string;
    conversation_id: string;
    desk: Handoff['desk'];
    state: Handoff['state'];
    reason: Handoff['reason'];
    priority: number;
    language: Handoff['language'];
    requested_at: Moment;
    accepted_at: Moment | null;
    ended_at: Moment | null;
    ended_by: Handoff['endedBy'] | null;
    agent_id: string | null;
    agent_name: string | null;
    turn_count: number;
    is_told: boolean;
    rating: number | null;
    sealed_context: string | null;
  };
  desk_agent: { id: string; name: string; is_ready: boolean; seen_at: Moment };
}
