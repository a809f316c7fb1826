import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Confirmation,
  type Consent,
  giveConsent,
  isConsent,
  type Quote,
  readConsent,
} from '../../domain/consent.ts';
import { disclosureHash } from '../../domain/disclosure.ts';
import { sha256 } from '../support/orderConsent.ts';
import { changedAt, disclosures, leavesOf } from './arbitraries.ts';
import { hold } from './runs.ts';

type Given = readonly [quote: Quote, first: Confirmation, second: Confirmation];

const startMs = Date.UTC(2026, 10, 24, 2);
const iso = (ms: number) => new Date(ms).toISOString();

/** Two confirmations of one quote as a customer gives them: in order, in time. */
const valid: fc.Arbitrary<Given> = fc
  .record({
    disclosure: disclosures,
    lifetimeMs: fc.integer({ min: 3, max: 600_000 }),
    firstShare: fc.nat(1000),
    secondShare: fc.nat(1000),
    first: fc.constantFrom('phrase' as const, 'button' as const),
    second: fc.constantFrom('smsCode' as const, 'smsReply' as const),
  })
  .map(({ disclosure, lifetimeMs, firstShare, secondShare, first, second }): Given => {
    const hash = disclosureHash(disclosure, sha256);
    const quote: Quote = {
      id: 'Q0123456789AB',
      conversationId: 'conversation',
      disclosure,
      hash,
      language: 'zh-CN',
      issuedAt: iso(startMs),
      expiresAt: iso(startMs + lifetimeMs),
    };
    const firstMs = startMs + Math.floor(((lifetimeMs - 1) * firstShare) / 1000);
    const leftMs = startMs + lifetimeMs - 1 - firstMs;
    const secondMs = firstMs + Math.floor((leftMs * secondShare) / 1000);
    const common = { quoteId: quote.id, hash };
    return [
      quote,
      { ...common, method: first, at: iso(firstMs), channelId: 'web', activityId: 'a1' },
      {
        ...common,
        method: second,
        at: iso(secondMs),
        channelId: second === 'smsReply' ? 'sms' : 'web',
        activityId: 'a2',
      },
    ];
  });

const given = (parts: Given) => giveConsent(...parts, sha256);
const written = ([quote, first, second]: Given) => ({ quote, first, second });
const kept = (consent: Consent) => JSON.parse(JSON.stringify(consent)) as unknown;

/** Each breaks one condition of a consent and nothing else. */
const breaches: ReadonlyArray<readonly [string, (parts: Given) => Given]> = [
  ['another hash of the quote', ([q, a, b]) => [{ ...q, hash: sha256('other') }, a, b]],
  ['the first of another disclosure', ([q, a, b]) => [q, { ...a, hash: sha256('other') }, b]],
  ['the second of another disclosure', ([q, a, b]) => [q, a, { ...b, hash: sha256('other') }]],
  ['the first of another quote', ([q, a, b]) => [q, { ...a, quoteId: 'Q2' }, b]],
  ['the second of another quote', ([q, a, b]) => [q, a, { ...b, quoteId: 'Q2' }]],
  ['the same quote under another id', ([q, a, b]) => [{ ...q, id: 'Q2' }, a, b]],
  ['one message for both', ([q, a, b]) => [q, a, { ...b, activityId: a.activityId }]],
  ['the first by code', ([q, a, b]) => [q, { ...a, method: 'smsCode' }, b]],
  ['the second by phrase', ([q, a, b]) => [q, a, { ...b, method: 'phrase', channelId: 'web' }]],
  ['a way that does not exist', ([q, a, b]) => [q, a, { ...b, method: 'model' as never }]],
  ['the first before the quote', ([q, a, b]) => [q, { ...a, at: iso(startMs - 1) }, b]],
  ['the second before the first', ([q, a, b]) => [q, a, { ...b, at: iso(Date.parse(a.at) - 1) }]],
  ['the second at expiry', ([q, a, b]) => [q, a, { ...b, at: q.expiresAt }]],
  ['an earlier expiry', ([q, a, b]) => [{ ...q, expiresAt: b.at }, a, b]],
  ['a time nobody can read', ([q, a, b]) => [q, { ...a, at: 'later' }, b]],
  ['no expiry', ([q, a, b]) => [{ ...q, expiresAt: '' }, a, b]],
  [
    'a code from another channel',
    ([q, a, b]) => [q, a, { ...b, method: 'smsCode', channelId: 'teams' }],
  ],
];

describe('a consent', () => {
  it('is given where every condition holds', () => {
    hold(
      fc.property(valid, (parts) => {
        const answer = given(parts);
        assert.ok('consent' in answer);
        assert.ok(isConsent(answer.consent));
      }),
      500,
    );
  });

  for (const [what, breach] of breaches) {
    it(`is not given with ${what}`, () => {
      hold(
        fc.property(valid, (parts) => {
          assert.ok('fault' in given(breach(parts)));
          assert.throws(() => readConsent(written(breach(parts)), sha256), /no consent/);
        }),
        60,
      );
    });
  }

  it('is not given for a disclosure in which anything at all was changed afterwards', () => {
    hold(
      fc.property(valid, fc.nat(), ([quote, first, second], which) => {
        const leaves = leavesOf(quote.disclosure);
        const disclosure = changedAt(quote.disclosure, leaves[which % leaves.length] ?? []);
        assert.deepEqual(given([{ ...quote, disclosure }, first, second]), {
          fault: 'hashDiffers',
        });
      }),
      400,
    );
  });

  it('is a consent again after it was written down', () => {
    hold(
      fc.property(valid, (parts) => {
        const answer = given(parts);
        assert.ok('consent' in answer);
        const read = readConsent(kept(answer.consent), sha256);
        assert.ok(isConsent(read));
        assert.deepEqual(kept(read), kept(answer.consent));
      }),
      200,
    );
  });

  it('cannot be put together by hand, copied or altered afterwards (X17)', () => {
    hold(
      fc.property(valid, fc.nat(), (parts, which) => {
        const answer = given(parts);
        assert.ok('consent' in answer);
        const { consent } = answer;
        for (const lookAlike of [{ ...consent }, structuredClone(consent), written(parts)])
          assert.ok(!isConsent(lookAlike as Consent));
        const leaves = leavesOf(consent);
        const path = leaves[which % leaves.length] ?? [];
        const before = JSON.stringify(consent);
        const holder = path
          .slice(0, -1)
          .reduce((each, key) => Reflect.get(each as object, key) as object, consent as object);
        assert.ok(!Reflect.set(holder, path.at(-1) ?? '', 'altered'));
        assert.equal(JSON.stringify(consent), before);
      }),
      200,
    );
  });

  it('is not read out of anything else', () => {
    hold(
      fc.property(fc.anything(), (anything) => {
        assert.throws(() => readConsent(anything, sha256));
      }),
    );
  });
});
