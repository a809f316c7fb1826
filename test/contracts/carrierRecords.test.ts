import assert from 'node:assert/strict';
import nock from 'nock';
import { carrierUrls, createCarrier } from '../../adapters/carrier/carrier.ts';
import { monthOf } from '../../domain/calendar.ts';
import { type Grant, type GrantPurpose, giveGrant, grantLifetimeMs } from '../../domain/grant.ts';
import { sum } from '../../domain/money.ts';
import type { Carrier, Line, RecordKind, UsageRecord } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { ownSandbox, world } from '../support/world.ts';

const timeZone = 'Asia/Shanghai';
const now = new Date('2026-11-24T10:00:00+08:00');
const usagePath = '/tmf-api/usageManagement/v4/usage';

const carrierAt = (url: string, clock = () => now) =>
  createCarrier({ urls: carrierUrls(url), timeoutMs: 10_000, clock, timeZone });
const grantFor = (line: Pick<Line, 'id' | 'customerId'>, purpose: GrantPurpose = 'records') =>
  giveGrant(purpose, line, 'a conversation', now);

async function lineOf(carrier: Carrier, phoneNumber: string): Promise<Line> {
  const line = await carrier.findLine(phoneNumber);
  assert.ok(line);
  return line;
}

/** Every record, page by page. */
async function all(
  carrier: Carrier,
  grant: Grant,
  query: { month: string; kind?: RecordKind; day?: string },
  limit = 500,
): Promise<{ records: UsageRecord[]; pages: number; total: number }> {
  const records: UsageRecord[] = [];
  for (let pages = 1, after: string | undefined; ; pages += 1) {
    const page = await carrier.usageRecords(grant, { ...query, limit, ...(after && { after }) });
    records.push(...page.records);
    if (page.next === undefined) return { records, pages, total: page.total };
    after = page.next;
  }
}

describe('itemised records from the carrier', () => {
  let carrier: Carrier;
  let zhao: Line;
  before(async () => {
    carrier = carrierAt((await world()).sandbox.url);
    zhao = await lineOf(carrier, '13800138004');
  });

  it('are shown newest first, with the kind, the place and the fee of each', async () => {
    const { records, total } = await carrier.usageRecords(grantFor(zhao), {
      month: '2026-10',
      limit: 200,
      language: 'en',
    });
    assert.equal(records.length, total);
    const moments = records.map(({ at }) => Date.parse(at));
    assert.deepEqual(
      moments,
      moments.toSorted((a, b) => b - a),
    );
    const abroad = records.filter(({ kind }) => kind === 'roaming');
    assert.equal(abroad.length, 11);
    assert.deepEqual(new Set(abroad.map(({ place }) => place)), new Set(['Hong Kong, China']));
    const [service] = records.filter(({ kind }) => kind === 'valueAdded');
    assert.equal(service?.fee.minorUnits, 1000);
    assert.equal(service?.quantity, undefined);
    assert.ok(records.some(({ kind, quantity }) => kind === 'data' && quantity?.unit === 'KB'));
  });

  it('have fees that add up to what the bill of the month says of each kind', async () => {
    for (const month of ['2026-08', '2026-09', '2026-10', '2026-11']) {
      const { data } = await carrier.recordTotals(grantFor(zhao), month);
      const { records } = await all(carrier, grantFor(zhao), { month });
      for (const { kind, count, fee } of data.kinds) {
        const ours = records.filter((record) => record.kind === kind);
        assert.equal(ours.length, count, `${month} ${kind}`);
        assert.deepEqual(sum(ours.map((record) => record.fee)), fee, `${month} ${kind}`);
      }
    }
  });

  it('can be asked for by kind; app data is data', async () => {
    const feng = await lineOf(carrier, '13800138009');
    const { records } = await all(carrier, grantFor(feng), { month: '2026-10', kind: 'data' });
    assert.deepEqual(new Set(records.map(({ kind }) => kind)), new Set(['data']));
    assert.equal(records.length, 24 + 12);
  });

  it('are found one by one by id, only those of the line', async () => {
    const [record] = (await all(carrier, grantFor(zhao), { month: '2026-10' })).records;
    assert.ok(record);
    assert.deepEqual(await carrier.usageRecord(grantFor(zhao), record.id), record);
    const chen = await lineOf(carrier, '13800138001');
    assert.equal(await carrier.usageRecord(grantFor(chen), record.id), undefined);
    assert.equal(await carrier.usageRecord(grantFor(zhao), 'nobody'), undefined);
  });

  it('refuse a day of another month', async () => {
    const query = { month: '2026-10', day: '2026-11-01', limit: 10 };
    await assert.rejects(carrier.usageRecords(grantFor(zhao), query), RangeError);
  });
});

