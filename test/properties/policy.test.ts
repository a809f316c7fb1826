import assert from 'node:assert/strict';
import fc from 'fast-check';
import { disclosureKeys } from '../../domain/disclosure.ts';
import { policies as rights } from '../../domain/policy/policy.ts';
import { codeRules, identityIdleMs } from '../../domain/verification.ts';
import { policies } from './arbitraries.ts';
import { hold } from './runs.ts';

const beginnings = fc.constantFrom('order' as const, 'changePlan' as const);
const endings = fc.constantFrom('cancel' as const, 'undoPlanChange' as const);

describe('every rights policy', () => {
  it('asks no more of who leaves than of who orders (INV-9)', () => {
    hold(
      fc.property(policies, beginnings, endings, ({ changes }, begin, end) => {
        assert.ok(changes[end].confirmations <= changes[begin].confirmations);
        assert.ok(changes[end].identity <= changes[begin].identity);
        assert.ok(changes[end].hours[0] <= changes[begin].hours[0]);
        assert.ok(changes[end].hours[1] >= changes[begin].hours[1]);
      }),
      100,
    );
  });

  for (const policy of Object.values(rights)) {
    it(`puts the disclosure on two screens without a gap, and all that matters on the first (${policy.id})`, () => {
      const known = new Set<string>(disclosureKeys);
      const first = new Set<string>(policy.firstScreen);
      assert.equal(first.size, policy.firstScreen.length);
      for (const key of policy.firstScreen) assert.ok(known.has(key));
      for (const key of policy.majorInterest) assert.ok(first.has(key), key);
    });

    it(`has times that fit into one another (${policy.id})`, () => {
      const { limits } = policy;
      assert.ok(codeRules.lifetimeMs <= limits.quoteLifetimeMs);
      assert.ok(codeRules.resendAfterMs < codeRules.lifetimeMs);
      assert.ok(limits.warnBeforeExpiryMs >= 20_000);
      assert.ok(limits.warnBeforeExpiryMs < limits.quoteLifetimeMs);
      assert.ok(limits.quoteLifetimeMs <= identityIdleMs);
      assert.ok(limits.reissues >= 10);
    });
  }
});
