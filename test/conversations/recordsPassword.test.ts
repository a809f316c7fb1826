import assert from 'node:assert/strict';
import type { PanelRefusal } from '../../bots/recordsPanel.ts';
import { codeRules } from '../../domain/verification.ts';
import type { Store } from '../../ports/store.ts';
import { customers } from '../../sandbox/data/customers.ts';
import { holderOf } from '../../sandbox/data/holders.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { carrierAt } from '../support/carrierAt.ts';
import { keyOf, secretOf } from '../support/links.ts';
import { startTalk, type TalkOptions } from '../support/talk.ts';
import { ownSandbox, ownStore, world } from '../support/world.ts';

const zhao = '13800138004';
const browser = 'the-browser-that-the-chat-was-in';
const entry = customers.find(({ phoneNumber }) => phoneNumber === zhao);
assert.ok(entry);
const { servicePassword } = holderOf(entry);

function good<T>(answer: T | PanelRefusal): T {
  assert.notEqual(typeof answer, 'string', String(answer));
  return answer as T;
}

describe('the service password of an export', function () {
  this.timeout(60_000);
  let store: Store;
  let sandbox: Sandbox;
  before(async () => {
    [sandbox] = await Promise.all([ownSandbox(), world()]);
  });
  beforeEach(async () => {
    store = await ownStore();
  });

  async function openPanel(options: TalkOptions = { asksPassword: true }) {
    const talk = await startTalk({
      ...{ verifiedPhoneNumber: zhao, store, sandbox, browser, carrierTimeoutMs: 20_000 },
      ...options,
    });
    await talk.customer.says('上个月的全部详单');
    talk.bot.shows();
    await talk.customer.says(await talk.phone.code(zhao));
    const view = talk.bot.shows();
    const { session } = good(await talk.panel.open(secretOf(view), keyOf(view, browser)));
    return { ...talk, session };
  }

  it('is asked for besides the code where the operator has it so', async () => {
    const { panel, phone, session } = await openPanel();
    assert.equal(good(await panel.read(session)).asksPassword, true);
    assert.equal(await panel.sendExportCode(session), 'sent');
    const code = await phone.code(zhao);
    assert.equal(await panel.exportRows(session, code, {}), 'wrongCode');
    assert.equal(await panel.exportRows(session, code, {}, '00000000'), 'wrongCode');
    good(await panel.exportRows(session, code, {}, servicePassword));
  });

  it('is not asked for, nor looked at, where the operator has none', async () => {
    const { panel, phone, session } = await openPanel({});
    assert.equal(good(await panel.read(session)).asksPassword, false);
    assert.equal(await panel.sendExportCode(session), 'sent');
    good(await panel.exportRows(session, await phone.code(zhao), {}, 'whatever'));
  });

  it('is refused in the words of a wrong code, and counted with it: five lock the number', async () => {
    const { panel, phone, session } = await openPanel();
    assert.equal(await panel.sendExportCode(session), 'sent');
    const code = await phone.code(zhao);
    for (let failed = 1; failed < codeRules.failuresPerDay; failed += 1) {
      const [typed, password] = failed % 2 ? [code, 'wrong'] : ['000000', servicePassword];
      assert.equal(await panel.exportRows(session, typed, {}, password), 'wrongCode');
    }
    assert.equal(await panel.exportRows(session, code, {}, 'wrong'), 'tooMany');
    assert.equal(await panel.exportRows(session, code, {}, servicePassword), 'tooMany');
  });

  it('exports nothing while the operator does not say whether it is right', async () => {
    const { panel, phone, session } = await openPanel();
    assert.equal(await panel.sendExportCode(session), 'sent');
    const code = await phone.code(zhao);
    await fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'error500', path: '/sandbox/service-passwords', times: 1 }),
    });
    const answer = await panel.exportRows(session, code, {}, servicePassword);
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
    assert.equal(answer, 'unavailable');
    good(await panel.exportRows(session, code, {}, servicePassword));
  });

  it('is another line’s for nobody, and an unknown line has none', async () => {
    const ask = async (lineId: string, password: string) => {
      const response = await fetch(`${sandbox.url}/sandbox/service-passwords`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ lineId, password }),
      });
      return ((await response.json()) as { matches: boolean }).matches;
    };
    assert.equal(await ask('line-zhao', servicePassword), true);
    assert.equal(await ask('line-chen', servicePassword), false);
    assert.equal(await ask('line-nobody', servicePassword), false);
    assert.equal(await ask('line-nobody', 'no password at all'), false);
    assert.equal(carrierAt(sandbox.url, () => new Date()).checkPassword, undefined);
  });
});
