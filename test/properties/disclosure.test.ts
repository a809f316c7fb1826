import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OfferTerms } from '../../domain/change.ts';
import { changeFigures } from '../../domain/changeFigures.ts';
import { composeDisclosure, stillSays } from '../../domain/composeDisclosure.ts';
import { canonicalJson, disclosureHash, disclosureKeys } from '../../domain/disclosure.ts';
import { cn } from '../../domain/policy/cn.ts';
import { sha256 } from '../support/orderConsent.ts';
import {
  anyMoment,
  changedAt,
  changeFacts,
  disclosures,
  leavesOf,
  policies,
  zones,
} from './arbitraries.ts';
import { completeTerms, forgettable } from './arbitraryTerms.ts';
import { hold } from './runs.ts';

/** The same data with the keys of every object in another order. */
function shuffled(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, turn));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, each]) => [key, shuffled(each, turn)] as const);
  const at = entries.length > 0 ? turn % entries.length : 0;
  return Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)].reverse());
}

const json = fc.jsonValue();

/** What does not apply to a sale need not be stated for it; everything else must be. */
function isNeeded(terms: OfferTerms, action: 'order' | 'changePlan', key: string): boolean {
  const isTrial = terms.promotion !== 'none' && terms.promotion?.kind === 'trial';
  const endsByItself = action === 'order' && (isTrial || terms.autoRenew === false);
  const beginsAtOnce = action === 'order' && terms.effectiveDateType === 'immediate';
  if (key.startsWith('earlyTermination')) return terms.contractMonths !== 0;
  if (key === 'consumptionOrder') return terms.allowances !== 'none';
  if (key === 'renewalReminderDays' || key === 'stopMethod') return !endsByItself;
  if (key === 'autoRenew') return !(action === 'order' && isTrial);
  if (key === 'effectiveDateType') return action === 'order';
  if (key === 'proRata') return beginsAtOnce;
  return true;
}

