import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { type Consent, giveConsent, type Quote } from '../../domain/consent.ts';
import {
  type Disclosure,
  type DisclosureSummary,
  disclosureHash,
  type OrderTerms,
} from '../../domain/disclosure.ts';
import { money } from '../../domain/money.ts';
import type { LineRef } from '../../ports/carrier.ts';

/** SHA-256 as hex, as everywhere. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What is ordered, for the line it is ordered for. */
export type Ordered = Pick<OrderTerms, 'action'> &
  Partial<OrderTerms> & { readonly summary?: Partial<DisclosureSummary> };

function disclosureOf(line: LineRef, { summary, ...order }: Ordered, at: string): Disclosure {
  const nothing = money(0);
  const { effectiveAt = at } = order;
  return {
    version: '1',
    policy: 'cn-2026-11',
    agreementTextVersion: '2026-01',
    order: {
      lineId: line.id,
      customerId: line.customerId,
      billingAccountId: line.billingAccountId,
      effectiveAt,
      effective: 'immediate',
      autoRenew: true,
      ...order,
    },
    summary: {
      productName: { 'zh-CN': '业务', en: 'Product' },
      kind: 'plan',
      tariffId: 'MB',
      monthlyFee: nothing,
      oneOffFee: nothing,
      firstCharge: nothing,
      firstChargeAt: effectiveAt,
      billBefore: nothing,
      billAfter: nothing,
      earlyTerminationFeeToday: nothing,
      effectiveAt,
      autoRenew: true,
      losses: [],
      maskedNumber: '138****0000',
      ...summary,
    },
    fields: [],
  };
}

/** A consent such as a customer gives it: read, confirmed in the chat, confirmed again by SMS code. */
export function consentTo(line: LineRef, ordered: Ordered, now: Date): Consent {
  const at = now.toISOString();
  const disclosure = disclosureOf(line, ordered, at);
  const hash = disclosureHash(disclosure, sha256);
  const quote: Quote = {
    id: randomUUID(),
    conversationId: 'conversation',
    disclosure,
    hash,
    language: 'zh-CN',
    issuedAt: at,
    expiresAt: new Date(now.getTime() + 600_000).toISOString(),
  };
  const common = { at, channelId: 'directline', quoteId: quote.id, hash };
  const given = giveConsent(
    quote,
    { ...common, method: 'button', activityId: 'first' },
    { ...common, method: 'smsCode', activityId: 'second' },
    sha256,
  );
  assert.ok('consent' in given);
  return given.consent;
}
