import type { Server } from 'restify';
import type { DeskDoor } from '../bots/deskDoor.ts';
import type { AgentName } from '../ports/agentDesk.ts';
import type { Clock, Log } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import { answering, HttpRefusal, logFault } from './http.ts';
import { bytesOf, leaveUnread } from './rawBody.ts';
import { checkSignature } from './smsReplies.ts';

/** What the door for a handoff hub needs. */
export interface HubParts {
  /** Shared with the hub. */
  readonly secret: string;
  readonly door: DeskDoor;
  readonly store: Pick<Store, 'handoff'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What we read of an activity. */
interface HubActivity {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly name?: unknown;
  readonly text?: unknown;
  readonly value?: { readonly state?: unknown; readonly message?: unknown } | null;
  readonly from?: { readonly id?: unknown; readonly name?: unknown };
  readonly conversation?: { readonly id?: unknown };
}

const path = '/channels/hub';
const largestBytes = 64 * 1024;

/**
 * Serves `POST /channels/hub`: Bot Framework activities, signed as SMS replies are. The event
 * `handoff.status` moves the handoff, a message is an agent's line; its conversation is the handoff's id.
 * False answers are none: what is over or another's changes nothing, and a repeated activity is the same.
 */
export function addHub(server: Server, { secret, door, store, clock, log }: HubParts): void {
  leaveUnread(server, path);
  server.post(
    path,
    answering(async (request) => {
      const body = await bytesOf(request, largestBytes);
      checkSignature(secret, String(request.headers['x-mingbai-signature'] ?? ''), body, clock());
      const isDone = await hear(activityIn(body), door, store);
      return { status: 200, body: { isDone } };
    }, logFault(log)),
  );
}

function activityIn(body: Buffer): HubActivity {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as HubActivity;
  } catch {
    throw new HttpRefusal(400, 'BadArgument', 'The request cannot be read: send valid JSON.');
  }
}

async function hear(
  { type, id, name, text, value, from, conversation }: HubActivity,
  door: DeskDoor,
  store: HubParts['store'],
): Promise<boolean> {
  const handoffId = conversation?.id;
  if (typeof handoffId !== 'string') return false;
  const agent: AgentName = {
    id: `hub-${String(from?.id ?? 'agent')}`.slice(0, 100),
    name: String(from?.name ?? from?.id ?? '').slice(0, 60),
  };
  if (type === 'message' && typeof text === 'string' && id !== undefined)
    return door.say(handoffId, agent, text, String(id));
  if (type !== 'event' || name !== 'handoff.status') return false;
  const message = typeof value?.message === 'string' ? value.message : undefined;
  if (value?.state === 'accepted') return door.accept(handoffId, agent);
  if (value?.state === 'failed') return door.end(handoffId, 'desk', undefined, message);
  if (value?.state !== 'completed') return false;
  const holder = (await store.handoff(handoffId))?.agent?.id;
  return door.end(handoffId, 'agent', holder, message);
}
