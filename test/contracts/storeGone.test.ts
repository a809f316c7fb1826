import assert from 'node:assert/strict';
import { openStore } from '../../adapters/store/store.ts';
import { freshDatabase } from '../support/databases.ts';
import {
  afterNoon,
  answerTo,
  claim,
  message,
  noon,
  openTalk,
  sealed,
} from '../support/storedTalk.ts';

const log = { info() {}, warn() {}, error() {} };

describe('processes that share a PostgreSQL', () => {
  it('free what a process had claimed that is gone, and leave the others theirs', async function () {
    this.timeout(120_000);
    const database = await freshDatabase();
    if (!database) return this.skip();
    const open = (owner: string) => openStore({ ...database.place, owner }, { log });
    const [gone, living] = [await open('gone'), await open('living')];
    const talks = [await openTalk(gone), await openTalk(gone), await openTalk(living)] as const;
    for (const talk of talks) await gone.receive(message(talk, 'a'));
    const [texting, left, held] = talks;
    const code = { id: 'code', kind: 'sms', sealedPayload: sealed('code') } as const;
    const turn = await claim(gone, texting, 'gone');
    await gone.commitTurn(answerTo(turn, 'sent', { intents: [code] }));
    await gone.claimIntents('gone', noon, 60_000, 1);
    await claim(gone, left, 'gone');
    await claim(living, held, 'living');
    await gone.close();

    const next = await open('next');
    assert.deepEqual(await next.waitingConversations(noon), [left]);
    await claim(next, left, 'next');
    const [again] = await next.claimIntents('next', afterNoon(1), 60_000, 5);
    assert.deepEqual([again?.id, again?.attempt], ['code', 2]);
    for (const store of [living, next]) await store.close();
    await database.remove();
  });
});