describe('the grant that itemised records take', () => {
  const line = { id: 'line-zhao', customerId: 'customer-zhao' };
  const attempts: ReadonlyArray<readonly [string, () => Grant]> = [
    ['made up', () => ({ ...grantFor(line) }) as Grant],
    ['changed to another line', () => ({ ...grantFor(line), lineId: 'line-chen' }) as Grant],
    ['inherited', () => Object.create(grantFor(line)) as Grant],
    ['parsed from JSON', () => JSON.parse(JSON.stringify(grantFor(line))) as Grant],
    ['for an agreement', () => grantFor(line, 'agreement')],
    ['for the PUK', () => grantFor(line, 'puk')],
    ['that is over', () => giveGrant('records', line, 'c', new Date(+now - grantLifetimeMs))],
    ['that is none', () => undefined as unknown as Grant],
  ];
  afterEach(() => nock.cleanAll());
  for (const [what, grant] of attempts) {
    it(`is refused when ${what}, and the operator is not even asked`, async () => {
      const root = 'http://records.test';
      const asked = nock(root).persist().get(/.*/).reply(200, []);
      const carrier = carrierAt(root);
      const refused = /need a grant/;
      await assert.rejects(carrier.usageRecords(grant(), { month: '2026-10', limit: 10 }), refused);
      await assert.rejects(carrier.recordTotals(grant(), '2026-10'), refused);
      await assert.rejects(carrier.usageRecord(grant(), 'r'), refused);
      assert.equal(asked.isDone(), false);
    });
  }

  it('shows its own line and no other', async () => {
    const carrier = carrierAt((await world()).sandbox.url);
    const chen = await lineOf(carrier, '13800138001');
    const { records } = await all(carrier, grantFor(chen), { month: '2026-10' });
    assert.ok(records.length > 0);
    for (const { id } of records) assert.match(id, /^usage-chen-/);
  });

  it('is not believed to be served when the operator answers with another line’s record', async () => {
    const record = {
      id: 'r',
      usageDate: '2026-10-01T00:00:00+08:00',
      usageType: 'voice',
      ratedProductUsage: [
        { productRef: { id: 'line-chen' }, taxIncludedRatingAmount: { unit: 'CNY', value: 0 } },
      ],
    };
    const root = 'http://records.test';
    nock(root).get(usagePath).query(true).reply(200, [record], { 'X-Total-Count': '1' });
    await assert.rejects(
      carrierAt(root).usageRecords(grantFor(line), { month: '2026-10', limit: 10 }),
      Unavailable,
    );
  });

  it('gets nothing from an answer without a count', async () => {
    const root = 'http://records.test';
    nock(root).get(usagePath).query(true).reply(200, []);
    await assert.rejects(
      carrierAt(root).usageRecords(grantFor(line), { month: '2026-10', limit: 10 }),
      /no total/,
    );
  });
});

describe('many itemised records', () => {
  let carrier: Carrier;
  let line: Line;
  before(async () => {
    const sandbox = await ownSandbox();
    carrier = carrierAt(sandbox.url);
    line = await lineOf(carrier, '13800138002');
    for (let index = 0; index < 3000; index += 100) {
      const batch = Array.from({ length: 100 }, (_unused, offset) =>
        add(sandbox.url, index + offset),
      );
      await Promise.all(batch);
    }
  });

  /** One record every quarter of an hour of August, so that midnights fall between two. */
  async function add(url: string, index: number): Promise<void> {
    const at = new Date(Date.parse('2026-08-01T00:00:00+08:00') + index * 14 * 60_000);
    const response = await fetch(url + usagePath, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        usageDate: at.toISOString(),
        usageType: 'voice',
        usageCharacteristic: [
          { name: 'amount', value: 1 },
          { name: 'units', value: 'minute' },
        ],
        ratedProductUsage: [
          { productRef: { id: line.id }, taxIncludedRatingAmount: { unit: 'CNY', value: 0.01 } },
        ],
      }),
    });
    assert.equal(response.status, 201);
  }

  it('are one list, however they are paged', async () => {
    const query = { month: '2026-08', kind: 'voice' as const };
    const long = await all(carrier, grantFor(line), query, 500);
    const short = await all(carrier, grantFor(line), query, 177);
    assert.ok(long.total >= 3000);
    assert.equal(long.records.length, long.total);
    assert.equal(new Set(long.records.map(({ id }) => id)).size, long.total);
    assert.deepEqual(short.records, long.records);
    assert.ok(short.pages > long.pages);
  });

  it('end with the last page also when it is full', async () => {
    const { records } = await all(carrier, grantFor(line), { month: '2026-08', kind: 'sms' });
    const page = await carrier.usageRecords(grantFor(line), {
      month: '2026-08',
      kind: 'sms',
      limit: records.length,
    });
    assert.equal(page.records.length, records.length);
    assert.equal(page.next, undefined);
  });

  it('belong to the day that began at midnight where the operator is', async () => {
    const ofDay = async (day: string) =>
      (await all(carrier, grantFor(line), { month: '2026-08', kind: 'voice', day })).records;
    const [first, second] = [await ofDay('2026-08-01'), await ofDay('2026-08-02')];
    const local = (at: string) =>
      new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
    assert.ok(first.length > 100 && second.length > 100);
    for (const { at } of first) assert.equal(local(at), '2026-08-01');
    for (const { at } of second) assert.equal(local(at), '2026-08-02');
    assert.ok(first.some(({ at }) => at === '2026-07-31T16:00:00.000Z'));
    assert.equal(monthOf(new Date('2026-07-31T16:00:00.000Z'), timeZone), '2026-08');
  });

  it('make the month’s fees where no bill line says what it charges for', async () => {
    const root = 'http://records.test';
    const rating = (value: number) => [
      { productRef: { id: line.id }, taxIncludedRatingAmount: { unit: 'CNY', value } },
    ];
    const record = (id: string, value: number) => ({
      id,
      usageDate: '2026-10-02T00:00:00+08:00',
      usageType: 'voice',
      ratedProductUsage: rating(value),
    });
    const served = [record('b', 0.5), record('a', 0.25)];
    nock(root).persist().get(usagePath).query(true).reply(200, served, { 'X-Total-Count': '2' });
    nock(root)
      .get(/productInventory/)
      .query(true)
      .reply(404);
    const { data } = await carrierAt(root).recordTotals(grantFor(line), '2026-10');
    nock.cleanAll();
    assert.deepEqual(data.kinds[0], {
      kind: 'voice',
      count: 2,
      fee: { minorUnits: 75, currency: 'CNY' },
    });
  });
});
