import assert from 'node:assert/strict';
import { startTalk } from '../support/talk.ts';
import { world } from '../support/world.ts';

/** Breaks the sandbox for the next requests, as an operator's system breaks. */
async function breakSandbox(fault: Record<string, unknown>): Promise<void> {
  const { sandbox } = await world();
  await fetch(`${sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
}

describe('when the operator’s system fails', () => {
  afterEach(async () => {
    await fetch(`${(await world()).sandbox.url}/sandbox/faults`, { method: 'DELETE' });
  });

  for (const kind of ['error500', 'html', 'halfAnswer', 'hang'] as const) {
    it(`says so in a sentence, shows nothing half, and asks again with one tap (${kind})`, async () => {
      const { customer, bot } = await startTalk({
        verifiedPhoneNumber: '13800138001',
        carrierTimeoutMs: 2000,
      });
      await breakSandbox({ kind, path: '/tmf-api/customerBillManagement' });
      await customer.says('上个月账单');
      const view = bot.says('common:unavailable', { hotline: '10000' });
      assert.equal(view.sections, undefined);
      bot.saysNothingMore();
      await fetch(`${(await world()).sandbox.url}/sandbox/faults`, { method: 'DELETE' });
      await customer.taps('再试一次');
      assert.equal(bot.shows().title, '2026年10月账单（138****8001）');
    });
  }

  it('keeps the question when the number cannot be checked', async () => {
    const { customer, bot } = await startTalk({ carrierTimeoutMs: 2000 });
    await customer.says('查余额');
    bot.says('identification:askNumber');
    await breakSandbox({ kind: 'error500', path: '/tmf-api/productInventory' });
    await customer.says('13800138001');
    bot.says('common:unavailable', { hotline: '10000' });
  });
});
