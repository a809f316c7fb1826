import assert from 'node:assert/strict';
import type { PanelRefusal } from '../../bots/recordsPanel.ts';
import type { Store } from '../../ports/store.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { keyOf, pairingOf, secretOf } from '../support/links.ts';
import { type Conversation, startTalk } from '../support/talk.ts';
import { ownSandbox, ownStore, world } from '../support/world.ts';

const zhao = '13800138004';
const browser = 'the-browser-that-the-chat-was-in';

function good<T>(answer: T | PanelRefusal): T {
  assert.notEqual(typeof answer, 'string', String(answer));
  return answer as T;
}

/** These tests are not about how fast a busy machine is. */
const carrierTimeoutMs = 20_000;

describe('the panel of itemised records', function () {
  this.timeout(60_000);
  let store: Store;
  let sandbox: Sandbox;
  before(async () => {
    [sandbox] = await Promise.all([ownSandbox(), world()]);
  });
  beforeEach(async () => {
    store = await ownStore();
  });

  /** A panel that is open, as a customer opens one. */
  async function openPanel(
    words = '上个月的全部详单',
  ): Promise<{ talk: Conversation; session: string }> {
    const talk = await startTalk({
      verifiedPhoneNumber: zhao,
      store,
      sandbox,
      browser,
      carrierTimeoutMs,
    });
    await talk.customer.says(words);
    talk.bot.says('stepUp:ask.records', { number: '138****8004', minutes: 5 });
    await talk.customer.says(await talk.phone.code(zhao));
    const view = talk.bot.shows();
    const opened = await talk.panel.open(secretOf(view), keyOf(view, browser));
    return { talk, session: good(opened).session };
  }

  const facts = async () =>
    (await store.evidence('customer-zhao'))
      .filter(({ kind }) => kind === 'accessed')
      .map(({ data: { what, month, kind, channel, purpose } }) =>
        [what, month, kind, channel, purpose].join(' '),
      );

  it('says whose it is, until when, and which months there are', async () => {
    const { talk, session } = await openPanel('上个月的漫游详单');
    assert.deepEqual(await talk.panel.read(session), {
      month: '2026-10',
      kind: 'roaming',
      language: 'zh-CN',
      maskedNumber: '138****8004',
      expiresAt: '2026-11-24T02:05:00.000Z',
      months: ['2026-11', '2026-10', '2026-09', '2026-08', '2026-07', '2026-06'],
      asksPassword: false,
    });
  });

  it('is over when the customer leaves, and so is a link that was not opened: the browser may be shared', async () => {
    const { talk, session } = await openPanel();
    talk.later(61_000);
    await talk.customer.says('上个月的通话详单');
    talk.bot.shows();
    await talk.customer.says(await talk.phone.code(zhao));
    const unopened = talk.bot.shows();
    await talk.customer.says('退出登录');
    talk.bot.says('common:loggedOut');
    assert.equal(await talk.panel.read(session), 'closed');
    assert.equal(await talk.panel.open(secretOf(unopened), keyOf(unopened, browser)), 'closed');
  });

  it('shows records with other numbers masked, and one in full when it is tapped, on record', async () => {
    const { talk, session } = await openPanel();
    const { records, total } = good(await talk.panel.page(session, {}));
    assert.ok(total > 60);
    const mobile = records.filter(({ kind }) => kind === 'voice');
    assert.ok(mobile.length > 0);
    for (const { otherNumber } of mobile) assert.match(otherNumber ?? '', /^139\*{4}\d{4}$/);
    assert.equal(records.find(({ kind }) => kind === 'valueAdded')?.otherNumber, '10600004');
    const [one] = mobile;
    assert.match(await talk.panel.reveal(session, one?.id ?? ''), /^139\d{8}$/);
    assert.deepEqual(await facts(), [
      `records 2026-10 all ${talk.channelId} records`,
      'recordsPage 2026-10 all panel records',
      'recordNumber 2026-10 voice panel records',
    ]);
  });

  it('reveals nothing that is not in the line’s own records', async () => {
    const { talk, session } = await openPanel();
    for (const id of ['usage-chen-2026-10-voice-0', 'nobody', '../usage'])
      assert.equal(await talk.panel.reveal(session, id), 'closed');
  });

  it('goes to the other months, on record, and to no others', async () => {
    const { talk, session } = await openPanel();
    good(await talk.panel.page(session, { month: '2026-09', kind: 'sms' }));
    good(await talk.panel.totals(session, '2026-09'));
    assert.equal((await facts()).at(-1), 'recordsPage 2026-09 sms panel records');
    for (const query of [
      { month: '2026-05' },
      { month: '2026-12' },
      { month: '2026-10', day: '2026-09-01' },
      { day: '2026-10-99' },
      { kind: 'fax' as 'voice' },
    ])
      assert.equal(await talk.panel.page(session, query), 'closed');
    assert.equal(await talk.panel.totals(session, '2026-05'), 'closed');
  });

  it('puts the first look at a month on record, however it is looked at, and once', async () => {
    const { talk, session } = await openPanel();
    const before = (await facts()).length;
    good(await talk.panel.totals(session, '2026-08'));
    good(await talk.panel.page(session, { month: '2026-08' }));
    await talk.panel.page(session, { month: '2026-09', after: 'usage-zhao-2026-09-voice-0' });
    await talk.panel.page(session, { month: '2026-07', after: 'nothing of ours' });
    good(await talk.panel.totals(session, '2026-10'));
    assert.deepEqual((await facts()).slice(before), [
      'recordsPage 2026-08 all panel records',
      'recordsPage 2026-09 all panel records',
      'recordsPage 2026-07 all panel records',
    ]);
  });

  it('is closed after five minutes, and to whoever has no session', async () => {
    const { talk, session } = await openPanel();
    assert.equal(await talk.panel.page('nobody', {}), 'closed');
    talk.later(5 * 60_000);
    assert.equal(await talk.panel.read(session), 'closed');
    assert.equal(await talk.panel.page(session, {}), 'closed');
    assert.equal(await talk.panel.sendExportCode(session), 'closed');
  });

  it('is closed at once by the customer, and stays so', async () => {
    const { talk, session } = await openPanel();
    await talk.panel.close(session);
    assert.equal(await talk.panel.read(session), 'closed');
    assert.equal(await talk.panel.page(session, {}), 'closed');
    await talk.panel.close(session);
    await talk.panel.close('nobody');
  });

  it('opens for one of twenty that press its link at once', async () => {
    const talk = await startTalk({ verifiedPhoneNumber: zhao, store, sandbox, browser });
    await talk.customer.says('上个月的全部详单');
    talk.bot.says('stepUp:ask.records', { number: '138****8004', minutes: 5 });
    await talk.customer.says(await talk.phone.code(zhao));
    const view = talk.bot.shows();
    // More presses with digits than there are tries close a link for all.
    const length = pairingOf(view) === undefined ? 20 : 5;
    const opened = await Promise.all(
      Array.from({ length }, () => talk.panel.open(secretOf(view), keyOf(view, browser))),
    );
    assert.equal(opened.filter((answer) => answer === 'closed').length, length - 1);
    assert.equal(opened.filter((answer) => typeof answer === 'object').length, 1);
  });

  it('says that the operator does not answer, and goes on when it does', async () => {
    const { talk, session } = await openPanel();
    const faults = `${sandbox.url}/sandbox/faults`;
    await fetch(faults, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'error500', path: '/tmf-api/usageManagement' }),
    });
    assert.equal(await talk.panel.page(session, { kind: 'voice' }), 'unavailable');
    await fetch(faults, { method: 'DELETE' });
    good(await talk.panel.page(session, { kind: 'voice' }));
  });

  it('exports after a code of its own, page by page, once, on record and told by SMS', async () => {
    const { talk, session } = await openPanel();
    const login = await talk.phone.code(zhao).catch(() => '');
    assert.equal(await talk.panel.exportRows(session, login || '000000', {}), 'wrongCode');
    assert.equal(await talk.panel.sendExportCode(session), 'sent');
    const sms = (await talk.phone.messages(zhao)).at(-1) ?? '';
    assert.match(sms, /是您导出详单的验证码/);
    assert.equal(await talk.panel.sendExportCode(session), 'tooMany');
    const code = await talk.phone.code(zhao);
    const wrong = code === '000000' ? '111111' : '000000';
    assert.equal(await talk.panel.exportRows(session, wrong, {}), 'wrongCode');
    const [rows, again] = await Promise.all([
      talk.panel.exportRows(session, code, {}),
      talk.panel.exportRows(session, code, {}),
    ]);
    const both = [rows, again].filter((each) => typeof each !== 'string');
    assert.equal(both.length, 1, 'one code, one export');
    let count = 0;
    for await (const page of good(rows === 'wrongCode' ? again : rows)) {
      for (const { otherNumber = '' } of page) assert.doesNotMatch(otherNumber, /^1[3-9]\d{9}$/);
      count += page.length;
    }
    assert.equal(count, good(await talk.panel.page(session, {})).total);
    assert.equal((await facts()).at(-1), 'recordsExport 2026-10 all panel recordsExport');
    await talk.conversations.idle();
    const notice = (await talk.phone.messages(zhao)).at(-1) ?? '';
    assert.match(notice, /导出了2026年10月的详单（全部）。非本人操作请立即拨打 10000/);
  });

  it('locks the number after five wrong export codes, and warns it', async () => {
    const { talk, session } = await openPanel();
    assert.equal(await talk.panel.sendExportCode(session), 'sent');
    const right = await talk.phone.code(zhao);
    const wrong = right === '000000' ? '111111' : '000000';
    for (let tries = 0; tries < 4; tries += 1)
      assert.equal(await talk.panel.exportRows(session, wrong, {}), 'wrongCode');
    assert.equal(await talk.panel.exportRows(session, wrong, {}), 'tooMany');
    assert.equal(await talk.panel.exportRows(session, right, {}), 'tooMany');
    assert.deepEqual(talk.alerts, ['code.locked']);
    await talk.conversations.idle();
    assert.match((await talk.phone.messages(zhao)).at(-1) ?? '', /连续输错验证码/);
    assert.ok((await store.evidence('customer-zhao')).some(({ kind }) => kind === 'codeLocked'));
  });
});
