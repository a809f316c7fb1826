import { type Kysely, sql } from 'kysely';

/** Evidence as one chain for each subject, links that open once, and signed agreements. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}

// The chain is made here and not by the program: whoever inserts, from wherever, extends it.
const statements = [
  // A line break in `kind` or `subject` would let two different records have the same lines.
  sql`alter table evidence add position integer, add previous_hash text, add hash text,
    add constraint evidence_lines check (position(chr(10) in kind || subject) = 0)`,
  sql`create function evidence_hash(
      previous text, place integer, kind text, subject text, at timestamptz, data json)
    returns text language sql stable as $$
      select encode(sha256(convert_to(concat_ws(chr(10), previous, place, kind, subject,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), data), 'UTF8')), 'hex') $$`,
  // Later than others by a lock, it sees what they committed: each query in here has its own snapshot.
  sql`create function chain_evidence() returns trigger language plpgsql as $$
    declare last record;
    begin
      perform pg_advisory_xact_lock(hashtextextended('evidence ' || new.subject, 0));
      select position, hash into last from evidence
        where subject = new.subject order by position desc limit 1;
      new.at := date_trunc('milliseconds', new.at);
      new.position := coalesce(last.position, 0) + 1;
      new.previous_hash := coalesce(last.hash, repeat('0', 64));
      new.hash := evidence_hash(new.previous_hash, new.position, new.kind, new.subject, new.at, new.data);
      return new;
    end $$`,
  sql`alter table evidence disable trigger evidence_is_append_only`,
  sql`do $$
    declare fact record; place integer; previous text; subject_before text;
    begin
      for fact in select * from evidence order by subject, sequence loop
        if fact.subject is distinct from subject_before then
          place := 0; previous := repeat('0', 64); subject_before := fact.subject;
        end if;
        place := place + 1;
        update evidence set position = place, previous_hash = previous, hash =
            evidence_hash(previous, place, kind, subject, date_trunc('milliseconds', at), data)
          where sequence = fact.sequence returning hash into previous;
      end loop;
    end $$`,
  sql`alter table evidence enable trigger evidence_is_append_only`,
  sql`alter table evidence alter position set not null, alter previous_hash set not null,
    alter hash set not null, add constraint evidence_chain unique (subject, position)`,
  sql`drop index evidence_subject`,
  sql`create trigger evidence_is_chained before insert on evidence
    for each row execute function chain_evidence()`,
  // Text that a text column cannot hold must not keep a fact from being written: it is only not found.
  sql`create function evidence_text(data json, key text)
    returns text language plpgsql immutable as $$
    begin return data ->> key; exception when others then return null; end $$`,
  sql`create index evidence_quote on evidence (evidence_text(data, 'quoteId'))`,
  sql`create index evidence_order on evidence (evidence_text(data, 'orderNumber'))
    where kind = 'outcome'`,
  sql`create table link (
    digest text collate "C" primary key, sealed_payload text,
    expires_at timestamptz not null, used_at timestamptz)`,
  sql`create index link_over on link (expires_at)`,
  sql`create table agreement (
    number text collate "C" primary key, quote_id text collate "C" not null unique,
    customer_id text collate "C" not null, made_at timestamptz not null,
    document_hash text not null, sealed_pdf text not null, sealed_html text not null)`,
  sql`create index agreement_customer on agreement (customer_id, made_at)`,
  sql`create or replace function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception '% is append-only', tg_table_name; end $$`,
  sql`create trigger agreement_is_append_only before update or delete or truncate on agreement
    for each statement execute function refuse_change()`,
];
