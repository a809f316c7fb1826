import type { AgentDesk, CustomerLine, HandoffContext } from '../../ports/agentDesk.ts';
import type { StoredActivity } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type DeskRules, deskStanding } from './standing.ts';

/** How a Chatwoot account is reached. */
export interface ChatwootOptions extends DeskRules {
  readonly url: string;
  readonly accountId: string;
  /** An inbox of the kind API; its webhook is ours. */
  readonly inboxId: string;
  /** Of an agent bot or a user. */
  readonly token: string;
  readonly timeoutMs: number;
}

/** Marks what we post ourselves: its echo is nobody's word. */
export const ownMark = 'mingbai';

type Json = Readonly<Record<string, unknown>>;
const longestNote = 30_000;

/**
 * A Chatwoot account as the desk. The handoff's id is the contact's identifier and the source id there,
 * so nothing needs to be remembered here, and a repeated call finds what the first one made.
 */
export function createChatwootDesk(options: ChatwootOptions): AgentDesk {
  const { inboxId, hours } = options;
  const call = caller(options);

  /** The open Chatwoot conversation of a handoff, by its contact; undefined before there is one. */
  async function conversationOf(handoffId: string): Promise<number | undefined> {
    const contact = await contactOf(handoffId);
    if (contact === undefined) return undefined;
    const found = listIn((await call('GET', `/contacts/${contact}/conversations`)).payload);
    const ids = found.filter(({ inbox_id }) => String(inbox_id) === inboxId).map(({ id }) => id);
    return ids.map(Number).sort((one, other) => other - one)[0];
  }

  async function contactOf(handoffId: string): Promise<number | undefined> {
    const query = new URLSearchParams({ q: handoffId });
    const found = listIn((await call('GET', `/contacts/search?${query}`)).payload);
    const contact = found.find(({ identifier }) => identifier === handoffId);
    return contact && Number(contact.id);
  }

  async function post(conversationId: number, message: Json): Promise<void> {
    const content_attributes = { [ownMark]: true };
    await call('POST', `/conversations/${conversationId}/messages`, {
      content_attributes,
      ...message,
    });
  }

  return {
    name: 'chatwoot',
    readsRecord: false,
    hours,
    standing: deskStanding('chatwoot', options, async () => {
      const agents = listIn(await call('GET', '/agents'));
      return agents.some(({ availability_status: status }) => status === 'online');
    }),
    async initiate(context, event) {
      const { handoffId } = context;
      if ((await conversationOf(handoffId)) !== undefined) return;
      const name = context.customer?.maskedNumber ?? handoffId.slice(0, 8);
      const contactId =
        (await contactOf(handoffId)) ??
        idIn(await call('POST', '/contacts', { inbox_id: inboxId, name, identifier: handoffId }));
      const made = await call('POST', '/conversations', {
        source_id: handoffId,
        inbox_id: inboxId,
        contact_id: contactId,
        status: 'open',
        custom_attributes: { handoff_id: handoffId, ...attributesOf(context) },
      });
      const content = noteOf(context, event);
      await post(Number(made.id), { content, message_type: 'outgoing', private: true });
    },
    async forward({ handoffId, text }: CustomerLine) {
      const id = await conversationOf(handoffId);
      if (id === undefined) throw new Unavailable('agentDesk', 'no such conversation');
      await post(id, { content: text, message_type: 'incoming' });
    },
    async end(handoffId) {
      const id = await conversationOf(handoffId);
      if (id !== undefined)
        await call('POST', `/conversations/${id}/toggle_status`, { status: 'resolved' });
    },
  };
}

/** Calls of the account's API; everything but a JSON answer in time is `Unavailable`. */
function caller({ url, accountId, token, timeoutMs }: ChatwootOptions) {
  const base = `${url.replace(/\/+$/, '')}/api/v1/accounts/${encodeURIComponent(accountId)}`;
  return async (method: 'GET' | 'POST', path: string, body?: Json): Promise<Json> => {
    try {
      const response = await fetch(base + path, {
        method,
        headers: { api_access_token: token, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return (await response.json()) as Json;
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 40) : 'no answer';
      throw new Unavailable('agentDesk', reason, { cause: error });
    }
  };
}

const listIn = (value: unknown) => (Array.isArray(value) ? value : []) as readonly Json[];

/** A new contact comes as `payload.contact`. */
function idIn({ payload }: Json): number {
  const { contact } = (payload ?? {}) as { contact?: { id?: number } };
  if (contact?.id === undefined) throw new Unavailable('agentDesk', 'nonsense: no contact');
  return contact.id;
}

function attributesOf({
  reason,
  language,
  channelId,
  intent,
  customer,
  openQuote,
}: HandoffContext) {
  return {
    reason,
    language,
    channel: channelId,
    intent: intent.name,
    identity: customer?.level ?? 'L0',
    ...(openQuote && { open_quote: `${openQuote.product} (${openQuote.quoteId})` }),
  };
}

/** What an agent reads first, masked as the record is: facts, then who said what and when. */
function noteOf(context: HandoffContext, { attachments }: StoredActivity): string {
  const facts = Object.entries(attributesOf(context)).map(([name, value]) => `${name}: ${value}`);
  const [transcript] = (attachments ?? []) as ReadonlyArray<{
    readonly content?: { readonly activities?: readonly StoredActivity[] };
  }>;
  const lines = (transcript?.content?.activities ?? []).map((activity) => {
    const { from, text, summary, timestamp } = activity as {
      from?: { role?: string };
      text?: string;
      summary?: string;
      timestamp?: string;
    };
    return `${timestamp ?? ''} ${from?.role ?? ''}: ${text ?? summary ?? ''}`;
  });
  return [...facts, `tried: ${context.tried.join(', ')}`, '', ...lines]
    .join('\n')
    .slice(0, longestNote);
}
