import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { carryOut, end, type Order, onLine, product, productOf, reach, send } from './ordering.ts';
import { type Json, openSite, paths, type Site, siteAt, today } from './site.ts';

const program = fileURLToPath(new URL('../../sandbox/index.ts', import.meta.url));
const booster = {
  action: 'add',
  productOffering: { id: 'add-02' },
  product: onLine('line-chen'),
};

describe('the sandbox operator on a folder', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-restart-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

  async function running<T>(use: (site: Site) => Promise<T>, now = today): Promise<T> {
    const site = await openSite({ dataFolder: folder, clock: () => now });
    try {
      return await use(site);
    } finally {
      await site.sandbox.close();
    }
  }

  it('goes on with an order that was open when it stopped', async () => {
    const open = await running(async (site) => {
      await site.call('POST', '/sandbox/faults', { kind: 'orderStalls', delayMs: 60_000 });
      return reach(site, await send(site, booster), 'inProgress');
    });
    await running(async (site) => {
      assert.equal((await end(site, open)).state, 'completed');
      assert.equal((await productOf(site, open)).status, 'active');
    });
  });

  it('goes on with an order that it had just accepted when it was killed', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA: folder },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let accepted: Order;
    try {
      const [{ ready }] = (await once(child, 'message')) as [{ ready: string }];
      accepted = (
        await siteAt(ready).call<Order>('POST', paths.orders, {
          externalId: 'killed-1',
          productOrderItem: [{ id: '1', ...booster }],
        })
      ).body;
      assert.ok(accepted.id);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await running(async (site) => {
      assert.equal((await end(site, accepted)).state, 'completed');
      assert.equal((await productOf(site, accepted)).productOffering?.id, 'add-02');
    }, new Date());
  });

  it('takes the same external id as the same order, also at once and after a restart', async () => {
    const sent = { externalId: 'twice-1', productOrderItem: [{ id: '1', ...booster }] };
    const place = async (site: Site) => (await site.call('POST', paths.orders, sent)).body.id;
    const count = async (site: Site) =>
      (await site.get<Json[]>(`${paths.orders}?externalId=twice-1`)).length;
    const first = await running(async (site) => {
      const [one, two] = await Promise.all([place(site), place(site)]);
      assert.equal(one, two);
      assert.equal(await count(site), 1);
      return one;
    });
    await running(async (site) => {
      assert.equal(await place(site), first);
      assert.equal(await count(site), 1);
    });
  });

  it('makes the demo data for a new month and keeps what customers did', async () => {
    const did = await running(async (site) => ({
      added: await carryOut(site, { ...booster, productOffering: { id: 'add-09' } }),
      changed: await carryOut(
        site,
        {
          action: 'modify',
          product: { id: 'sub-wang-plan-019' },
          productOffering: { id: 'plan-029' },
        },
        { requestedStartDate: '2026-12-01T00:00:00+08:00' },
      ),
      ended: await carryOut(site, { action: 'delete', product: { id: 'sub-lin-vas-08' } }),
      ticket: await site.call('POST', paths.tickets, {
        description: 'x',
        severity: 'normal',
        ticketType: 'callback',
      }),
      paid: await site.call('POST', '/payment/v4/payment', {
        account: { id: 'account-sun' },
        paymentMethod: { name: 'online' },
        totalAmount: { unit: 'CNY', value: 99 },
        paymentItem: [{ item: { id: 'bill-sun-2026-10' } }],
      }),
    }));
    await running(async (site) => {
      const november = await site.get(`${paths.bills}/bill-chen-2026-11`);
      assert.ok(november.billDate, 'last month is issued');
      assert.equal((await site.get(`${paths.bills}/bill-chen-2026-12`)).state, 'new');
      for (const { id } of [did.added, did.changed, did.ended])
        assert.equal((await site.get(`${paths.orders}/${id}`)).state, 'completed');
      assert.equal((await productOf(site, did.added)).status, 'active');
      assert.equal((await productOf(site, did.changed)).status, 'active');
      assert.equal((await product(site, 'sub-wang-plan-019')).status, 'terminated');
      assert.equal((await product(site, 'sub-lin-vas-08')).status, 'terminated');
      const ticket = await site.call('GET', `${paths.tickets}/${did.ticket.body.id}`);
      assert.equal(ticket.status, 200);
      const bill = await site.get<{ appliedPayment?: Json[] }>(`${paths.bills}/bill-sun-2026-10`);
      assert.equal(bill.appliedPayment?.length, 1);
    }, new Date('2026-12-03T10:00:00+08:00'));
  });
});
