import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConversationNews, Store } from '../../ports/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { answerTo, claim, message, openTalk } from '../support/storedTalk.ts';

/** Hears one conversation; other tests talk in others. */
function hearing(store: Store, id: string) {
  const heard: ConversationNews[] = [];
  const stop = store.listen((news) => {
    if (news.conversationId === id) heard.push(news);
  });
  const texts = () => heard.flatMap(({ activities }) => activities.map((a) => a.activity.text));
  /** News of another process comes when it comes. */
  async function until(count: number): Promise<void> {
    while (texts().length < count) await wait(10);
  }
  return { heard, texts, until, stop };
}

describe('news of a conversation', () => {
  forEachDatabase((name, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    async function talk(writer: Store, id: string, key: string): Promise<void> {
      await writer.receive(message(id, key));
      await writer.commitTurn(answerTo(await claim(writer, id), `to ${key}`));
    }

    it('is what came in and what was answered, with id and place', async () => {
      const id = await openTalk(store);
      const { heard, stop } = hearing(store, id);
      await talk(store, id, 'a');
      stop();
      const question = { type: 'message', text: 'a', id: `${id}|0000001` };
      const replyToId = question.id;
      const answer = { type: 'message', text: 'to a', replyToId, id: `${id}|0000002` };
      assert.deepEqual(heard, [
        { conversationId: id, activities: [{ sequence: 1, activity: question }] },
        { conversationId: id, activities: [{ sequence: 2, activity: answer }] },
      ]);
    });

    it('is not told for a duplicate, a silent turn or a lost claim', async () => {
      const id = await openTalk(store);
      await store.receive(message(id, 'a'));
      const lost = await claim(store, id);
      const turn = await claim(store, id);
      const { heard, stop } = hearing(store, id);
      await store.receive(message(id, 'a'));
      await store.commitTurn(answerTo(lost, 'lost'));
      await store.commitTurn(answerTo(turn, 'silent', { replies: [] }));
      stop();
      assert.deepEqual(heard, []);
    });

    it('ends when the listener stops', async () => {
      const id = await openTalk(store);
      const { heard, stop } = hearing(store, id);
      stop();
      await talk(store, id, 'a');
      assert.deepEqual(heard, []);
    });

    it('reaches every listener, also when one of them fails', async () => {
      const id = await openTalk(store);
      const stopFailing = store.listen(() => {
        throw new Error('a listener that fails');
      });
      const { texts, stop } = hearing(store, id);
      await talk(store, id, 'a');
      stopFailing();
      stop();
      assert.deepEqual(texts(), ['a', 'to a']);
    });

    if (name === 'PGlite') return;
    describe('from another process', () => {
      let other: Store;
      before(async () => {
        other = await database.open();
      });

      it('arrives in order, each once, whichever process wrote it', async () => {
        const id = await openTalk(store);
        const here = hearing(store, id);
        const there = hearing(other, id);
        const expected: string[] = [];
        for (let turn = 0; turn < 30; turn += 1) {
          await talk(turn % 2 ? store : other, id, `m${turn}`);
          expected.push(`m${turn}`, `to m${turn}`);
        }
        await Promise.all([here.until(60), there.until(60)]);
        here.stop();
        there.stop();
        assert.deepEqual(here.texts().sort(), expected.sort());
        assert.deepEqual(there.texts().sort(), expected.sort());
      });

      it('arrives however long it is', async () => {
        const id = await openTalk(store);
        const { texts, until, stop } = hearing(other, id);
        await talk(store, id, 'long '.repeat(10_000));
        await until(2);
        stop();
        assert.equal(texts()[0], 'long '.repeat(10_000));
      });

      it('arrives also when the connection was lost meanwhile', async () => {
        const id = await openTalk(store);
        const { texts, until, stop } = hearing(other, id);
        await talk(store, id, 'before');
        await until(2);
        const ended = await database.query(
          `select pg_terminate_backend(pid) as ended from pg_stat_activity
           where datname = current_database() and query like '%heardUntil%' and pid <> pg_backend_pid()`,
        );
        assert.deepEqual(ended, [{ ended: true }, { ended: true }]);
        await talk(store, id, 'while away');
        while (!texts().includes('to while away')) await wait(10);
        await talk(store, id, 'after');
        while (!texts().includes('to after')) await wait(10);
        stop();
      });
    });
  });
});
