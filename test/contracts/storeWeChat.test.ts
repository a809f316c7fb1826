import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store } from '../../ports/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { afterNoon, answerTo, claim, message, noon, openTalk } from '../support/storedTalk.ts';

describe('what WeChat has to remember', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    it('is one decision for each message, however many pushes and processes decide at once', async () => {
      const other = await database.open();
      const activityIds = [`a-${randomUUID()}`];
      const decided = await Promise.all(
        Array.from({ length: 20 }, (_unused, place) =>
          (place % 2 ? store : other).weChat.decide({
            conversationId: 'wc-1',
            activityIds,
            ...(place % 3 > 0 && { sealedAnswer: `bytes ${place}` }),
            at: noon,
          }),
        ),
      );
      const [first] = decided;
      for (const each of decided) assert.deepEqual(each, first);
      assert.deepEqual(await other.weChat.decided(activityIds[0] ?? ''), first);
      assert.equal(await store.weChat.decided('nobody'), undefined);
    });

    it('takes the message of our own along when the push was answered', async () => {
      for (const sealedAnswer of ['bytes', undefined]) {
        const id = await openTalk(store);
        const { activityId } = await store.receive(message(id, 'a'));
        const intent = {
          id: `deliver:${activityId}`,
          kind: 'deliver',
          sealedPayload: 'x',
        } as const;
        const later = { ...intent, notBefore: afterNoon(5) };
        await store.commitTurn(answerTo(await claim(store, id), 'hello', { intents: [later] }));
        await store.weChat.decide({
          conversationId: id,
          activityIds: [activityId],
          ...(sealedAnswer && { sealedAnswer }),
          at: noon,
        });
        const due = await store.claimIntents('worker', afterNoon(6), 1000, 20);
        assert.deepEqual(
          due.map(({ id: name }) => name),
          sealedAnswer ? [] : [intent.id],
        );
        for (const { id: name } of due) await store.finishIntent(name, 'done', afterNoon(6));
      }
    });

    it('is how far a long answer came', async () => {
      await store.weChat.decide({ conversationId: 'wc-2', activityIds: ['long'], at: noon });
      await store.weChat.partSent('long', 2);
      await store.weChat.partSent('long', 1);
      assert.deepEqual(await store.weChat.decided('long'), { partsSent: 2 });
    });

    it('is what waits until the customer writes again', async () => {
      const id = await openTalk(store);
      const { activityId } = await store.receive(message(id, 'a'));
      const intent = {
        id: `deliver:${activityId}`,
        kind: 'deliver',
        sealedPayload: 'x',
        notBefore: afterNoon(3600),
      } as const;
      await store.commitTurn(answerTo(await claim(store, id), 'hello', { intents: [intent] }));
      await store.weChat.decide({ conversationId: id, activityIds: [activityId], at: noon });
      assert.equal(await store.weChat.release(id, noon), 1, 'it is on its way');
      await store.weChat.hold(activityId);
      assert.deepEqual(await store.claimIntents('worker', afterNoon(10), 1000, 20), []);
      assert.equal(await store.weChat.release(id, afterNoon(10)), 1);
      assert.equal(await store.weChat.release(`${id}2`, afterNoon(10)), 0);
      const [due] = await store.claimIntents('worker', afterNoon(10), 1000, 20);
      assert.equal(due?.id, intent.id);
      await store.finishIntent(intent.id, 'done', afterNoon(10));
      assert.equal(await store.weChat.release(id, afterNoon(11)), 0);
    });

    it('is how many messages may be sent: five after a message, three in a minute after a tap', async () => {
      const conversationId = `wc-${randomUUID()}`;
      const take = (at: string) => store.weChat.takeAllowance(conversationId, at);
      assert.equal(await take(noon), 'over');
      await store.weChat.allow({
        conversationId,
        kind: 'message',
        count: 5,
        until: afterNoon(100),
      });
      await store.weChat.allow({ conversationId, kind: 'scene', count: 3, until: afterNoon(60) });
      const taken = await Promise.all(Array.from({ length: 12 }, () => take(noon)));
      assert.deepEqual(taken.filter((left) => left !== 'used').sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
      await store.weChat.allow({ conversationId, kind: 'scene', count: 3, until: afterNoon(60) });
      assert.equal(await take(afterNoon(60)), 'used', 'the minute is over');
      await store.weChat.allow({
        conversationId,
        kind: 'message',
        count: 5,
        until: afterNoon(100),
      });
      assert.equal(await take(afterNoon(99)), 4);
      assert.equal(await take(afterNoon(100)), 'over');
      await store.weChat.endAllowance(conversationId);
      assert.equal(await take(afterNoon(99)), 'used');
    });

    it('is the access token, until it is over or turned out to be', async () => {
      const token = { appId: 'wx1', sealedToken: 'one', expiresAt: afterNoon(60) };
      assert.equal(await store.weChat.token('wx1', noon), undefined);
      await store.weChat.keepToken(token);
      assert.equal(await store.weChat.token('wx1', noon), 'one');
      assert.equal(await store.weChat.token('wx2', noon), undefined);
      assert.equal(await store.weChat.token('wx1', afterNoon(60)), undefined);
      await store.weChat.keepToken({ ...token, sealedToken: 'two' });
      await store.weChat.dropToken('wx1', 'one');
      assert.equal(await store.weChat.token('wx1', noon), 'two');
      await store.weChat.dropToken('wx1', 'two');
      assert.equal(await store.weChat.token('wx1', noon), undefined);
    });

    it('is forgotten within hours, but for what is still to be sent', async () => {
      const id = await openTalk(store);
      const { activityId } = await store.receive(message(id, 'a'));
      const intent = { id: `deliver:${activityId}`, kind: 'deliver', sealedPayload: 'x' } as const;
      await store.commitTurn(answerTo(await claim(store, id), 'hello', { intents: [intent] }));
      await store.weChat.decide({ conversationId: id, activityIds: [activityId], at: noon });
      await store.weChat.decide({ conversationId: id, activityIds: ['over'], at: noon });
      await store.forgetOver(afterNoon(3500), 100);
      assert.ok(await store.weChat.decided('over'));
      await store.forgetOver(afterNoon(3600), 100);
      assert.equal(await store.weChat.decided('over'), undefined);
      assert.ok(await store.weChat.decided(activityId));
      assert.deepEqual(await database.query('select * from wechat_allowance'), []);
    });
  });
});
