import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Server } from 'restify';
import type { DeskDoor } from '../bots/deskDoor.ts';
import type { Clock, Log } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import { answering, HttpRefusal, logFault } from './http.ts';
import { bytesOf, leaveUnread } from './rawBody.ts';

/** What the door for Chatwoot's webhook needs. */
export interface ChatwootParts {
  /** Shown by Chatwoot beside the webhook. */
  readonly secret: string;
  readonly door: DeskDoor;
  readonly store: Pick<Store, 'handoff' | 'count' | 'giveBack'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What we read of an event; every other field is nobody's business. */
interface ChatwootEvent extends Holder {
  readonly event?: unknown;
  readonly id?: unknown;
  readonly content?: unknown;
  readonly message_type?: unknown;
  readonly private?: unknown;
  readonly status?: unknown;
  readonly content_attributes?: { readonly mingbai?: unknown } | null;
  readonly sender?: { readonly id?: unknown; readonly name?: unknown; readonly type?: unknown };
  readonly conversation?: Holder;
}

interface Holder {
  readonly custom_attributes?: { readonly handoff_id?: unknown };
  readonly contact_inbox?: { readonly source_id?: unknown };
}

const path = '/channels/chatwoot';
const largestBytes = 256 * 1024;
const windowSeconds = 300;
const dayMs = 24 * 60 * 60_000;

/**
 * Serves `POST /channels/chatwoot`: signed over `timestamp.body`, at most five minutes old, each delivery
 * once. Agents' lines and the end of a chat go on to the desk's door; echoes and notes do not.
 */
export function addChatwoot(server: Server, parts: ChatwootParts): void {
  const { secret, store, clock, log } = parts;
  leaveUnread(server, path);
  server.post(
    path,
    answering(async (request) => {
      const body = await bytesOf(request, largestBytes);
      const header = (name: string) => String(request.headers[name] ?? '');
      checkSignature(
        secret,
        header('x-chatwoot-timestamp'),
        header('x-chatwoot-signature'),
        body,
        clock(),
      );
      const delivery = header('x-chatwoot-delivery').slice(0, 100);
      const key = `chatwoot:${delivery}`;
      const at = clock().toISOString();
      if (delivery && (await store.count(key, at, dayMs)).count > 1)
        return { status: 200, body: {} };
      try {
        await hear(eventIn(body), parts);
      } catch (error) {
        // It is delivered again, and then it is the first.
        if (delivery) await store.giveBack(key, at);
        throw error;
      }
      return { status: 200, body: {} };
    }, logFault(log)),
  );
}

/** Throws the same 401 whatever is wrong: missing, malformed, too old or signed by another. */
function checkSignature(secret: string, seconds: string, header: string, body: Buffer, now: Date) {
  const given = /^sha256=([0-9a-f]{64})$/.exec(header)?.[1] ?? '';
  const expected = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
  const isOurs = timingSafeEqual(expected, Buffer.from(given.padEnd(64, '0'), 'hex'));
  const isFresh = Math.abs(now.getTime() / 1000 - Number(seconds)) <= windowSeconds;
  if (!/^\d{1,12}$/.test(seconds) || given === '' || !isOurs || !isFresh)
    throw new HttpRefusal(401, 'Unauthorized', 'The signature is missing or not valid.');
}

function eventIn(body: Buffer): ChatwootEvent {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as ChatwootEvent;
  } catch {
    throw new HttpRefusal(400, 'BadArgument', 'The request cannot be read: send valid JSON.');
  }
}

/** Whatever comes, in whatever order: a line of an agent without the chat takes it first. */
async function hear(event: ChatwootEvent, { door, store, log }: ChatwootParts): Promise<void> {
  const handoffId = handoffIn(event.conversation ?? event);
  if (handoffId === undefined) return;
  if (event.event === 'conversation_status_changed' && event.status === 'resolved') {
    const handoff = await store.handoff(handoffId);
    const agentId = handoff?.agent?.id;
    await door.end(handoffId, agentId === undefined ? 'desk' : 'agent', agentId);
    return;
  }
  const agent = agentIn(event);
  if (!agent || typeof event.content !== 'string' || event.content === '') return;
  const handoff = await store.handoff(handoffId);
  if (handoff?.state === 'waiting') await door.accept(handoffId, agent);
  else if (handoff?.agent && handoff.agent.id !== agent.id)
    await door.move(handoffId, handoff.agent.id, agent);
  const isSaid = await door.say(handoffId, agent, event.content, String(event.id));
  if (!isSaid) log.warn('chatwoot.lineAfterEnd', { handoffId });
}

function handoffIn({ custom_attributes, contact_inbox }: Holder): string | undefined {
  const id = custom_attributes?.handoff_id ?? contact_inbox?.source_id;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Who speaks, if it is an agent to the customer; our own posts, notes, activities and echoes are not. */
function agentIn(event: ChatwootEvent) {
  const { sender, message_type: type, content_attributes: attributes } = event;
  const isTheirs =
    event.event === 'message_created' &&
    type === 'outgoing' &&
    event.private !== true &&
    sender?.type === 'user' &&
    attributes?.mingbai !== true;
  if (!isTheirs || sender?.id === undefined) return undefined;
  return { id: `chatwoot-${sender.id}`, name: String(sender.name ?? sender.id).slice(0, 60) };
}
