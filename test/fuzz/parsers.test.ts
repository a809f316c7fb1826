import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { Registry } from 'prom-client';
import { pairingDigits } from '../../channels/browserCookie.ts';
import { createUserTokens } from '../../channels/directLine/userToken.ts';
import { HttpRefusal } from '../../channels/http.ts';
import { codeIn, queryIn } from '../../channels/recordsQuery.ts';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import { addSmsReplies } from '../../channels/smsReplies.ts';
import type { SmsReply } from '../../ports/sms.ts';
import { hold, seeds } from '../properties/runs.ts';
import { silentLog } from '../support/world.ts';
import { almost, anyJson, bodyOf, mark } from './bodies.ts';

/** What a refusal may be: any other error is a fault of ours. */
function refusedOr<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    assert.ok(error instanceof HttpRefusal, String(error));
    assert.ok(error.status < 500 && !error.message.includes(mark));
    return undefined;
  }
}

describe('what a records page asks for, given anything', () => {
  const session = {
    month: '2026-10',
    months: ['2026-11', '2026-10', '2026-09'],
  } as unknown as Parameters<typeof queryIn>[1];
  const query = almost({
    month: fc.constantFrom('2026-11', '2026-10', '2025-01'),
    kind: fc.constantFrom('voice', 'sms', 'all', 'constructor'),
    day: fc.constantFrom('2026-10-01', '2026-10-32', '2026-1-1'),
    after: fc.constantFrom('usage-1', '..', '.', '\u0007'),
  });

  it('is a month of the panel, a kind there is, a day of the month and a record’s id, or refused', () => {
    hold(
      fc.property(query, (asked) => {
        const read = refusedOr(() => queryIn(asked, session));
        if (!read) return;
        assert.ok(session.months.includes(read.month));
        assert.ok([undefined, 'voice', 'sms', 'data', 'valueAdded', 'roaming'].includes(read.kind));
        if (read.day !== undefined) assert.match(read.day, /^\d{4}-\d\d-\d\d$/);
        if (read.after !== undefined) assert.match(read.after, /^(?!\.{1,2}$)\P{Cc}{1,200}$/u);
      }),
    );
  });

  it('with codes and digits that are ASCII digits, or none', () => {
    hold(
      fc.property(fc.oneof(anyJson, fc.stringMatching(/^[0-9０-９ -]{4,8}$/)), (typed) => {
        const code = refusedOr(() => codeIn(typed));
        if (code !== undefined) assert.match(code, /^[0-9]{6}$/);
        const digits = pairingDigits(
          `digits=${encodeURIComponent(JSON.stringify(typed) ?? '').slice(0, 900)}`,
        );
        if (digits !== undefined) assert.match(digits, /^[0-9]{4}$/);
        assert.equal(pairingDigits(typeof typed === 'string' ? undefined : typed), undefined);
      }),
    );
  });
});

