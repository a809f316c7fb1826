import type { Store } from '../../ports/store.ts';

/** What the bot remembers of a conversation between turns, as JSON: a look from outside. */
export async function memoryOf(store: Store, conversationId: string, now: Date): Promise<string> {
  await store.receive({
    ...{ conversationId, channelId: 'test', userId: 'customer', key: 'look' },
    activity: { type: 'event', text: '' },
    receivedAt: now.toISOString(),
  });
  const turn = await store.claimTurn(conversationId, 'test', now.toISOString(), 1);
  return JSON.stringify(turn?.state);
}
