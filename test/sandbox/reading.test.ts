import assert from 'node:assert/strict';
import { type Json, openSite, paths, type Site } from './site.ts';

describe('reading from the sandbox operator', () => {
  let site: Site;
  before(async () => {
    site = await openSite();
  });
  after(() => site.sandbox.close());

  const ids = (page: readonly Json[]) => page.map(({ id }) => id);
  const counts = (headers: Headers) => [
    Number(headers.get('x-result-count')),
    Number(headers.get('x-total-count')),
  ];

  it('gives a part of a collection as a 206 with both counts, and the whole as a 200', async () => {
    const whole = await site.call<Json[]>('GET', `${paths.bills}?limit=1000`);
    const total = whole.body.length;
    assert.equal(whole.status, 200);
    assert.deepEqual(counts(whole.headers), [total, total]);
    const part = await site.call<Json[]>('GET', `${paths.bills}?offset=10&limit=7`);
    assert.equal(part.status, 206);
    assert.deepEqual(counts(part.headers), [7, total]);
    assert.deepEqual(ids(part.body), ids(whole.body).slice(10, 17));
    const beyond = await site.call<Json[]>('GET', `${paths.bills}?offset=${total}`);
    assert.deepEqual(beyond.body, []);
    assert.deepEqual(counts(beyond.headers), [0, total]);
  });

  it('pages through the usage records to the end, each once, by offset and behind the last', async () => {
    const ofLine = `${paths.usage}?ratedProductUsage.productRef.id=line-chen&limit=60`;
    const first = await site.call<Json[]>('GET', ofLine);
    const [, total = 0] = counts(first.headers);
    assert.equal(first.status, 206);
    const byOffset: unknown[] = [];
    for (let offset = 0; offset < total; offset += 60)
      byOffset.push(...ids(await site.get<Json[]>(`${ofLine}&offset=${offset}`)));
    const behindLast = ids(first.body);
    while (behindLast.length < total)
      behindLast.push(...ids(await site.get<Json[]>(`${ofLine}&after=${behindLast.at(-1)}`)));
    assert.equal(new Set(byOffset).size, total);
    assert.deepEqual(behindLast, byOffset);
  });

  it('filters by what lies deep, by one of several values, and by moments', async () => {
    const line = await site.get<Json[]>(
      `${paths.products}?productCharacteristic.value=13800138004&productSpecification.id=mobile-line`,
    );
    assert.deepEqual(ids(line), ['line-zhao']);
    const some = await site.get<Array<{ state: string }>>(
      `${paths.bills}?state=sent,new&limit=1000`,
    );
    assert.deepEqual([...new Set(some.map(({ state }) => state))].sort(), ['new', 'sent']);
    const months = '&billingPeriod.startDateTime.gte=2026-09-01T00:00:00%2B08:00';
    const before = '&billingPeriod.startDateTime.lt=2026-10-31T16:00:00Z';
    const two = await site.get<Json[]>(
      `${paths.bills}?billingAccount.id=account-chen${months}${before}&sort=billingPeriod.startDateTime`,
    );
    assert.deepEqual(ids(two), ['bill-chen-2026-09', 'bill-chen-2026-10']);
    assert.deepEqual(await site.get(`${paths.bills}?billingAccount.id=nobody`), []);
  });

  it('sorts both ways', async () => {
    const sorted = (sort: string) =>
      site.get<Json[]>(`${paths.bills}?billingAccount.id=account-lin&sort=${sort}`);
    const up = ids(await sorted('billingPeriod.startDateTime'));
    assert.equal(up[0], 'bill-lin-2026-05');
    assert.deepEqual(ids(await sorted('-billingPeriod.startDateTime')), up.reverse());
  });

  it('gives only the fields asked for, and always id and href', async () => {
    const page = await site.get<Json[]>(`${paths.bills}?fields=state,billNo&limit=2`);
    for (const bill of page)
      assert.deepEqual(Object.keys(bill).sort(), ['billNo', 'href', 'id', 'state']);
    const one = await site.get(`${paths.bills}/bill-chen-2026-10?fields=state`);
    assert.deepEqual(Object.keys(one).sort(), ['href', 'id', 'state']);
    const records = await site.get<Json[]>(`${paths.usage}?fields=usageDate&limit=2`);
    assert.deepEqual(Object.keys(records[0] ?? {}).sort(), ['href', 'id', 'usageDate']);
  });

  it('gives an href that leads back to the resource', async () => {
    const [bill] = await site.get<Array<{ href: string }>>(`${paths.bills}?limit=1`);
    assert.deepEqual(await (await fetch(bill?.href ?? '')).json(), bill);
  });

  it('refuses paging that is no number, and usage asked in a way no index answers', async () => {
    for (const path of [
      `${paths.bills}?limit=all`,
      `${paths.bills}?offset=-1`,
      `${paths.usage}?usageCharacteristic.value=3`,
      `${paths.usage}?usageDate.gte=yesterday`,
    ])
      assert.equal((await site.call('GET', path)).status, 400, path);
  });

  it('answers in the language asked for, Chinese without one', async () => {
    const name = async (language?: string) => {
      const url = `${site.url}${paths.offerings}/plan-129`;
      const headers = language === undefined ? {} : { 'accept-language': language };
      return ((await (await fetch(url, { headers })).json()) as Json).name;
    };
    assert.equal(await name(), '5G 畅享 129 元套餐');
    assert.equal(await name('en-GB,en;q=0.9'), '5G Enjoy 129');
    assert.equal(await name('zh-CN,en;q=0.5'), '5G 畅享 129 元套餐');
  });
});
