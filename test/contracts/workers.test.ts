import assert from 'node:assert/strict';
import { openStore } from '../../adapters/store/store.ts';
import { createVault } from '../../adapters/vault/vault.ts';
import { inOrder } from '../../bots/deliveryOrder.ts';
import { createIntentWorker, type IntentHandler } from '../../bots/intentWorker.ts';
import { createOrderGate } from '../../bots/orderGate.ts';
import { createOrderHandler, type OrderWorkerParts } from '../../bots/orderWorker.ts';
import type { Reception } from '../../bots/reception.ts';
import type { OrderOutcome } from '../../dialogs/shared/changeState.ts';
import type { PlacedOrder } from '../../ports/carrier.ts';
import type { Intent, Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
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

describe('replies on their way to a channel', () => {
  const at = (conversation: string, place: number) => ({
    replies: [{ conversation: { id: conversation }, replyToId: `${conversation}|${place}` }],
  });

  /** A channel that takes its time, the longer the earlier, and may be out of reach. */
  function channel() {
    const arrived: string[] = [];
    const outOfReach = new Set<string>();
    let now = clock();
    let under = 0;
    const deliver = inOrder(
      async (_payload, id) => {
        under += 1;
        assert.ok(id.startsWith('b') || under === 1, 'two of one conversation at once');
        await new Promise((resolve) => setTimeout(resolve, id.endsWith('1') ? 20 : 1));
        under -= 1;
        if (outOfReach.has(id)) throw new Unavailable('botFramework', 'network');
        arrived.push(id);
      },
      () => now,
    );
    const later = (ms: number) => {
      now = new Date(now.getTime() + ms);
    };
    return { arrived, outOfReach, deliver, later };
  }

  it('arrive in the order they were said, whichever is claimed first', async () => {
    const { arrived, deliver } = channel();
    await Promise.all([
      deliver(at('a', 5), 'a2', 1),
      deliver(at('a', 3), 'a1', 1),
      deliver(at('a', 12), 'a3', 1),
    ]);
    assert.deepEqual(arrived, ['a1', 'a2', 'a3']);
  });

  it('wait for one that did not arrive, and not for another conversation', async () => {
    const { arrived, outOfReach, deliver, later } = channel();
    outOfReach.add('a1');
    const first = await Promise.allSettled([
      deliver(at('a', 1), 'a1', 1),
      deliver(at('a', 2), 'a2', 1),
      deliver(at('b', 2), 'b2', 1),
    ]);
    assert.deepEqual(
      first.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled'],
    );
    await assert.rejects(deliver(at('a', 2), 'a2', 2), /earlier reply/);
    outOfReach.clear();
    later(1000);
    await deliver(at('a', 1), 'a1', 2);
    await deliver(at('a', 2), 'a2', 3);
    assert.deepEqual(arrived, ['b2', 'a1', 'a2']);
  });

  it('do not wait for one that is given up, or that another process has', async () => {
    const { arrived, outOfReach, deliver, later } = channel();
    outOfReach.add('a1');
    await assert.rejects(deliver(at('a', 1), 'a1', 1), Unavailable);
    later(120_000);
    await deliver(at('a', 2), 'a2', 1);
    assert.deepEqual(arrived, ['a2']);
  });
});

/** Counters of one test. */
function counters() {
  const counts = new Map<string, number>();
  const add = (key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by);
  return {
    async count(key: string) {
      add(key, 1);
      return { count: counts.get(key) ?? 0, resetsAt: noon };
    },
    peek: async (key: string) => counts.get(key) ?? 0,
    giveBack: async (key: string) => void add(key, -1),
  };
}

describe('the gate of an order', () => {
  const gate = () => createOrderGate(counters(), clock, 1000);

  it('calls nothing not placed that may have been sent', async () => {
    const { opens, closes, wasSent } = gate();
    assert.equal(await wasSent('Q1'), false);
    assert.equal(await opens('Q1'), true);
    assert.equal(await closes('Q1'), false);
    assert.equal(await wasSent('Q1'), true);
    assert.equal(await closes('Q2'), true);
  });

  it('sends nothing that was called not placed, and does not count it as sent', async () => {
    const { opens, closes, wasSent } = gate();
    assert.equal(await closes('Q1'), true);
    assert.equal(await opens('Q1'), false);
    assert.equal(await wasSent('Q1'), false);
    assert.equal(await closes('Q1'), true);
  });

  it('never lets two workers do both at once', async () => {
    for (let round = 0; round < 50; round += 1) {
      const { opens, closes } = gate();
      const [isOpen, isClosed] = await Promise.all(
        round % 2 ? [opens('Q1'), closes('Q1')] : [closes('Q1'), opens('Q1')],
      );
      assert.ok(!(isOpen && isClosed));
    }
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
  const reasons: unknown[] = [];
  const alerts: string[] = [];

  /** Asked whether the order is there, this operator answers; anything else would be a second order. */
  function handlerFor(
    hasEnded: boolean,
    found: PlacedOrder | undefined | Error,
    { limits = counters(), now = clock }: { limits?: object; now?: () => Date } = {},
  ): IntentHandler {
    const findOrder = async () => {
      if (found instanceof Error) throw found;
      return found;
    };
    const policy = { limits: { reconcileForMs: 86_400_000, pendingNoticeAfterMs: 60_000 } };
    const carrier = { findOrder };
    const alert = (event: string) => void alerts.push(event);
    const parts = {
      services: { carrier, policy, limits, alert, hash: sha256 },
      clock: now,
      reception: () => ({
        hasTold: async (_id: string, key: string) => hasEnded && key.endsWith(':ended'),
        async tell({ key, event }: Parameters<Reception['tell']>[0]) {
          told.push(key);
          reasons.push((event.value as OrderOutcome).reason);
        },
      }),
    };
    return createOrderHandler(parts as unknown as OrderWorkerParts);
  }

  beforeEach(() => {
    for (const list of [told, reasons, alerts]) list.splice(0);
  });

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

  it('is handed to people at once, in words that are true, when we have a bug', async () => {
    const broken = handlerFor(false, new TypeError('a bug'));
    await assert.rejects(broken({ consent, conversationId: 'talk' }, 'order', 2), /a bug/);
    assert.deepEqual(told, [`order:${consent.quote.id}:ended`]);
    assert.deepEqual(reasons, ['unclear']);
    assert.deepEqual(alerts, ['order.unknown']);
  });

  const after = (ms: number) => () => new Date(clock().getTime() + ms);

  it('is not called not placed while another worker may be sending it, until a day is over', async () => {
    const limits = counters();
    await createOrderGate(limits, clock, 1000).opens(consent.quote.id);
    const given = { consent, conversationId: 'talk' };
    const late = handlerFor(false, undefined, { limits, now: after(600_000) });
    await assert.rejects(late(given, 'order', 2), /not there/);
    assert.deepEqual(told, [`order:${consent.quote.id}:underWay`]);
    const nextDay = handlerFor(false, undefined, { limits, now: after(86_400_000) });
    await nextDay(given, 'order', 900);
    assert.deepEqual(told, [
      `order:${consent.quote.id}:underWay`,
      `order:${consent.quote.id}:ended`,
    ]);
  });

  it('is called not placed at once when its time ran out before anybody sent it', async () => {
    const late = handlerFor(false, undefined, { now: after(600_000) });
    await late({ consent, conversationId: 'talk' }, 'order', 2);
    assert.deepEqual(told, [`order:${consent.quote.id}:ended`]);
  });
});
