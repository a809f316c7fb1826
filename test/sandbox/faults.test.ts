import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type Json, openSite, paths, type Site, until } from './site.ts';

/** What came over the socket before it ended. */
interface Seen {
  readonly status?: number;
  readonly type?: string;
  readonly text: string;
  /** Whether the answer was whole. */
  readonly isWhole: boolean;
}

describe('a fault of the sandbox operator', () => {
  let site: Site;
  before(async () => {
    site = await openSite();
  });
  after(() => site.sandbox.close());
  afterEach(() => site.call('DELETE', '/sandbox/faults'));

  const fault = async (given: Json) => {
    const { status, body } = await site.call('POST', '/sandbox/faults', given);
    assert.equal(status, 201);
    assert.deepEqual(body, given);
  };
  const list = () => site.get<Json[]>('/sandbox/faults');

  /** A request below fetch, which would hide how the socket ended. */
  const see = (path: string, body?: Json, signal?: AbortSignal) =>
    new Promise<Seen>((resolve) => {
      let seen: Seen = { text: '', isWhole: false };
      const sent = request(site.url + path, {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json' },
        agent: false,
        ...(signal && { signal }),
      });
      sent.on('response', (response) => {
        seen = {
          ...seen,
          status: response.statusCode ?? 0,
          type: String(response.headers['content-type']),
        };
        response.on('data', (chunk) => {
          seen = { ...seen, text: seen.text + chunk };
        });
        response.on('error', () => {});
        response.on('close', () => resolve({ ...seen, isWhole: response.complete }));
      });
      sent.on('error', () => resolve(seen));
      sent.end(body && JSON.stringify(body));
    });

  it('error500: says so in the form of the errors', async () => {
    await fault({ kind: 'error500' });
    const { status, text } = await see(paths.bills);
    assert.equal(status, 500);
    assert.equal(JSON.parse(text).status, '500');
  });

  it('html: answers a web page with a 200', async () => {
    await fault({ kind: 'html' });
    const { status, type, text } = await see(paths.bills);
    assert.deepEqual([status, type], [200, 'text/html']);
    assert.match(text, /^<html>/);
  });

  it('halfAnswer: breaks off in the middle', async () => {
    await fault({ kind: 'halfAnswer' });
    const { status, text, isWhole } = await see(paths.bills);
    assert.deepEqual([status, isWhole], [200, false]);
    assert.match(text, /^\[\{"id":"half/);
  });

  it('hang: never answers, while others are answered', async () => {
    await fault({ kind: 'hang', path: paths.bills });
    const giveUp = new AbortController();
    const hanging = see(paths.bills, undefined, giveUp.signal);
    assert.equal((await see(paths.offerings)).status, 200);
    giveUp.abort();
    assert.deepEqual(await hanging, { text: '', isWhole: false });
  });

  it('delay: answers later what it would have answered', async () => {
    const before = await see(paths.bills);
    await fault({ kind: 'delay', delayMs: 1500, path: paths.bills, times: 1 });
    const answered: string[] = [];
    const delayed = see(paths.bills).finally(() => answered.push('delayed'));
    await until(list, ({ length }) => length === 0);
    await see(paths.offerings).finally(() => answered.push('other'));
    assert.deepEqual(await delayed, before);
    assert.deepEqual(answered, ['other', 'delayed']);
  });

  it('acceptedAnswerLost: does what was asked and lets nobody know; asked again, it is one', async () => {
    await fault({ kind: 'acceptedAnswerLost', method: 'POST', times: 1 });
    const ticket = {
      externalId: 'lost-1',
      description: 'x',
      severity: 'normal',
      ticketType: 'callback',
    };
    assert.deepEqual(await see(paths.tickets, ticket), { text: '', isWhole: false });
    const kept = await site.get<Json[]>(`${paths.tickets}?externalId=lost-1`);
    assert.equal(kept.length, 1);
    const again = await site.call('POST', paths.tickets, ticket);
    assert.equal(again.body.id, kept[0]?.id);
    assert.equal((await site.get<Json[]>(`${paths.tickets}?externalId=lost-1`)).length, 1);
  });

  it('acceptedLate: answers nobody and shows nothing; does it when all is well again', async () => {
    await fault({ kind: 'acceptedLate', method: 'POST', times: 1 });
    const ticket = {
      externalId: 'late-1',
      description: 'x',
      severity: 'normal',
      ticketType: 'callback',
    };
    const kept = () => site.get<Json[]>(`${paths.tickets}?externalId=late-1`);
    assert.deepEqual(await see(paths.tickets, ticket), { text: '', isWhole: false });
    assert.deepEqual(await kept(), []);
    await site.call('DELETE', '/sandbox/faults');
    assert.equal((await kept()).length, 1);
  });

  it('is met as often as asked, only where asked, and not by the controls themselves', async () => {
    await fault({ kind: 'error500', path: paths.bills, method: 'get', times: 2 });
    assert.equal((await see(paths.offerings)).status, 200);
    assert.equal((await see(paths.bills)).status, 500);
    assert.deepEqual(await list(), [
      { kind: 'error500', path: paths.bills, method: 'get', times: 1 },
    ]);
    assert.equal((await see(paths.bills)).status, 500);
    assert.equal((await see(paths.bills)).status, 200);
    await fault({ kind: 'error500' });
    assert.equal((await list()).length, 1);
    assert.equal((await see('/phone/13800138001/messages')).status, 200);
  });

  it('is refused when it is none', async () => {
    for (const wrong of [
      { kind: 'flood' },
      { kind: 'delay', delayMs: -1 },
      { kind: 'error500', times: 0.5 },
      { kind: 'error500', path: 7 },
      { kind: 'orderStalls', state: 'lost' },
    ])
      assert.equal((await site.call('POST', '/sandbox/faults', wrong)).status, 400);
    assert.deepEqual(await list(), []);
  });
});
