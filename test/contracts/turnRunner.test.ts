import assert from 'node:assert/strict';
import { openStore } from '../../adapters/store/store.ts';
import { createVault } from '../../adapters/vault/vault.ts';
import type { Answer, CustomerBot } from '../../bots/customerBot.ts';
import { createTurnRunner, type DeliveryOf, type RunnerParts } from '../../bots/turnRunner.ts';
import { newState } from '../../dialogs/shared/state.ts';
import type { Store } from '../../ports/store.ts';
import { closeAtEnd } from '../support/closing.ts';
import { message, noon, openTalk, said } from '../support/storedTalk.ts';
import { silentLog } from '../support/world.ts';

const vault = createVault('a secret for tests that is long enough');
const clock = () => new Date(noon);

const saying = (text: string): Answer => ({
  state: newState('en'),
  views: [{ text, language: 'en' }],
  intents: [],
  evidence: [],
  links: [],
});

describe('the runner of turns', () => {
  let store: Store;
  before(async () => {
    store = await openStore({ kind: 'pglite', folder: '' }, { log: silentLog });
    closeAtEnd(() => store.close());
  });

  /** A bot that repeats what it hears, in a channel that cannot show some of it. */
  function runnerFor(unshowable: RegExp, deliveryOf: DeliveryOf = () => undefined) {
    const bot = {
      answer: async ({ activity }: { activity: { text?: string } }) => saying(activity.text ?? ''),
    };
    const parts = {
      store,
      bot: bot as unknown as CustomerBot,
      vault,
      clock,
      log: silentLog,
      newId: () => 'id',
      owner: 'one',
      renderFor: () => (view: { text?: string }) => {
        if (unshowable.test(view.text ?? '')) throw new TypeError('no form for this');
        return { text: view.text ?? '' };
      },
      onError: () => saying('sorry'),
      typing: () => {},
      deliveryOf,
      onIntents: () => {},
      onTurn: () => {},
      typingAfterMs: 1000,
      leaseMs: 30_000,
    };
    return createTurnRunner(parts as unknown as RunnerParts);
  }

  async function talkOf(runner: ReturnType<typeof runnerFor>, ...texts: readonly string[]) {
    const id = await openTalk(store);
    for (const text of texts) {
      const { sealedText, ...received } = message(id, text);
      await store.receive(received);
      runner.wake(id);
      await runner.idle();
    }
    return said(store, id);
  }

  it('says sorry for an answer that cannot be shown, and answers the next message', async () => {
    const runner = runnerFor(/odd/);
    assert.deepEqual(await talkOf(runner, 'odd', 'good'), ['odd', 'sorry', 'good', 'good']);
  });

  it('goes on without a word where not even that can be shown', async () => {
    const runner = runnerFor(/odd|sorry/);
    assert.deepEqual(await talkOf(runner, 'odd', 'good'), ['odd', 'good', 'good']);
  });

  it('goes on where an answer has no way to its channel', async () => {
    const runner = runnerFor(/never/, ({ activity }) => {
      if (activity.text === 'odd') throw new TypeError('no address');
      return undefined;
    });
    assert.deepEqual(await talkOf(runner, 'odd', 'good'), ['odd', 'good', 'good']);
  });
});
