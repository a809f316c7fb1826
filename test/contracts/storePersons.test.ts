import assert from 'node:assert/strict';
import { verifyChain } from '../../adapters/store/evidenceChain.ts';
import { runLegalHold } from '../../adapters/store/legalHoldProgram.ts';
import type { Store } from '../../ports/store.ts';
import { forEachDatabase } from '../support/databases.ts';
import {
  afterNoon,
  answerTo,
  claim,
  message,
  noon,
  openTalk,
  said,
} from '../support/storedTalk.ts';

describe('what is stored about a customer', () => {
  forEachDatabase((_, database) => {
    let store: Store;
    before(async () => {
      store = await database.open();
    });

    /** Each is a customer with one line, unless two lines of one are told apart by a number. */
    const holderOf = (line: string) => ({
      customerId: line.replace(/\d$/, ''),
      lineId: `line-${line}`,
    });

    async function turn(id: string, words: string, line?: string): Promise<void> {
      await store.receive(message(id, words));
      const more = line === undefined ? {} : { holder: holderOf(line) };
      await store.commitTurn(answerTo(await claim(store, id), `to ${words}`, more));
    }

    const wish = (line: string, conversationId = 'none', keepFrom = 0) => ({
      requestId: `request of ${line}`,
      holder: holderOf(line),
      conversationId,
      keepFrom,
      at: afterNoon(60),
      facts: { rules: ['E40'] },
    });

    const textsOf = async (line: string) =>
      (await store.transcripts(`line-${line}`)).map(({ messages }) =>
        messages.map(({ activity }) => activity.text),
      );

    it('is the whole conversation, from before they said who they are', async () => {
      const id = await openTalk(store);
      await turn(id, 'hello');
      await turn(id, 'code', 'li');
      await turn(id, 'more');
      assert.deepEqual(await textsOf('li'), [
        ['hello', 'to hello', 'code', 'to code', 'more', 'to more'],
      ]);
      const { since, ...counts } = await store.said('line-li');
      assert.deepEqual(counts, { conversations: 1, messages: 6 });
      assert.match(since ?? '', /Z$/);
    });

    it('is not what another one said before or after them in the same browser', async () => {
      const id = await openTalk(store);
      await turn(id, 'first', 'wang');
      await turn(id, 'second', 'sun');
      await turn(id, 'second more');
      await turn(id, 'first again', 'wang');
      assert.deepEqual(await textsOf('sun'), [
        ['second', 'to second', 'second more', 'to second more'],
      ]);
      assert.deepEqual(await textsOf('wang'), [
        ['first', 'to first', 'first again', 'to first again'],
      ]);
      const erased = await store.eraseTranscripts(wish('sun'));
      assert.deepEqual(erased, { messages: 4, conversations: 1, isHeld: false });
      assert.deepEqual(await said(store, id), [
        'first',
        'to first',
        'first again',
        'to first again',
      ]);
    });

    it('is that of the line that was proved, not of another one of the same customer', async () => {
      const [home, away] = [await openTalk(store), await openTalk(store)];
      await turn(home, 'at home', 'qian1');
      await turn(away, 'on the way', 'qian2');
      await turn(home, 'lent', 'qian2');
      assert.deepEqual(await textsOf('qian1'), [['at home', 'to at home']]);
      assert.deepEqual((await textsOf('qian2')).sort(), [
        ['lent', 'to lent'],
        ['on the way', 'to on the way'],
      ]);
      await store.eraseTranscripts(wish('qian2'));
      assert.deepEqual(await said(store, home), ['at home', 'to at home']);
      assert.deepEqual(await said(store, away), []);
      assert.equal((await store.evidence('qian')).at(-1)?.data.lineId, 'line-qian2');
    });

    it('is erased at once but for the last words of the conversation that asks', async () => {
      const [old, current] = [await openTalk(store), await openTalk(store)];
      await turn(old, 'old', 'zhou');
      await turn(current, 'earlier', 'zhou');
      await turn(current, 'delete');
      await store.receive(message(old, 'unanswered'));
      await store.record([{ kind: 'ordered', subject: 'zhou', at: noon, data: { quoteId: 'q' } }]);
      const erased = await store.eraseTranscripts(wish('zhou', current, 3));
      assert.deepEqual(erased, { messages: 4, conversations: 2, isHeld: false });
      assert.deepEqual(await said(store, current), ['delete', 'to delete']);
      assert.deepEqual(await said(store, old), ['unanswered']);
      const chain = await store.evidence('zhou');
      assert.deepEqual(
        chain.map(({ kind }) => kind),
        ['ordered', 'erased'],
      );
      assert.deepEqual(chain.at(-1)?.data, {
        rules: ['E40'],
        lineId: 'line-zhou',
        requestId: 'request of zhou',
        messages: 4,
        conversations: 2,
        isHeld: false,
      });
      assert.equal(verifyChain(chain), undefined);
      await store.commitTurn(answerTo(await claim(store, old), 'answered'));
    });

    it('is not erased while it is held, and says so', async () => {
      const id = await openTalk(store);
      await turn(id, 'kept', 'wu');
      await store.setHold({ subject: 'wu', reason: 'court', setBy: 'counsel', setAt: noon });
      assert.equal(await store.isHeld('wu'), true);
      const erased = await store.eraseTranscripts(wish('wu'));
      assert.deepEqual(erased, { messages: 0, conversations: 0, isHeld: true });
      assert.deepEqual(await said(store, id), ['kept', 'to kept']);
    });

    it('of conversations one of which is held, is erased but for that one', async () => {
      const [held, free] = [await openTalk(store), await openTalk(store)];
      await turn(held, 'held', 'zheng');
      await turn(free, 'free', 'zheng');
      await store.setHold({ subject: held, reason: 'court', setBy: 'counsel', setAt: noon });
      assert.equal((await store.eraseTranscripts(wish('zheng'))).messages, 2);
      assert.deepEqual(await said(store, held), ['held', 'to held']);
      assert.deepEqual(await said(store, free), []);
    });

    it('finds nobody’s data for a name nobody has', async () => {
      assert.deepEqual(await textsOf('nobody'), []);
      assert.deepEqual(await store.said('nobody'), { conversations: 0, messages: 0 });
    });
  });
});