describe('canonical JSON', () => {
  it('does not depend on the order of keys', () => {
    hold(
      fc.property(json, fc.nat(20), (value, turn) => {
        assert.equal(canonicalJson(shuffled(value, turn)), canonicalJson(value));
      }),
    );
  });

  it('is JSON and loses nothing', () => {
    hold(
      fc.property(json, (value) => {
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('differs when any value differs', () => {
    hold(
      fc.property(json, fc.nat(), (value, which) => {
        const leaves = leavesOf(value);
        const path = leaves[which % Math.max(1, leaves.length)];
        if (path) assert.notEqual(canonicalJson(changedAt(value, path)), canonicalJson(value));
      }),
    );
  });
});

describe('the hash of a disclosure', () => {
  it('changes with any figure, date or word, and with anything left out', () => {
    hold(
      fc.property(disclosures, fc.nat(), (disclosure, which) => {
        const leaves = leavesOf(disclosure);
        const path = leaves[which % leaves.length] ?? [];
        const hash = disclosureHash(disclosure, sha256);
        assert.notEqual(disclosureHash(changedAt(disclosure, path), sha256), hash);
        const fields = disclosure.fields.filter(
          (_, index) => index !== which % disclosureKeys.length,
        );
        assert.notEqual(disclosureHash({ ...disclosure, fields }, sha256), hash);
      }),
      400,
    );
  });

  it('is the same again for equal facts on the same day, and stays so when written and read', () => {
    hold(
      fc.property(disclosures, (disclosure) => {
        const read = JSON.parse(JSON.stringify(disclosure));
        assert.equal(disclosureHash(read, sha256), disclosureHash(disclosure, sha256));
      }),
      400,
    );
  });
});

describe('composing a disclosure', () => {
  it('leaves no field out and none empty, whatever is changed', () => {
    hold(
      fc.property(changeFacts, anyMoment, zones, policies, (facts, now, zone, policy) => {
        const composed = composeDisclosure(facts, facts.terms, now, zone, policy);
        // A catalogue that states everything has nothing missing.
        assert.ok('disclosure' in composed);
        const { fields } = composed.disclosure;
        assert.deepEqual(
          fields.map(({ key }) => key),
          [...disclosureKeys],
        );
        for (const { key, facts: stated } of fields) assert.ok(stated.length > 0, key);
      }),
      600,
    );
  });

  it('does not sell what the catalogue left something out of (R22, R33)', () => {
    const sold = changeFacts.filter(
      ({ wish }) => wish.action === 'order' || wish.action === 'changePlan',
    );
    hold(
      fc.property(sold, fc.constantFrom(...forgettable), anyMoment, (facts, forgotten, now) => {
        const { action } = facts.wish as { action: 'order' | 'changePlan' };
        fc.pre(isNeeded(facts.terms, action, forgotten));
        const terms = { ...facts.terms, [forgotten]: undefined };
        const composed = composeDisclosure(facts, terms, now, 'Asia/Shanghai', cn);
        assert.ok('missing' in composed, `sold without ${forgotten}`);
      }),
      1500,
    );
  });

  it('never holds back who wants to leave, whatever the catalogue forgot (INV-9, E24)', () => {
    const leaving = changeFacts.filter(
      ({ wish }) => wish.action === 'cancel' || wish.action === 'undoPlanChange',
    );
    const holes = fc.subarray([...forgettable]);
    hold(
      fc.property(leaving, holes, anyMoment, policies, (facts, forgotten, now, policy) => {
        const gone = Object.fromEntries(forgotten.map((key) => [key, undefined]));
        const terms = { ...facts.terms, ...gone } as OfferTerms;
        const composed = composeDisclosure(facts, terms, now, 'Asia/Shanghai', policy);
        assert.ok('disclosure' in composed);
        for (const { key, facts: stated } of composed.disclosure.fields)
          assert.ok(stated.length > 0, key);
      }),
      400,
    );
  });

  it('chooses no optional item: neither the order nor any figure knows of them (INV-8)', () => {
    hold(
      fc.property(changeFacts, completeTerms, anyMoment, policies, (facts, other, now, policy) => {
        const compose = (terms: OfferTerms) => {
          const composed = composeDisclosure(facts, terms, now, 'Asia/Shanghai', policy);
          assert.ok('disclosure' in composed);
          const { order, summary, fields } = composed.disclosure;
          return { order, summary, fields: fields.filter(({ key }) => key !== 'optionalItems') };
        };
        const { optionalItems } = other;
        assert.deepEqual(compose({ ...facts.terms, optionalItems }), compose(facts.terms));
      }),
      300,
    );
  });
});

describe('the last look', () => {
  it('finds every change of a price or a fee, and no change where there is none', () => {
    hold(
      fc.property(changeFacts, anyMoment, zones, policies, (facts, now, zone, policy) => {
        const composed = composeDisclosure(facts, facts.terms, now, zone, policy);
        assert.ok('disclosure' in composed);
        const quote = {
          id: 'Q1',
          conversationId: 'c',
          disclosure: composed.disclosure,
          hash: disclosureHash(composed.disclosure, sha256),
          language: 'zh-CN' as const,
          issuedAt: now.toISOString(),
          expiresAt: new Date(now.getTime() + 600_000).toISOString(),
        };
        const says = (given: typeof facts) => stillSays(quote, given, now, zone, policy, sha256);
        assert.ok(says(facts));
        const fees = facts.terms.fees.map((fee, index) =>
          index > 0
            ? fee
            : { ...fee, price: { ...fee.price, minorUnits: fee.price.minorUnits + 1 } },
        );
        assert.ok(!says({ ...facts, terms: { ...facts.terms, fees } }));
        const isMoved =
          changeFigures(facts, facts.terms, now, zone).earlyTerminationFeeToday.minorUnits > 0;
        if (!isMoved) return;
        const held = facts.held.map((each) =>
          each.contract
            ? {
                ...each,
                contract: { ...each.contract, feeToday: { minorUnits: 1, currency: 'CNY' } },
              }
            : each,
        );
        const before = facts.held.find(({ contract }) => contract)?.contract?.feeToday.minorUnits;
        if (before !== 1) assert.ok(!says({ ...facts, held }));
      }),
      300,
    );
  });
});
