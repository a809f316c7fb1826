import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ClaimedTurn, Inbound, Store, TurnCommit } from '../../ports/store.ts';

/** When the stored talks take place; nothing here looks at a clock. */
export const noon = '2026-11-24T04:00:00.000Z';

/** So many seconds after noon. */
export function afterNoon(seconds: number): string {
  return new Date(Date.parse(noon) + seconds * 1000).toISOString();
}

/** Opens a conversation of its own and returns its id. */
export async function openTalk(store: Store): Promise<string> {
  const id = `talk-${randomUUID()}`;
  await store.openConversation({ id, channelId: 'directline', userId: 'anna', openedAt: noon });
  return id;
}

/** What the vault makes of a text is letters and digits; here it can be read again. */
export function sealed(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** A message as it comes in. */
export function message(conversationId: string, key: string, text = key): Inbound {
  return {
    conversationId,
    channelId: 'directline',
    userId: 'anna',
    key,
    activity: { type: 'message', text },
    sealedText: sealed(text),
    receivedAt: noon,
  };
}

/** Claims, and fails when there is nothing to claim. */
export async function claim(store: Store, id: string, owner = 'one'): Promise<ClaimedTurn> {
  const turn = await store.claimTurn(id, owner, noon, 30_000);
  assert.ok(turn, 'there is nothing to claim');
  return turn;
}

/** An answer in one sentence. */
export function answerTo(
  turn: ClaimedTurn,
  text: string,
  more: Partial<TurnCommit> = {},
): TurnCommit {
  return {
    conversationId: turn.conversationId,
    activityId: turn.activityId,
    version: turn.version,
    state: { said: text },
    replies: [{ type: 'message', text, replyToId: turn.activityId }],
    intents: [],
    evidence: [],
    links: [],
    at: noon,
    ...more,
  };
}

/** What was said in a conversation, in order. */
export async function said(store: Store, id: string): Promise<unknown[]> {
  return (await store.activities(id, 0, 1000)).map(({ activity }) => activity.text);
}