describe('the door for SMS replies, sent anything', function () {
  this.timeout(60_000);
  const secret = 'a secret for tests that is long enough';
  const now = new Date('2026-11-24T10:00:00+08:00');
  const handedOn: SmsReply[] = [];
  let listening: Listening;
  before(async () => {
    const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
    const onReply = async (reply: SmsReply) => void handedOn.push(reply);
    addSmsReplies(server, { secret, onReply, clock: () => now, log: silentLog });
    listening = await listen(server, 0, '127.0.0.1');
  });
  after(() => listening.close());

  async function post(body: string, signature: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${listening.port}/sms/replies`, {
      method: 'POST',
      headers: { 'x-mingbai-signature': signature },
      body,
    });
    const text = await answer.text();
    assert.ok(answer.status < 500 && text.length < 300 && !text.includes(mark), text);
    return answer.status;
  }
  const sign = (body: string, seconds = now.getTime() / 1000) =>
    `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`;
  const reply = almost({
    id: fc.constantFrom('1', mark),
    from: fc.constantFrom('13800138001', '+86 138-0013-8001', '٣٤٥', mark),
    text: fc.constantFrom('Y1234', '是1234', mark),
  });

  it('hands on only what is whole, from a number, and asks nobody to send nonsense again', () =>
    fc.assert(
      fc.asyncProperty(bodyOf(reply), async (body) => {
        handedOn.splice(0);
        const status = await post(body, sign(body));
        assert.equal(handedOn.length, status === 202 ? 1 : 0);
        for (const { id, from, text } of handedOn) {
          assert.match(id, /^\P{Cc}{1,200}$/u);
          assert.match(from, /^[0-9]{3,15}$/);
          assert.equal(typeof text, 'string');
        }
      }),
      { seed: seeds[0] ?? 1, numRuns: 300 },
    ));

  it('takes no signature but the one over these bytes at this time', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.stringMatching(/^[ -~]{0,90}$/),
          fc.integer({ min: -1e9, max: 1e12 }).map((seconds) => sign('{"id":"1"}', seconds)),
          fc.constantFrom(sign(''), `${sign('{}')} `, sign('{}').replace('v1', 'v0'), 't=1,v1='),
        ),
        async (signature) => {
          handedOn.splice(0);
          assert.equal(
            await post('{"id":"2","from":"13800138001","text":"Y1234"}', signature),
            401,
          );
          assert.deepEqual(handedOn, []);
        },
      ),
      { seed: seeds[0] ?? 1, numRuns: 200 },
    ));
});

describe('user tokens, made of anything', () => {
  const key = 'a key for user tokens only the tests know';
  const now = new Date('2026-11-24T10:00:00+08:00');
  const nowSeconds = now.getTime() / 1000;
  const read = createUserTokens({ key, issuer: 'operator' }, () => now);
  const text = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url');

  /** The number a token vouches for; everything else must be a 401 that quotes nothing. */
  async function numberIn(token: unknown): Promise<string | undefined> {
    try {
      return await read(token);
    } catch (error) {
      assert.ok(error instanceof HttpRefusal && error.status === 401, String(error));
      assert.ok(!error.message.includes(mark));
      return undefined;
    }
  }

  it('vouch for nobody unless they are signed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          anyJson.filter((value) => value !== null),
          fc
            .tuple(anyJson, anyJson, fc.string())
            .map(([head, body, end]) => `${text(head)}.${text(body)}.${end}`),
          fc
            .constantFrom('none', 'HS512', 'RS256', '')
            .map((alg) => `${text({ alg })}.${text({ phone_number: '13800138001', exp: 9e9 })}.`),
        ),
        async (token) => {
          assert.equal(await numberIn(token), undefined);
        },
      ),
      { seed: seeds[0] ?? 1, numRuns: 500 },
    ));

  it('vouch, when signed, for a mainland number and nothing else, for ten minutes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          anyJson,
          fc.constantFrom(
            '13800138001',
            '+8613800138001',
            '8613800138001',
            '138 0013 8001',
            '13800138001\n',
          ),
        ),
        fc.integer({ min: -7200, max: 7200 }),
        fc.integer({ min: -7200, max: 7200 }),
        async (phoneNumber, bornSeconds, endSeconds) => {
          const token = await new SignJWT({ phone_number: phoneNumber })
            .setProtectedHeader({ alg: 'HS256' })
            .setIssuer('operator')
            .setAudience('mingbai')
            .setIssuedAt(nowSeconds + bornSeconds)
            .setExpirationTime(nowSeconds + endSeconds)
            .sign(new TextEncoder().encode(key));
          const number = await numberIn(token);
          if (number === undefined) return;
          assert.match(number, /^1[0-9]{10}$/);
          assert.ok(bornSeconds >= -600 && bornSeconds <= 0 && endSeconds > 0);
        },
      ),
      { seed: seeds[0] ?? 1, numRuns: 300 },
    ));
});