describe('npm run legal-hold', () => {
  forEachDatabase((_, database) => {
    let lines: string[] = [];
    async function run(...commandLine: string[]): Promise<number> {
      lines = [];
      const place = database.place();
      return runLegalHold([...commandLine, '--language', 'en'], {
        settings: () => ({
          DATABASE_URL: place.kind === 'postgres' ? place.url : undefined,
          DATA_FOLDER: (place.kind === 'pglite' && place.folder) || '',
        }),
        print: (line) => lines.push(line),
        now: () => new Date(noon),
        user: () => 'counsel',
      });
    }

    it('sets, lists and lifts, and keeps what was lifted', async () => {
      assert.equal(await run('list'), 0);
      assert.deepEqual(lines, ['There are no holds.']);
      assert.equal(await run('set', 'customer-1', '--reason', 'case 7'), 0);
      assert.equal(await run('set', 'customer-1', '--reason', 'case 8'), 1);
      assert.match(lines[0] ?? '', /held already/);
      assert.equal(await run('lift', 'customer-1', '--by', 'judge'), 0);
      assert.equal(await run('lift', 'customer-1'), 1);
      assert.equal(await run('list'), 0);
      assert.deepEqual(lines, [
        `customer-1: case 7, set by counsel at ${noon}`,
        `  lifted by judge at ${noon}`,
      ]);
    });

    it('explains itself when it is not understood, and sets nothing without a reason', async () => {
      for (const wrong of [[], ['set', 'customer-2'], ['lift'], ['list', 'x'], ['drop', 'x']]) {
        assert.equal(await run(...wrong), 2);
        assert.match(lines[0] ?? '', /^Usage:/);
      }
    });
  });
});
