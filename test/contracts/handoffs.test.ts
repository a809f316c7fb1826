import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createDeskDoor } from '../../bots/deskDoor.ts';
import { createDeskWatch } from '../../bots/deskWatch.ts';
import { createReception } from '../../bots/reception.ts';
import type { Store } from '../../ports/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { answerTo, claim, message, openTalk } from '../support/storedTalk.ts';
import { vault } from '../support/talk.ts';
import { silentLog } from '../support/world.ts';

const at = '2026-11-24T02:00:00.000Z';
const agentOf = (place: number) => ({ id: `agent-${place}`, name: `客服 ${place}` });

/** A conversation whose customer waits for a person. */
async function waits(
  store: Store,
  priority = 1,
  requestedAt = at,
): Promise<{ id: string; conversationId: string }> {
  const conversationId = await openTalk(store);
  const said = message(conversationId, 'a');
  await store.receive({ ...said, activity: { ...said.activity, timestamp: requestedAt } });
  const id = randomUUID();
  const begin = {
    id,
    desk: 'builtIn',
    reason: 'asked',
    priority,
    language: 'zh-CN',
    requestedAt,
  } as const;
  const handoff = {
    begin: { ...begin, sealedContext: vault.seal(JSON.stringify({ context: {} })) },
  };
  assert.ok(
    await store.commitTurn(answerTo(await claim(store, conversationId), 'wait', { handoff })),
  );
  return { id, conversationId };
}

describe('handoffs', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });
    const end = (id: string) => store.endHandoff(id, 'gone', at);

    /** One round of the watch so many milliseconds later, and what became of a handoff. */
    async function watch(id: string, ms: number) {
      const clock = () => new Date(Date.parse(at) + ms);
      const reception = createReception({ store, vault, clock, newId: randomUUID, wake: () => {} });
      const door = createDeskDoor({ store, vault, clock, reception });
      await createDeskWatch({ store, door, clock, log: silentLog }).look();
      return store.handoff(id);
    }

    it('are taken by one of fifty agents who want the same', async () => {
      const { id } = await waits(store);
      const agents = Array.from({ length: 50 }, (_, place) => agentOf(place));
      const won = await Promise.all(agents.map((agent) => store.claimHandoff(id, agent, at)));
      assert.equal(won.filter(Boolean).length, 1);
      assert.equal((await store.handoff(id))?.agent?.id, agents[won.indexOf(true)]?.id);
      await end(id);
    });

    it('stand in line: five hundred of them, who must come first before who came first', async function () {
      this.timeout(60_000);
      const all = [];
      for (let place = 0; place < 500; place += 1) {
        const requestedAt = new Date(Date.parse(at) + place * 1000).toISOString();
        all.push(await waits(store, place % 50 === 49 ? 0 : 1, requestedAt));
      }
      const open = await store.openHandoffs('builtIn');
      assert.equal(open.length, 500);
      assert.deepEqual(
        open.slice(0, 10).map(({ priority }) => priority),
        Array(10).fill(0),
      );
      const last = all.at(-2);
      const place = open.findIndex(({ id }) => id === last?.id);
      const { ahead, waiting } = await store.queueBefore(
        'builtIn',
        1,
        open[place]?.requestedAt ?? '',
        at,
      );
      assert.deepEqual({ ahead, waiting }, { ahead: place, waiting: 500 });
      for (const { id } of open) await end(id);
    });

    it('end once, and only for who has them', async () => {
      const { id } = await waits(store);
      assert.ok(await store.claimHandoff(id, agentOf(1), at));
      assert.equal(await store.endHandoff(id, 'agent', at, 'agent-2'), false);
      assert.equal(await store.moveHandoff(id, 'agent-2', agentOf(3)), false);
      assert.ok(await store.endHandoff(id, 'agent', at, 'agent-1'));
      assert.equal(await store.endHandoff(id, 'agent', at, 'agent-1'), false);
      assert.equal(await store.claimHandoff(id, agentOf(2), at), false);
    });

    it('go with their conversation, and keep nothing of the customer after their end', async () => {
      const { id, conversationId } = await waits(store);
      await store.claimHandoff(id, agentOf(1), at);
      const clock = () => new Date(at);
      const reception = createReception({ store, vault, clock, newId: randomUUID, wake: () => {} });
      const door = createDeskDoor({ store, vault, clock, reception });
      assert.ok(await door.end(id, 'agent', 'agent-1', ''));
      assert.equal((await store.handoff(id))?.sealedContext, undefined);
      assert.ok((await store.handoffsOf(conversationId)).length === 1);
    });

    it('are told again when a crash kept the news from the conversation, once', async () => {
      const { id, conversationId } = await waits(store);
      await store.claimHandoff(id, agentOf(1), at);
      const clock = () => new Date(at);
      const reception = createReception({ store, vault, clock, newId: randomUUID, wake: () => {} });
      const door = createDeskDoor({ store, vault, clock, reception });
      await door.catchUp('builtIn');
      await door.catchUp('builtIn');
      const events = (await store.activities(conversationId, 0, 100)).filter(
        ({ activity }) => activity.name === 'handoff.status',
      );
      assert.equal(events.length, 1);
      await end(id);
    });

    it('end when nobody has spoken for half an hour, whoever is still at the desk', async () => {
      const { id, conversationId } = await waits(store);
      await store.claimHandoff(id, agentOf(9), at);
      // What a clock tells inside is not said by anybody.
      const told = { ...message(conversationId, 'clock'), sealedText: '' };
      const timestamp = new Date(Date.parse(at) + 20 * 60_000).toISOString();
      await store.receive({
        ...told,
        activity: { type: 'event', name: 'stillWaiting', timestamp },
      });
      for (const [minutes, state] of [
        [29, 'accepted'],
        [31, 'completed'],
      ] as const) {
        const seenAt = new Date(Date.parse(at) + minutes * 60_000).toISOString();
        await store.seeAgent({ ...agentOf(9), isReady: true, seenAt });
        assert.equal((await watch(id, minutes * 60_000))?.state, state);
      }
      assert.equal((await store.handoff(id))?.endedBy, 'gone');
    });

    it('are not waited for by a customer who left half a day ago', async () => {
      const { id } = await waits(store);
      const hourMs = 60 * 60_000;
      assert.equal((await watch(id, 11 * hourMs))?.state, 'waiting');
      const left = await watch(id, 13 * hourMs);
      assert.deepEqual([left?.state, left?.endedBy], ['completed', 'gone']);
    });

    it('go back to the head of the queue when their agent is gone', async () => {
      const { id } = await waits(store);
      await store.claimHandoff(id, agentOf(1), at);
      await store.seeAgent({ ...agentOf(1), isReady: true, seenAt: at });
      assert.equal((await watch(id, 60_000))?.state, 'accepted');
      const left = await watch(id, 5 * 60_000);
      assert.deepEqual([left?.state, left?.priority], ['waiting', -1]);
      await end(id);
    });
  });
});
