import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { HandoffEventNames } from 'botbuilder';
import { createHandoffHandler, handoffInitiation } from '../../bots/handoffWorker.ts';
import { createReception } from '../../bots/reception.ts';
import type { AgentDesk, HandoffContext } from '../../ports/agentDesk.ts';
import type { Store, StoredActivity } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { answerTo, claim, message, noon, openTalk } from '../support/storedTalk.ts';
import { vault } from '../support/talk.ts';
import { ownStore } from '../support/world.ts';

const contextIn = (conversationId: string): HandoffContext => ({
  handoffId: randomUUID(),
  conversationId,
  channelId: 'directline',
  reason: 'asked',
  priority: 1,
  language: 'zh-CN',
  requestedAt: noon,
  intent: { name: 'talkToPerson', confidence: 1 },
  tried: ['checkBill'],
  accessibility: [],
});

describe('the Bot Framework’s handoff', () => {
  it('begins with handoff.initiate: the context as value, the Transcript attached', () => {
    const said = [{ type: 'message', text: '转人工', timestamp: noon }];
    const context = contextIn('one');
    const event = handoffInitiation(context, said) as Record<string, unknown>;
    assert.equal(event.type, 'event');
    assert.equal(event.name, HandoffEventNames.InitiateHandoff);
    assert.deepEqual(event.value, context);
    assert.deepEqual((event.conversation as { id: string }).id, 'one');
    const [transcript] = event.attachments as Array<Record<string, unknown>>;
    assert.equal(transcript?.name, 'Transcript');
    assert.equal(transcript?.contentType, 'application/json');
    assert.deepEqual(transcript?.content, { activities: said });
    assert.ok(event.relatesTo, 'who answers must know where');
  });
});

describe('a desk elsewhere', () => {
  const clock = () => new Date(noon);
  let store: Store;
  before(async function () {
    this.timeout(60_000);
    store = await ownStore();
  });

  /** A customer who waits, and the desk they wait for. */
  async function waiting(desk: Partial<AgentDesk>) {
    const conversationId = await openTalk(store);
    await store.receive(message(conversationId, 'a', '转人工'));
    const context = contextIn(conversationId);
    const { handoffId: id, reason, priority, language, requestedAt } = context;
    const sealedContext = vault.seal(JSON.stringify({ context }));
    const begin = {
      id,
      desk: 'hub',
      reason,
      priority,
      language,
      requestedAt,
      sealedContext,
    } as const;
    const turn = await claim(store, conversationId);
    assert.ok(await store.commitTurn(answerTo(turn, 'wait', { handoff: { begin } })));
    const reception = createReception({ store, vault, clock, newId: randomUUID, wake: () => {} });
    const elsewhere = { name: 'hub', readsRecord: false, ...desk } as AgentDesk;
    const parts = { store, vault, clock, desk: elsewhere, reception: () => reception };
    return { id, conversationId, turn, carryOut: createHandoffHandler(parts) };
  }

  it('gets the request, then each line under its own id', async () => {
    const got: Array<StoredActivity | string> = [];
    const {
      id: handoffId,
      conversationId,
      turn,
      carryOut,
    } = await waiting({
      initiate: async (_context, event) => void got.push(event),
      forward: async ({ text, activityId }) => void got.push(`${activityId} ${text}`),
    });
    await carryOut({ what: 'initiate', handoffId, conversationId }, 'i', 1);
    const { activityId } = turn;
    await carryOut({ what: 'line', handoffId, conversationId, activityId }, 'l', 1);
    assert.equal((got[0] as StoredActivity).name, 'handoff.initiate');
    assert.equal(got[1], `${activityId} 转人工`);
  });

  it('that stays down is told to the customer, and nothing is lost', async () => {
    const {
      id: handoffId,
      conversationId,
      carryOut,
    } = await waiting({
      initiate: async () => {
        throw new Unavailable('agentDesk', 'timeout');
      },
    });
    const task = { what: 'initiate', handoffId, conversationId };
    await assert.rejects(carryOut(task, 'i', 1), Unavailable);
    assert.equal((await store.handoff(handoffId))?.state, 'waiting');
    await carryOut(task, 'i', 7);
    assert.equal((await store.handoff(handoffId))?.state, 'failed');
    const told = (await store.activities(conversationId, 0, 100)).at(-1)?.activity;
    assert.equal(told?.name, 'handoff.status');
    assert.deepEqual(told?.value, { handoffId, state: 'failed' });
  });
});
