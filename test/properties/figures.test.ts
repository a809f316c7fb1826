import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addMonthsToDay,
  localDate,
  localDateTime,
  monthDays,
  startOfDay,
} from '../../domain/calendar.ts';
import type { ChangeFacts, OfferTerms } from '../../domain/change.ts';
import { type ChangeFigures, changeFigures } from '../../domain/changeFigures.ts';
import { anyMoment, changeFacts, dayBefore, edgeMoments, moments, zones } from './arbitraries.ts';
import { hold } from './runs.ts';

type Facts = ChangeFacts & { readonly terms: OfferTerms };

/** Asks something of the figures of any change, at any moment, in any zone. */
function always(
  check: (figures: ChangeFigures, facts: Facts, now: Date, zone: string) => void,
  numRuns = 1000,
): void {
  hold(
    fc.property(changeFacts, anyMoment, zones, (facts, now, zone) =>
      check(changeFigures(facts, facts.terms, now, zone), facts, now, zone),
    ),
    numRuns,
  );
}

const isTrial = ({ promotion }: OfferTerms) => promotion !== 'none' && promotion?.kind === 'trial';
const fen = ({ minorUnits }: { minorUnits: number }) => minorUnits;

/** What a new month costs more (or less) because of a change, added up apart from the code. */
function difference({ wish, terms, held, subject }: Facts): number {
  const monthly = terms.fees.reduce((sum, fee) => sum + (fee.perMonth ? fen(fee.price) : 0), 0);
  const price =
    terms.promotion === 'none' ? monthly : fen(terms.promotion?.price ?? { minorUnits: monthly });
  const isOnNextBill = (each: (typeof held)[number]) =>
    each.autoRenew && each.endsAt === undefined && each.state !== 'ending';
  const feesOf = (list: typeof held) => list.reduce((sum, each) => sum + fen(each.monthlyFee), 0);
  const plans = held.filter(({ kind }) => kind === 'plan');
  switch (wish.action) {
    case 'changePlan':
      return price - feesOf(plans.filter(isOnNextBill));
    case 'order':
      return terms.autoRenew && !isTrial(terms) ? price : 0;
    case 'suspend':
      return price;
    case 'cancel':
      return subject && isOnNextBill(subject) ? -fen(subject.monthlyFee) : 0;
    case 'undoPlanChange':
      return (
        feesOf(plans.filter(({ state }) => state === 'ending')) -
        (subject && isOnNextBill(subject) ? fen(subject.monthlyFee) : 0)
      );
    default:
      return 0;
  }
}

