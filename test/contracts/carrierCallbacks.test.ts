import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import nock from 'nock';
import type { CallbackRequest } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { carrierAt } from '../support/carrierAt.ts';
import { ownSandbox } from '../support/world.ts';

const clock = () => new Date('2026-11-24T02:00:00Z');

describe('a ring-back at the operator’s', function () {
  this.timeout(60_000);
  let url = '';
  before(async () => {
    ({ url } = await ownSandbox());
  });

  const request = (): CallbackRequest => ({
    reference: `CB${randomUUID().slice(0, 8)}`,
    language: 'zh-CN',
    requestedAt: clock().toISOString(),
    topic: 'talkToPerson',
    slot: { start: '2026-11-24T06:00:00Z', end: '2026-11-24T07:00:00Z' },
  });

  async function ticketsOf({ reference }: CallbackRequest) {
    const path = `/tmf-api/troubleTicket/v4/troubleTicket?externalId=${reference}`;
    return (await (await fetch(url + path)).json()) as Array<Record<string, string>>;
  }

  it('is one ticket however often it is asked for, with its hour', async () => {
    const wish = request();
    const { requestCallback } = carrierAt(url, clock);
    await requestCallback(wish);
    await requestCallback(wish);
    const tickets = await ticketsOf(wish);
    assert.equal(tickets.length, 1);
    assert.equal(tickets[0]?.requestedResolutionDate, wish.slot?.end);
    assert.equal(tickets[0]?.status, 'acknowledged');
  });

  for (const [order, isWithdrawn] of [
    ['after it was asked for', [false, true]],
    ['twice', [false, true, true]],
    ['before the request arrives', [true, false]],
  ] as const)
    it(`is withdrawn ${order}, and is one ticket still`, async () => {
      const wish = request();
      const { requestCallback } = carrierAt(url, clock);
      for (const isOver of isWithdrawn)
        await requestCallback({ ...wish, ...(isOver && { isWithdrawn: true }) });
      assert.deepEqual(
        (await ticketsOf(wish)).map(({ status }) => status),
        ['cancelled'],
      );
    });

  it('is not called withdrawn by an operator who lost the ticket', async () => {
    const operator = 'http://operator.example';
    const path = '/tmf-api/troubleTicket/v4/troubleTicket';
    nock(operator).post(path).reply(201, {}).get(path).query(true).reply(200, []);
    await assert.rejects(
      carrierAt(operator, clock).requestCallback({ ...request(), isWithdrawn: true }),
      Unavailable,
    );
    nock.cleanAll();
  });
});
