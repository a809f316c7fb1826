import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Engine } from '../../adapters/store/engine.ts';
import { openEngine } from '../../adapters/store/openEngine.ts';
import { storeOn } from '../../adapters/store/store.ts';
import type { Store } from '../../ports/store.ts';
import { customers } from '../../sandbox/data/customers.ts';
import { holderOf } from '../../sandbox/data/holders.ts';
import { leaksIn, leaksOf } from '../support/canaries.ts';
import { answerTo, claim, message, noon } from '../support/storedTalk.ts';
import { silentLog } from '../support/world.ts';

const [chen] = customers;
assert.ok(chen);
const { identityNumber, street, puk } = holderOf(chen);
const wide = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

/** A mocha on one file: how it ended and what it said. */
async function mocha(file: string): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', file], {
    cwd: new URL('../../', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const [code] = await once(child, 'close');
  return { code, said };
}

/**
 * Every test here ends with a search for what must be found nowhere (`test/support/leakSearch.ts`). That
 * the search finds it is shown on a database of its own, which nobody else looks through.
 */
describe('the search for personal data', () => {
  let engine: Engine;
  let store: Store;
  before(async () => {
    engine = await openEngine({ kind: 'pglite', folder: '' }, silentLog);
    store = await storeOn(engine, silentLog);
  });
  after(() => store.close());

  const id = 'test-00000000-0000-4000-8000-000000000000';
  const fact = { kind: 'planted', subject: 'nobody', at: noon };

  it('finds nothing where nothing is', async () => {
    await store.openConversation({ id, channelId: 'test', userId: 'anna', openedAt: noon });
    await store.receive(message(id, 'hello', '我的号码是138****8001'));
    const evidence = [{ ...fact, data: { hash: 'a1b2483920c3' } }];
    await store.commitTurn(answerTo(await claim(store, id), '陈**，您好', { evidence }));
    assert.deepEqual(await leaksIn(engine), []);
  });

  const plants: ReadonlyArray<
    readonly [where: string, what: string, plant: () => Promise<unknown>]
  > = [
    ['activity.activity', 'number', () => store.receive(message(id, 'one', chen.phoneNumber))],
    [
      'conversation.state',
      'name',
      async () =>
        store.commitTurn(
          answerTo(await claim(store, id), 'x', {
            state: { holder: chen.familyName + chen.givenName },
          }),
        ),
    ],
    ['evidence.data', 'PUK', () => store.record([{ ...fact, data: { deep: [{ puk }] } }])],
    ['counter.key', 'number', () => store.count(`sends:${wide(chen.phoneNumber)}`, noon, 1000)],
    [
      'link.sealed_payload',
      'address',
      () => store.issueLink({ digest: 'd', sealedPayload: street, expiresAt: noon }),
    ],
    [
      'legal_hold.reason',
      'identity number',
      () => store.setHold({ subject: 's', reason: identityNumber, setBy: 'c', setAt: noon }),
    ],
    [
      'agreement.sealed_html',
      'mail address',
      () =>
        store.keepAgreement({
          ...{ number: 'n', quoteId: 'q', customerId: 'c', madeAt: noon, documentHash: 'h' },
          ...{ sealedPdf: 'p', sealedHtml: `to ${chen.email}` },
        }),
    ],
  ];
  for (const [where, what, plant] of plants)
    it(`finds a ${what} in ${where}`, async () => {
      await plant();
      const found = await leaksIn(engine);
      assert.ok(
        found.some((leak) => leak.where === where && leak.what === what),
        JSON.stringify(found),
      );
    });

  it('makes the run fail that left something, and says where and which test it was', async function () {
    this.timeout(120_000);
    const { code, said } = await mocha('test/support/plantedLeaks.ts');
    assert.equal(code, 1, said);
    assert.match(said, /number in activity\.activity/);
    assert.match(said, /name in log, left by “a leak is planted/);
    assert.match(said, /a mobile number in error output, left by “a leak is planted/);
  });

  it('finds it in every disguise, and the codes that were sent, and takes no id for either', () => {
    const codes = new Set(['912345']);
    for (const text of [
      '138 0013 8001',
      '138-0013-8001',
      wide('13800138001'),
      '一三八零零一三八零零一',
    ])
      assert.deepEqual(leaksOf(`call ${text} now`, codes).slice(0, 1), ['number'], text);
    assert.deepEqual(leaksOf('{"code":"912345"}', codes), ['a code']);
    assert.deepEqual(leaksOf('call 13912345678', codes), ['a mobile number']);
    assert.deepEqual(leaksOf('id a912345b, 2026-11-24T04:00:00.912345Z, 9123456', codes), []);
    assert.deepEqual(leaksOf('138****8001 陈** z***@example.com', codes), []);
  });
});