describe('the figures of a change', () => {
  it('change the monthly bill by what is changed and nothing else', () => {
    always(({ billBefore, billAfter }, facts) => {
      assert.equal(fen(billAfter) - fen(billBefore), difference(facts));
    });
  });

  it('charge first at most one month and the one-off fees, and never less than nothing', () => {
    always(({ firstCharge, oneOffFee, recurringFee }, { wish, terms }) => {
      const share = fen(firstCharge) - fen(oneOffFee);
      const promoted = terms.promotion === 'none' ? recurringFee : terms.promotion?.price;
      assert.ok(share >= 0 && share <= fen(promoted ?? recurringFee));
      const paysNothing = ['cancel', 'undoPlanChange', 'resume'].includes(wish.action);
      if (paysNothing) assert.equal(fen(firstCharge), 0);
    });
  });

  it('charge the days that are left by the day, the whole month on its first day', () => {
    always(({ firstCharge, oneOffFee, effective, effectiveAt }, { wish, terms }, _now, zone) => {
      const isByDay = terms.proRata === 'byDay' && terms.autoRenew === true;
      if (wish.action !== 'order' || effective !== 'immediate' || !isByDay) return;
      const monthly = fen(terms.fees[0]?.price ?? { minorUnits: 0 });
      const fee =
        terms.promotion === 'none' ? monthly : fen(terms.promotion?.price ?? { minorUnits: 0 });
      const today = localDate(new Date(effectiveAt), zone);
      const last = Number(monthDays(today.slice(0, 7)).last.slice(8));
      const left = last - Number(today.slice(8)) + 1;
      const share = fen(firstCharge) - fen(oneOffFee);
      // Never a fen more than the days' share, never a whole fen less.
      assert.ok(share * last <= fee * left && (share + 1) * last > fee * left);
      if (left === last) assert.equal(share, fee);
    });
  });

  it('begin now or at midnight of the first of next month, in the operator’s zone', () => {
    always(({ effective, effectiveAt }, _facts, now, zone) => {
      if (effective === 'immediate') {
        assert.ok(Date.parse(effectiveAt) <= now.getTime());
        assert.ok(now.getTime() - Date.parse(effectiveAt) < 60_000);
        return;
      }
      const today = localDate(now, zone);
      assert.equal(localDate(new Date(effectiveAt), zone).slice(8), '01');
      assert.equal(dayBefore(effectiveAt, zone), monthDays(today.slice(0, 7)).last);
    });
  });

  it('end, renew and lapse after they begin, on the day they began or a short month’s last', () => {
    always((figures, { terms }, _now, zone) => {
      const { effectiveAt, endsAt, contractEndsAt, promotionEndsAt, nextRenewalAt } = figures;
      const first = localDate(new Date(effectiveAt), zone);
      for (const at of [endsAt, contractEndsAt, promotionEndsAt, nextRenewalAt])
        if (at !== undefined) assert.ok(Date.parse(at) > Date.parse(effectiveAt));
      if (contractEndsAt === undefined) return;
      const day = localDate(new Date(contractEndsAt), zone);
      const { last } = monthDays(day.slice(0, 7));
      assert.ok(day.slice(8) === first.slice(8) || day === last);
      const months = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
      assert.equal(months(day) - months(first), terms.contractMonths);
    });
  });

  it('promise a worst case that no later month can exceed', () => {
    always(({ earlyTerminationWorst, recurringFee }, { terms, wish }) => {
      const isNew = wish.action === 'changePlan' || wish.action === 'order';
      const months = isNew ? (terms.contractMonths ?? 0) : 0;
      for (let left = months; left >= 0; left -= 6) {
        // An operator may round up.
        const fee = Math.ceil(
          (left * fen(recurringFee) * (terms.earlyTerminationPercent ?? 0)) / 100,
        );
        assert.ok(fee <= fen(earlyTerminationWorst));
      }
    }, 300);
  });
});

describe('the beginning of a day', () => {
  it('is the first moment of that day, also where clocks change at midnight', () => {
    hold(
      fc.property(fc.oneof(moments, edgeMoments), zones, (now, zone) => {
        const day = localDate(now, zone);
        const start = startOfDay(day, zone);
        assert.equal(localDate(new Date(start), zone), day);
        assert.ok(dayBefore(start, zone) < day);
      }),
      2000,
    );
  });

  it('is midnight wherever there is one', () => {
    hold(
      fc.property(
        moments,
        fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'UTC'),
        (now, zone) => {
          const day = localDate(now, zone);
          assert.equal(localDateTime(new Date(startOfDay(day, zone)), zone), `${day} 00:00`);
        },
      ),
    );
  });

  it('is right on every day that clocks change in these years', () => {
    for (const zone of ['America/Sao_Paulo', 'America/Santiago', 'Africa/Cairo', 'Asia/Beirut']) {
      for (let dayMs = Date.UTC(2018, 0, 1); dayMs < Date.UTC(2026, 0, 1); dayMs += 86_400_000) {
        const day = new Date(dayMs).toISOString().slice(0, 10);
        const start = startOfDay(day, zone);
        assert.equal(localDate(new Date(start), zone), day, zone);
        assert.ok(dayBefore(start, zone) < day, `${zone} ${day}`);
      }
    }
  });
});

describe('months later', () => {
  it('is the same day or the last of a shorter month, leap years included', () => {
    hold(
      fc.property(moments, fc.integer({ min: -60, max: 60 }), (now, count) => {
        const day = localDate(now, 'UTC');
        const then = addMonthsToDay(day, count);
        const { last } = monthDays(then.slice(0, 7));
        assert.ok(
          then.slice(8) === day.slice(8) || (then === last && then.slice(8) < day.slice(8)),
        );
        assert.equal(new Date(`${then}T00:00:00Z`).toISOString().slice(0, 10), then);
      }),
    );
  });
});
