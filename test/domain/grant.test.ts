import assert from 'node:assert/strict';
import {
  type Grant,
  type GrantPurpose,
  giveGrant,
  grantLifetimeMs,
  isGrant,
  readGrant,
} from '../../domain/grant.ts';

const now = new Date('2026-11-24T10:00:00+08:00');
const later = (ms: number) => new Date(now.getTime() + ms);
const line = { id: 'line-1', customerId: 'customer-1' };
const given = (purpose: GrantPurpose = 'records') => giveGrant(purpose, line, 'conversation', now);
const purposes: readonly GrantPurpose[] = [
  'agreement',
  'records',
  'recordsExport',
  'puk',
  'address',
  'myData',
];

describe('a grant', () => {
  it('holds for its own purpose and no other', () => {
    for (const purpose of purposes) {
      for (const asked of purposes)
        assert.equal(isGrant(given(purpose), asked, now), purpose === asked, `${purpose} ${asked}`);
    }
  });

  it('names line, customer and conversation, and cannot be changed', () => {
    const grant = given();
    assert.deepEqual(
      [grant.lineId, grant.customerId, grant.conversationId],
      ['line-1', 'customer-1', 'conversation'],
    );
    assert.throws(() => Object.assign(grant, { lineId: 'line-2' }), TypeError);
  });

  it('is over after five minutes, to the millisecond', () => {
    assert.equal(isGrant(given(), 'records', later(grantLifetimeMs - 1)), true);
    assert.equal(isGrant(given(), 'records', later(grantLifetimeMs)), false);
  });

  it('cannot be made by copying, by inheriting or by parsing one', () => {
    const grant = given();
    for (const forged of [
      { ...grant },
      structuredClone(grant),
      JSON.parse(JSON.stringify(grant)),
      Object.create(grant),
      new Proxy(grant, {}),
    ])
      assert.equal(isGrant(forged as Grant, 'records', now), false);
  });

  it('can be written down and read again until it is over', () => {
    const written = JSON.parse(JSON.stringify(given()));
    assert.equal(isGrant(readGrant(written, now), 'records', now), true);
    assert.throws(() => readGrant(written, later(grantLifetimeMs)), /over/);
  });

  for (const [what, change] of [
    ['a longer life', { expiresAt: later(grantLifetimeMs + 1).toISOString() }],
    ['an end before its beginning', { expiresAt: later(-1).toISOString() }],
    ['no line', { lineId: '' }],
    ['no purpose', { purpose: undefined }],
    ['a line that is no text', { lineId: 7 }],
    ['an end that is no moment', { expiresAt: 'never' }],
  ] as const) {
    it(`is not read with ${what}`, () => {
      assert.throws(() => readGrant({ ...given(), ...change }, now), /not a grant/);
    });
  }

  it('is not read from nothing', () => {
    for (const nothing of [undefined, null, {}, 'grant', 1])
      assert.throws(() => readGrant(nothing, now), /not a grant/);
  });
});
