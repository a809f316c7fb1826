import assert from 'node:assert/strict';
import { openStore } from '../../adapters/store/store.ts';
import { createVault } from '../../adapters/vault/vault.ts';
import { createIntentWorker, type IntentHandler } from '../../bots/intentWorker.ts';
import { createOrderHandler, type OrderWorkerParts } from '../../bots/orderWorker.ts';
import type { PlacedOrder } from '../../ports/carrier.ts';
import type { Intent, Store } from '../../ports/store.ts';
import { closeAtEnd } from '../support/closing.ts';
import { consentTo, sha256 } from '../support/orderConsent.ts';
import { answerTo, claim, message, noon, openTalk } from '../support/storedTalk.ts';
import { silentLog } from '../support/world.ts';

const vault = createVault('a secret for tests that is long enough');
const clock = () => new Date(noon);

describe('the worker', () => {
  let store: Store;
  before(async () => {
    store = await openStore({ kind: 'pglite', folder: '' }, { log: silentLog });
    closeAtEnd(() => store.close());
  });

  async function intend(...intents: readonly Pick<Intent, 'id' | 'kind'>[]): Promise<void> {
    const id = await openTalk(store);
    await store.receive(message(id, 'do it'));
    const sealedPayload = vault.seal('{}');
    const all = intents.map((intent) => ({ ...intent, sealedPayload }));
    await store.commitTurn(answerTo(await claim(store, id), 'done', { intents: all }));
  }

  function workerFor(handler: IntentHandler) {
    const kinds = ['sms', 'mail', 'order', 'agreement', 'remind', 'callback', 'deliver'] as const;
    const handlers = Object.fromEntries(kinds.map((kind) => [kind, handler])) as Record<
      Intent['kind'],
      IntentHandler
    >;
    return createIntentWorker({ store, vault, clock, log: silentLog, owner: 'one', handlers });
  }

  it('lets an order that takes its time hold up nobody’s code', async () => {
    let finishOrder = () => {};
    const done: string[] = [];
    let heardOfCode = () => {};
    const codeSent = new Promise<void>((resolve) => {
      heardOfCode = resolve;
    });
    const worker = workerFor(async (_payload, id) => {
      if (id === 'slow order') await new Promise<void>((resolve) => (finishOrder = resolve));
      done.push(id);
      if (id === 'code') heardOfCode();
    });
    await intend({ id: 'slow order', kind: 'order' });
    worker.wake();
    await intend({ id: 'code', kind: 'sms' });
    worker.wake();
    await codeSent;
    assert.deepEqual(done, ['code']);
    finishOrder();
    await worker.idle();
    assert.deepEqual(done, ['code', 'slow order']);
  });

  it('does everything that is due, also when it is more than it does at once', async () => {
    const done = new Set<string>();
    const worker = workerFor(async (_payload, id) => void done.add(id));
    const many = Array.from({ length: 50 }, (_, place) => ({ id: `many-${place}` }));
    await intend(...many.map(({ id }) => ({ id, kind: 'sms' as const })));
    worker.wake();
    await worker.idle();
    assert.equal(done.size, many.length);
  });
});

describe('an order that comes by again', () => {
  const line = {
    id: 'line',
    customerId: 'customer',
    billingAccountId: 'account',
    payment: 'postpaid',
  };
  const consent = consentTo(line as never, { action: 'suspend' }, clock());
  const told: string[] = [];

  /** Asked whether the order is there, this operator answers; anything else would be a second order. */
  function handlerFor(hasEnded: boolean, found: PlacedOrder | undefined): IntentHandler {
    const limits = { reconcileForMs: 86_400_000, pendingNoticeAfterMs: 60_000 };
    const parts = {
      services: { carrier: { findOrder: async () => found }, policy: { limits }, hash: sha256 },
      clock,
      reception: () => ({
        hasTold: async (_id: string, key: string) => hasEnded && key.endsWith(':ended'),
        tell: async ({ key }: { key: string }) => void told.push(key),
      }),
    };
    return createOrderHandler(parts as unknown as OrderWorkerParts);
  }

  beforeEach(() => told.splice(0));

  it('does nothing once its end was told, be it that nothing was placed', async () => {
    const found = { key: consent.quote.id, orderNumber: '1', state: 'completed' } as const;
    await handlerFor(true, found)({ consent, conversationId: 'talk' }, 'order', 2);
    assert.deepEqual(told, []);
  });

  it('tells what became of it when that was not told', async () => {
    const found = { key: consent.quote.id, orderNumber: '1', state: 'completed' } as const;
    await handlerFor(false, found)({ consent, conversationId: 'talk' }, 'order', 2);
    assert.deepEqual(told, [`order:${consent.quote.id}:ended`]);
  });
});
