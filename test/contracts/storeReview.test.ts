import assert from 'node:assert/strict';
import { runReview } from '../../adapters/store/reviewProgram.ts';
import type { Store } from '../../ports/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import { answerTo, claim, message, noon, openTalk } from '../support/storedTalk.ts';

const doubt = { guess: 'checkBill', confidence: 0.25 };

/** A customer says it, and the bot does not understand. */
async function puzzled(store: Store, words: string, more = {}): Promise<void> {
  const id = await openTalk(store);
  await store.receive(message(id, words));
  await store.commitTurn(answerTo(await claim(store, id), 'pardon?', { doubt, ...more }));
}

describe('what the bot did not understand', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    it('waits for somebody to look at it, with the likeliest intent', async () => {
      await puzzled(store, 'whatsit');
      const [first] = await store.unrecognised(10);
      assert.deepEqual(
        [first?.text, first?.guess, first?.confidence, first?.foundAt],
        ['whatsit', 'checkBill', 0.25, noon],
      );
    });

    it('is done with once', async () => {
      const [first] = await store.unrecognised(10);
      assert.equal(await store.finishReview(first?.id ?? 0, noon), true);
      assert.equal(await store.finishReview(first?.id ?? 0, noon), false);
      assert.deepEqual(await store.unrecognised(10), []);
    });

    it('is gone when the customer has the conversation erased', async () => {
      const holder = { customerId: 'customer-7', lineId: 'line-7' };
      await puzzled(store, 'forget this', { holder });
      assert.equal((await store.unrecognised(10)).length, 1);
      await store.eraseTranscripts({
        requestId: 'request-7',
        holder,
        conversationId: 'none',
        keepFrom: 0,
        at: noon,
        facts: {},
      });
      assert.deepEqual(await store.unrecognised(10), []);
    });

    it('does not hold a message that was understood', async () => {
      const id = await openTalk(store);
      await store.receive(message(id, 'my bill'));
      await store.commitTurn(answerTo(await claim(store, id), 'your bill'));
      assert.deepEqual(await store.unrecognised(10), []);
    });
  });
});

describe('npm run nlu:review', () => {
  forEachDatabase((_, database) => {
    let lines: string[] = [];
    async function run(...commandLine: string[]): Promise<number> {
      lines = [];
      const place = database.place();
      return runReview([...commandLine, '--language', 'en'], {
        settings: () => ({
          DATABASE_URL: place.kind === 'postgres' ? place.url : undefined,
          DATA_FOLDER: (place.kind === 'pglite' && place.folder) || '',
        }),
        print: (line) => lines.push(line),
        now: () => new Date(noon),
      });
    }

    it('lists, exports for labelling and marks as done, with mail addresses masked', async () => {
      const store = await database.open();
      await puzzled(store, 'send the thing to anna@example.com');
      await store.close();
      assert.equal(await run('list'), 0);
      assert.match(lines.join(), /taken for checkBill 0\.25/);
      assert.doesNotMatch(lines.join(), /anna@example/);
      assert.equal(await run('export'), 0);
      const { id, text, intent } = JSON.parse(lines[0] ?? '');
      assert.match(text, /^send the thing to/);
      assert.equal(intent, '');
      assert.equal(await run('done', String(id)), 0);
      assert.equal(await run('done', String(id)), 1);
      assert.equal(await run('list'), 0);
      assert.deepEqual(lines, ['Nothing is open.']);
    });

    it('explains itself when it is not asked for anything it knows', async () => {
      assert.equal(await run('forget', '7'), 2);
      assert.match(lines[0] ?? '', /Usage/);
    });
  });
});
