import assert from 'node:assert/strict';
import type { Store } from '../../ports/store.ts';
import { pairingOf, secretOf } from '../support/links.ts';
import { answerTo, claim, message, openTalk } from '../support/storedTalk.ts';
import { startTalk } from '../support/talk.ts';
import { ownStore, world } from '../support/world.ts';

const zhao = '13800138004';

/** These tests are not about how fast a busy machine is. */
const carrierTimeoutMs = 20_000;

describe('who looked at my records', function () {
  this.timeout(60_000);
  let store: Store;
  before(async () => {
    [store] = await Promise.all([ownStore(), world()]);
  });
  const talkAs = (number: string, locale = 'zh-CN') =>
    startTalk({ verifiedPhoneNumber: number, store, locale, carrierTimeoutMs });

  it('is asked with the number proved first', async () => {
    const { customer, bot } = await startTalk({ store });
    await customer.says('谁看过我的详单');
    bot.says('identification:askNumber');
  });

  it('is nobody when nobody did, and says what to do all the same', async () => {
    const { customer, bot } = await talkAs(zhao);
    await customer.says('谁看过我的详单');
    const view = bot.says('accessLog:none');
    assert.match((view.notes ?? []).join(), /10000/);
  });

  it('is read from the ledger, newest first, with time, what and channel', async () => {
    const { customer, bot, phone, panel, later } = await talkAs(zhao);
    await customer.says('上个月的通话详单');
    bot.shows();
    await customer.says(await phone.code(zhao));
    const page = bot.shows();
    later(60_000);
    const opened = await panel.open(secretOf(page), pairingOf(page));
    assert.equal(typeof opened, 'object');
    await customer.says('谁看过我的详单');
    const view = bot.shows();
    assert.equal(view.title, '敏感信息查看记录（138****8004）');
    assert.deepEqual(view.sections?.[0]?.table?.rows, [
      ['2026-11-24 10:01', '打开 2026年10月详单页面（通话）', '安全页面'],
      ['2026-11-24 10:00', '2026年10月详单（通话）', '其他在线渠道'],
    ]);
  });

  it('is told in English too, with time, what and channel', async () => {
    const { customer, bot, speaks } = await talkAs(zhao, 'en');
    speaks('en');
    await customer.says('who looked at my records');
    assert.equal(bot.shows().title, 'Who opened sensitive data (138****8004)');
  });

  it('is told of one’s own line only', async () => {
    const { customer, bot } = await talkAs('13800138014');
    await customer.says('谁看过我的详单');
    bot.says('accessLog:none');
  });

  it('names agreements too, which are told of by SMS as well', async () => {
    const chen = '13800138002';
    await store.keepAgreement({
      number: 'MB-1',
      quoteId: 'q',
      customerId: 'customer-lin',
      madeAt: '2026-11-01T00:00:00.000Z',
      documentHash: 'h',
      sealedPdf: '',
      sealedHtml: '',
    });
    const id = await openTalk(store);
    await store.receive(message(id, 'a'));
    const data = { quoteId: 'q', disclosure: { order: { lineId: 'line-lin' } } };
    const at = '2026-11-01T00:00:00.000Z';
    const evidence = [{ kind: 'disclosed', subject: 'customer-lin', at, data }];
    await store.commitTurn(answerTo(await claim(store, id), 'done', { evidence }));
    const { customer, bot, phone } = await talkAs(chen);
    await customer.says('我的电子协议');
    bot.shows();
    await customer.says(await phone.code(chen));
    bot.shows();
    assert.match((await phone.messages(chen)).at(-1) ?? '', /查看了电子协议。非本人操作/);
    await customer.says('谁看过我的协议');
    assert.equal(bot.shows().sections?.[0]?.table?.rows[0]?.[1], '电子协议');
  });
});
