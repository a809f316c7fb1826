import assert from 'node:assert/strict';
import { referenceOn, talkOfComplaints } from '../support/complaints.ts';
import { rowsOf } from '../support/talk.ts';

/** Two months in arrears. */
const wang = '13800138005';
const owes = { verifiedPhoneNumber: wang };

describe('disputing a charge', () => {
  it('goes from the bill line to a number, and the amount is dunned no more', async () => {
    const { customer, bot, tickets, dunned, waits, decide, sandbox } = await talkOfComplaints(owes);
    const { customers } = await import('../../sandbox/data/customers.ts');
    const key = customers.find(({ phoneNumber }) => phoneNumber === wang)?.key ?? '';
    const before = await dunned(key);
    assert.ok(before && before.disputed === 0 && before.dunned === before.unpaid, sandbox.url);
    await customer.says('我对账单有异议');
    const which = bot.shows();
    const [line] = which.choices ?? [];
    await customer.taps(line?.label ?? '');
    assert.match(bot.shows().text ?? '', /为什么觉得不对/);
    await customer.taps('金额不对');
    const view = bot.shows();
    referenceOn(view);
    const amount = rowsOf(view).get('争议金额') ?? '';
    assert.match(view.notes?.join() ?? '', /不催缴.*停机/);
    const [ticket] = await tickets();
    assert.equal(ticket?.ticketType, 'billDispute');
    assert.match(ticket?.description ?? '', /金额不对$/);
    const after = await dunned(key);
    assert.equal(`¥${((after?.disputed ?? 0) / 100).toFixed(2)}`, amount);
    assert.equal(after?.dunned, before.unpaid - (after?.disputed ?? 0));
    await customer.says('我对账单有异议');
    bot.shows();
    await customer.taps(line?.label ?? '');
    assert.match(bot.shows().text ?? '', /已经在核实/);
    assert.ok(ticket);
    await decide(ticket, '核实无误');
    await waits(11 * 60_000);
    bot.shows();
    assert.deepEqual(await dunned(key), before);
  });

  it('begins at the explanation of a charge, which it names', async () => {
    const { customer, bot } = await talkOfComplaints({ verifiedPhoneNumber: '13800138001' });
    await customer.says('为什么扣来电显示');
    bot.shows();
    await customer.taps('对一项费用提异议');
    assert.match(bot.shows().text ?? '', /^来电显示.*为什么觉得不对/);
    await customer.says('我从来没有开通过这个，请退还');
    referenceOn(bot.shows());
  });

  it('asks for the number first, and goes on with the line that was named', async () => {
    const { customer, bot, phone } = await talkOfComplaints();
    await customer.says('我对来电显示的费用有异议');
    bot.says('identification:askNumber');
    await customer.says('13800138001');
    bot.shows();
    await customer.says(await phone.code('13800138001'));
    bot.shows();
    assert.match(bot.shows().text ?? '', /^来电显示/);
  });

  it('says that nothing can be shown while the operator is down, and asks again with one tap', async () => {
    const { customer, bot, sandbox, mend } = await talkOfComplaints(owes);
    await fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'error500', path: '/tmf-api/customerBillManagement' }),
    });
    await customer.says('我对账单有异议');
    bot.says('common:unavailable', { hotline: '10000' });
    await mend();
    await customer.taps('再试一次');
    assert.match(bot.shows().text ?? '', /哪一项有异议/);
  });

  it('is taken in English', async () => {
    const talk = await talkOfComplaints({ verifiedPhoneNumber: '13800138001', locale: 'en' });
    const { customer, bot, tickets } = talk;
    await customer.says('i want to dispute a charge on my bill');
    const [line] = bot.shows().choices ?? [];
    await customer.taps(line?.label ?? '');
    assert.match(bot.shows().text ?? '', /why is it wrong/);
    await customer.says('I cancelled this two months ago');
    referenceOn(bot.shows());
    assert.equal((await tickets())[0]?.ticketType, 'billDispute');
  });
});
