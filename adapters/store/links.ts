import type { Link } from '../../ports/store.ts';
import type { Engine, Statement } from './engine.ts';

/**
 * Writes the links in a JSON parameter. A digest that is issued again stands for its latest link:
 * of two quotes that wait for an answer from the same phone, the later one counts.
 */
export function insertLinks(parameter: string, from?: string): string {
  return `insert into link (digest, sealed_payload, expires_at)
    select given.digest, given."sealedPayload", given."expiresAt"
    from ${from ? `${from}, ` : ''}json_to_recordset(${parameter}::json)
      as given (digest text, "sealedPayload" text, "expiresAt" timestamptz)
    on conflict (digest) do update set sealed_payload = excluded.sealed_payload,
      expires_at = excluded.expires_at, used_at = null`;
}

const issueOne: Statement = { name: 'issueLink', text: insertLinks('$1') };

const useOne: Statement = {
  name: 'useLink',
  // $1 digest, $2 now. Whoever waits for another's lock finds the link used. Each use also clears
  // away some that are over, opened or not, so that the table does not grow for ever.
  text: `with opened as (
      select digest, sealed_payload from link
      where digest = $1 and used_at is null and expires_at > $2 for update),
    swept as (
      delete from link where digest in (
        select digest from link where expires_at <= $2 limit 100 for update skip locked))
    update link set used_at = $2, sealed_payload = null
    from opened where link.digest = opened.digest
    returning opened.sealed_payload as "sealedPayload"`,
};

const readOne: Statement = {
  name: 'readLink',
  text: `select sealed_payload as "sealedPayload" from link
    where digest = $1 and used_at is null and expires_at > $2`,
};

/** What is asked of links. */
export function linkQueries({ run }: Engine) {
  return {
    async issue(link: Link): Promise<void> {
      await run(issueOne, [JSON.stringify([link])]);
    },

    async read(digest: string, now: string): Promise<string | undefined> {
      const [row] = await run<{ sealedPayload: string }>(readOne, [digest, now]);
      return row?.sealedPayload;
    },

    async use(digest: string, now: string): Promise<string | undefined> {
      const [row] = await run<{ sealedPayload: string }>(useOne, [digest, now]);
      return row?.sealedPayload;
    },
  };
}
