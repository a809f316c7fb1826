import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store, TurnCommit } from '../../ports/store.ts';
import { world } from '../support/world.ts';

const at = '2026-11-24T02:00:00.000Z';
const later = (ms: number) => new Date(Date.parse(at) + ms).toISOString();

describe('the bot’s memory', () => {
  let store: Store;
  let conversationId: string;
  beforeEach(async () => {
    ({ store } = await world());
    conversationId = randomUUID();
    await store.openConversation({
      id: conversationId,
      channelId: 'test',
      userId: 'u',
      openedAt: at,
    });
  });
  const receive = (key: string, text = key) =>
    store.receive({
      conversationId,
      channelId: 'test',
      userId: 'u',
      key,
      activity: { type: 'message', text },
      sealedText: `sealed ${text}`,
      receivedAt: at,
    });
  const claim = (owner = 'one', now = at) => store.claimTurn(conversationId, owner, now, 1000);
  async function commit(change: Partial<TurnCommit> = {}): Promise<boolean> {
    const claimed = await claim();
    assert.ok(claimed);
    const { activityId, version } = claimed;
    const rest = { intents: [], evidence: [], at, state: { turn: version } };
    const replies = [{ type: 'message', text: `to ${activityId}` }];
    return store.commitTurn({ conversationId, activityId, version, replies, ...rest, ...change });
  }

  it('keeps a message that arrives fifty times once', async () => {
    const received = await Promise.all(Array.from({ length: 50 }, () => receive('same')));
    assert.equal(received.filter(({ duplicate }) => !duplicate).length, 1);
    assert.equal(new Set(received.map(({ activityId }) => activityId)).size, 1);
  });

  it('hands out the oldest unanswered message, with its words and the state', async () => {
    await receive('a');
    await receive('b');
    assert.equal((await claim())?.sealedText, 'sealed a');
    assert.equal(await commit({ state: { language: 'en' } }), true);
    const next = await claim();
    assert.equal(next?.sealedText, 'sealed b');
    assert.deepEqual(next?.state, { language: 'en' });
  });

  it('lets nobody else have a turn while its lease runs', async () => {
    await receive('a');
    await claim('one');
    assert.equal(await claim('two'), undefined);
    assert.ok(await claim('two', later(1001)));
  });

  it('writes nothing for a claim that was lost', async () => {
    await receive('a');
    const first = await claim('one');
    await claim('two', later(1001));
    assert.ok(first);
    const { activityId, version } = first;
    const lost = { conversationId, activityId, version, intents: [], evidence: [], at, state: {} };
    assert.equal(await store.commitTurn({ ...lost, replies: [{ type: 'message' }] }), false);
    assert.equal((await store.activities(conversationId, 0, 10)).length, 1);
  });

  it('erases the sealed words with the answer, and tells listeners once', async () => {
    const news: string[] = [];
    const stop = store.listen(({ activities }) => {
      news.push(...activities.map(({ activity }) => String(activity.text)));
    });
    const { activityId } = await receive('a');
    await commit();
    stop();
    assert.deepEqual(news, ['a', `to ${activityId}`]);
    assert.equal(await claim(), undefined);
    assert.deepEqual(
      await store.waitingConversations(at).then((ids) => ids.includes(conversationId)),
      false,
    );
  });

  it('gives an intent to one worker, again after its lease, and never after it expired', async () => {
    const id = randomUUID();
    const intent = { id, kind: 'sms', sealedPayload: 'x', expiresAt: later(5000) } as const;
    await receive('a');
    await commit({ intents: [intent] });
    const mine = async (owner: string, now: string) =>
      (await store.claimIntents(owner, now, 1000, 100)).filter((claimed) => claimed.id === id)
        .length;
    assert.deepEqual(
      await Promise.all([mine('one', at), mine('two', at)]).then((found) => found.sort()),
      [0, 1],
    );
    assert.equal(await mine('two', later(1001)), 1);
    assert.equal(await mine('two', later(6000)), 0);
  });

  it('counts within a window and begins anew after it', async () => {
    const key = randomUUID();
    await Promise.all(Array.from({ length: 20 }, () => store.count(key, at, 1000)));
    assert.equal(await store.peek(key, at), 20);
    assert.equal(await store.peek(key, later(1000)), 0);
    assert.equal((await store.count(key, later(1000), 1000)).count, 1);
  });
});
