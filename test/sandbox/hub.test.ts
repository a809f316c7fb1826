import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hasOfficialFiles, officialFile } from './officialFiles.ts';
import { carryOut, onLine } from './ordering.ts';
import { type Json, openSite, paths, type Site, until } from './site.ts';

/** An event as a subscriber gets it. */
interface Heard {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly eventType: string;
    readonly event: { readonly productOrder?: Json; readonly troubleTicket?: Json };
  };
}

describe('a subscriber of the sandbox operator', () => {
  let site: Site;
  let listener: Server;
  let callback: string;
  let heard: Heard[];
  let refusals: number;
  const hub = '/tmf-api/productOrderingManagement/v4/hub';

  beforeEach(async () => {
    site = await openSite();
    heard = [];
    refusals = 0;
    listener = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      response.statusCode = refusals > 0 ? 503 : 204;
      if (refusals > 0) refusals -= 1;
      else heard.push({ path: String(request.url), body: JSON.parse(text) });
      response.end();
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    callback = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/told`;
  });
  afterEach(async () => {
    await site.sandbox.close();
    listener.closeAllConnections();
    listener.close();
  });

  const subscribe = async (wish: Json) => {
    const { status, body } = await site.call('POST', hub, wish);
    assert.equal(status, 201);
    return body;
  };
  const order = () =>
    carryOut(site, {
      action: 'add',
      productOffering: { id: 'add-01' },
      product: onLine('line-chen'),
    });
  const hears = (count: number) =>
    until(
      async () => heard,
      (all) => all.length >= count,
    );

  it('hears of an order and of each of its states, in order, at its own address', async () => {
    await subscribe({ callback });
    const { id } = await order();
    await hears(3);
    assert.deepEqual(
      heard.map(({ path, body }) => [path, body.eventType, body.event.productOrder?.state]),
      [
        ['/told/listener/productOrderCreateEvent', 'ProductOrderCreateEvent', 'acknowledged'],
        [
          '/told/listener/productOrderStateChangeEvent',
          'ProductOrderStateChangeEvent',
          'inProgress',
        ],
        [
          '/told/listener/productOrderStateChangeEvent',
          'ProductOrderStateChangeEvent',
          'completed',
        ],
      ],
    );
    for (const { body } of heard) {
      assert.equal(body.event.productOrder?.href, `${site.url}${paths.orders}/${id}`);
      if (hasOfficialFiles)
        assert.deepEqual(officialFile('TMF622').faults(body.eventType, body), []);
    }
  });

  it('hears only what it asked for', async () => {
    await subscribe({ callback, query: 'event.productOrder.state=completed' });
    await site.call('POST', paths.tickets, {
      description: 'x',
      severity: 'normal',
      ticketType: 'callback',
    });
    await order();
    await hears(1);
    await order();
    await hears(2);
    for (const { body } of heard) assert.equal(body.event.productOrder?.state, 'completed');
  });

  it('is told again what it did not take', async () => {
    await subscribe({ callback, query: 'event.productOrder.state=completed' });
    refusals = 1;
    await order();
    await hears(1);
    assert.equal(refusals, 0);
  });

  it('hears nothing after it has left', async () => {
    const leaving = await subscribe({ callback: `${callback}/leaving` });
    await site.call('DELETE', `${hub}/${leaving.id}`);
    await subscribe({ callback });
    await order();
    await hears(3);
    assert.deepEqual(
      heard.filter(({ path }) => path.includes('leaving')),
      [],
    );
  });
});
