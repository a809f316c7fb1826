import assert from 'node:assert/strict';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { forEachDatabase } from '../support/databases.ts';
import {
  afterNoon,
  answerTo,
  claim,
  message,
  noon,
  openTalk,
  said,
  sealed,
} from '../support/storedTalk.ts';

describe('the memory of conversations', () => {
  forEachDatabase((name, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    describe('a message', () => {
      it('is numbered from 1 in its conversation and carries its place as its id', async () => {
        const id = await openTalk(store);
        assert.deepEqual(await store.receive(message(id, 'a')), {
          activityId: `${id}|0000001`,
          duplicate: false,
        });
        await store.receive(message(id, 'b'));
        const activities = await store.activities(id, 0, 10);
        assert.deepEqual(
          activities.map(({ sequence, activity }) => [sequence, activity.id, activity.text]),
          [
            [1, `${id}|0000001`, 'a'],
            [2, `${id}|0000002`, 'b'],
          ],
        );
      });

      it('that comes again gets the first one’s id and changes nothing', async () => {
        const id = await openTalk(store);
        const first = await store.receive(message(id, 'a'));
        const again = await store.receive(message(id, 'a', 'other words'));
        assert.deepEqual(again, { activityId: first.activityId, duplicate: true });
        assert.deepEqual(await said(store, id), ['a']);
        assert.equal((await store.receive(message(id, 'b'))).activityId, `${id}|0000002`);
      });

      it('that comes again after its answer is not answered again', async () => {
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        await store.commitTurn(answerTo(await claim(store, id), 'to a'));
        assert.equal((await store.receive(message(id, 'a'))).duplicate, true);
        assert.equal(await store.claimTurn(id, 'one', noon, 30_000), undefined);
      });

      it('with the same key in another conversation is another message', async () => {
        const [one, other] = [await openTalk(store), await openTalk(store)];
        assert.equal((await store.receive(message(one, 'a'))).duplicate, false);
        assert.equal((await store.receive(message(other, 'a'))).duplicate, false);
      });

      it('that comes fifty times at once is recorded once, without a gap in the numbers', async () => {
        const other = await database.open();
        const id = await openTalk(store);
        const received = await Promise.all(
          Array.from({ length: 50 }, (_, turn) =>
            (turn % 2 ? store : other).receive(message(id, 'same')),
          ),
        );
        assert.equal(received.filter(({ duplicate }) => !duplicate).length, 1);
        assert.equal(new Set(received.map(({ activityId }) => activityId)).size, 1);
        assert.equal((await store.receive(message(id, 'next'))).activityId, `${id}|0000002`);
      });

      it('opens its conversation where nobody did', async () => {
        const id = `unopened-${name}`;
        await store.receive(message(id, 'a'));
        assert.deepEqual(await store.conversation(id), {
          channelId: 'directline',
          userId: 'anna',
        });
      });

      it('keeps every character, also those that databases dislike', async () => {
        const id = await openTalk(store);
        const text = 'quote \' " back\\slash \u0000 \u{1F4DE} 明白 \n {"a":1}';
        await store.receive(message(id, 'a', text));
        await store.commitTurn(answerTo(await claim(store, id), text));
        assert.deepEqual(await said(store, id), [text, text]);
      });
    });

    describe('a conversation', () => {
      it('is opened once', async () => {
        const opened = { id: `twice-${name}`, channelId: 'weChat', userId: 'bo', openedAt: noon };
        assert.equal(await store.openConversation(opened), true);
        assert.equal(await store.openConversation({ ...opened, userId: 'eve' }), false);
        assert.deepEqual(await store.conversation(opened.id), {
          channelId: 'weChat',
          userId: 'bo',
        });
        assert.equal(await store.conversation('never opened'), undefined);
      });

      it('is read in pages', async () => {
        const id = await openTalk(store);
        for (const key of ['a', 'b', 'c', 'd']) await store.receive(message(id, key));
        const page = await store.activities(id, 1, 2);
        assert.deepEqual(
          page.map(({ sequence }) => sequence),
          [2, 3],
        );
      });
    });

    describe('a turn', () => {
      it('is handed out with what was kept, and leaves everything at once', async () => {
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        const turn = await claim(store, id);
        const { version } = turn;
        assert.deepEqual(turn, {
          conversationId: id,
          channelId: 'directline',
          userId: 'anna',
          activityId: `${id}|0000001`,
          activity: { type: 'message', text: 'a', id: `${id}|0000001` },
          sealedText: sealed('a'),
          state: {},
          version,
        });
        const replies = ['first', 'second'].map((text) => ({ type: 'message', text }));
        assert.equal(await store.commitTurn(answerTo(turn, 'x', { replies })), true);
        assert.deepEqual(await said(store, id), ['a', 'first', 'second']);
        await store.receive(message(id, 'b'));
        const next = await claim(store, id);
        assert.deepEqual(next.state, { said: 'x' });
        assert.equal(next.activityId, `${id}|0000004`);
      });

      it('may say nothing', async () => {
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        const turn = await claim(store, id);
        assert.equal(await store.commitTurn(answerTo(turn, 'quiet', { replies: [] })), true);
        assert.deepEqual(await said(store, id), ['a']);
      });

      it('erases the words as typed when it is answered', async () => {
        const id = await openTalk(store);
        const waiting = () =>
          database.query(`select sealed_text from inbox where conversation_id = '${id}'`);
        await store.receive(message(id, 'a'));
        assert.deepEqual(await waiting(), [{ sealed_text: sealed('a') }]);
        await store.commitTurn(answerTo(await claim(store, id), 'done'));
        assert.deepEqual(await waiting(), []);
      });

      it('is the oldest unanswered message, one after the other', async () => {
        const id = await openTalk(store);
        for (const key of ['a', 'b', 'c']) await store.receive(message(id, key));
        for (const key of ['a', 'b', 'c']) {
          const turn = await claim(store, id);
          assert.equal(turn.activity.text, key);
          await store.commitTurn(answerTo(turn, `to ${key}`));
        }
        assert.deepEqual(await said(store, id), ['a', 'b', 'c', 'to a', 'to b', 'to c']);
      });

      it('is kept from others while it is claimed, until the claim runs out', async () => {
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        await claim(store, id, 'one');
        assert.equal(await store.claimTurn(id, 'two', afterNoon(29), 30_000), undefined);
        const taken = await store.claimTurn(id, 'two', afterNoon(30), 30_000);
        assert.equal(taken?.activity.text, 'a');
      });

      it('may be claimed again by who holds it; the earlier claim is void', async () => {
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        const first = await claim(store, id);
        const second = await claim(store, id);
        assert.equal(await store.commitTurn(answerTo(first, 'first')), false);
        assert.equal(await store.commitTurn(answerTo(second, 'second')), true);
        assert.deepEqual(await said(store, id), ['a', 'second']);
      });

      it('goes to one of two processes that want it at once', async () => {
        const other = await database.open();
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        const turns = await Promise.all(
          Array.from({ length: 20 }, (_, turn) =>
            (turn % 2 ? store : other).claimTurn(id, `owner ${turn}`, noon, 30_000),
          ),
        );
        assert.equal(turns.filter((turn) => turn !== undefined).length, 1);
      });

      it('that was lost meanwhile writes nothing', async () => {
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        const slow = await claim(store, id);
        const quick = await store.claimTurn(id, 'two', afterNoon(31), 30_000);
        assert.ok(quick);
        const intents = [{ id: `late-${name}`, kind: 'sms' as const, sealedPayload: 'x' }];
        const evidence = [{ kind: 'late', subject: id, at: noon, data: {} }];
        const late = answerTo(slow, 'slow', { intents, evidence });
        assert.equal(await store.commitTurn(late), false);
        assert.equal(await store.commitTurn(answerTo(quick, 'quick')), true);
        assert.equal(await store.commitTurn(late), false);
        assert.equal(await store.commitTurn(answerTo(quick, 'quick again')), false);
        assert.deepEqual(await said(store, id), ['a', 'quick']);
        assert.deepEqual(await database.query(`select * from intent where id like 'late-%'`), []);
        assert.deepEqual(await database.query(`select * from evidence where kind = 'late'`), []);
      });

      it('is answered once when many messages meet many processes', async () => {
        const stores = [store, await database.open(), await database.open()];
        const id = await openTalk(store);
        const keys = Array.from({ length: 60 }, (_, turn) => `m${turn}`);
        const answerOne = async (mine: Store, owner: string) => {
          const turn = await mine.claimTurn(id, owner, noon, 30_000);
          if (!turn) return false;
          const isCommitted = await mine.commitTurn(answerTo(turn, `to ${turn.activity.text}`));
          assert.ok(isCommitted, 'a claim that nobody else could take was lost');
          return true;
        };
        const work = async (mine: Store, owner: string, own: readonly string[]) => {
          for (const key of own) {
            await mine.receive(message(id, key));
            await answerOne(mine, owner);
          }
          while (await answerOne(mine, owner));
        };
        await Promise.all(
          stores.map((mine, place) => {
            const own = keys.filter((_, turn) => turn % stores.length === place);
            return work(mine, `owner ${place}`, own);
          }),
        );
        const activities = await store.activities(id, 0, 1000);
        assert.deepEqual(
          activities.map(({ sequence }) => sequence),
          Array.from({ length: 120 }, (_, place) => place + 1),
        );
        const texts = activities.map(({ activity }) => String(activity.text));
        assert.deepEqual(texts.sort(), [...keys, ...keys.map((key) => `to ${key}`)].sort());
      });

      it('that nobody holds is found again', async () => {
        const held = await openTalk(store);
        const left = await openTalk(store);
        const answered = await openTalk(store);
        for (const id of [held, left, answered]) await store.receive(message(id, 'a'));
        await claim(store, held);
        await store.commitTurn(answerTo(await claim(store, answered), 'done'));
        const waiting = async (at: string) => {
          const ids = await store.waitingConversations(at);
          return [held, left, answered].filter((id) => ids.includes(id));
        };
        assert.deepEqual(await waiting(noon), [left]);
        assert.deepEqual(await waiting(afterNoon(30)), [held, left]);
      });
    });

    describe('evidence', () => {
      it('can be added, never changed or removed', async () => {
        const id = await openTalk(store);
        await store.receive(message(id, 'a'));
        const evidence = [{ kind: 'disclosed', subject: id, at: noon, data: { hash: 'abc' } }];
        await store.commitTurn(answerTo(await claim(store, id), 'done', { evidence }));
        for (const change of [
          `update evidence set kind = 'other'`,
          'delete from evidence',
          'truncate evidence',
        ]) {
          await assert.rejects(database.query(change), /append-only/);
        }
        const rows = await database.query(
          `select kind, subject, at, data from evidence where subject = '${id}'`,
        );
        assert.deepEqual(rows, [
          { kind: 'disclosed', subject: id, at: new Date(noon), data: { hash: 'abc' } },
        ]);
      });
    });

    describe('a failure', () => {
      it('is told without a word of the query or of the customer', async () => {
        const failing = store.receive(message('secret\u0000id', '13800138001'));
        await assert.rejects(failing, (error) => {
          assert.ok(error instanceof Unavailable);
          assert.equal(error.port, 'store');
          assert.equal(error.cause, undefined);
          const told = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
          assert.doesNotMatch(told, /13800138001|insert|secret/);
          return true;
        });
      });

      it('leaves the memory usable', async () => {
        await assert.rejects(store.receive(message('secret\u0000id', 'a')), Unavailable);
        await store.ready();
        const id = await openTalk(store);
        assert.equal((await store.receive(message(id, 'a'))).duplicate, false);
      });
    });
  });
});
