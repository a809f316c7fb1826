import type { ChangeAction } from '../change.ts';
import type { ComplaintRules } from '../complaint.ts';
import type { DisclosureKey } from '../disclosure.ts';
import { cn } from './cn.ts';
import { eu } from './eu.ts';

/** A rule the policy rests on: what the evidence and the probe refer to (R1). */
export interface PolicyRule {
  /** As in the rights catalogue: `R24`, `E17`, `X4`, `INV-1`. */
  readonly id: string;
  /** Where it comes from, in short. */
  readonly source: string;
  readonly severity: 'S1' | 'S2' | 'S3';
}

/** What one kind of change asks of the customer. Cancelling never asks more than ordering (INV-9). */
export interface ChangeRequirements {
  /** The sentence that confirms, as a key of `change:phrase`. */
  readonly phrase: 'confirmOrder' | 'confirmCancel';
  /** What the card's button says, as a key of `change:button`. */
  readonly button: 'confirmOrder' | 'confirmCancel' | 'orderWithObligationToPay';
  /** Level of identity before it can be asked for (rights §5.1). */
  readonly identity: 'L1';
  /** Confirmations by the customer: the disclosure first, then a code or a reply by SMS. */
  readonly confirmations: 2;
  /** Hours of the day, from–to in the operator's zone; the same for all (R32). */
  readonly hours: readonly [0, 24];
}

/** Times and limits of a quote (rights §4.4), milliseconds unless named otherwise; those of its code are `codeRules`. */
export interface PolicyLimits {
  readonly quoteLifetimeMs: number;
  /** Before expiry the customer is asked whether more time is needed (WCAG 2.2.1: at least 20 s). */
  readonly warnBeforeExpiryMs: number;
  /** A new quote in place of an expiring one, so often (WCAG 2.2.1: at least 10 times). */
  readonly reissues: number;
  /** An SMS is no factor for so long after a SIM change or port-in (X16). */
  readonly freshSimMs: number;
  /** An order not finished after so long is told to be under way (N7). */
  readonly pendingNoticeAfterMs: number;
  /** After so long without a word from the order system a person takes over (N7). */
  readonly reconcileForMs: number;
}

/**
 * The rights policy: data, versioned, chosen by configuration (R1). Code reads it and never decides
 * on its own; another country is another file.
 */
export interface Policy {
  readonly id: 'cn' | 'eu';
  /** Kept with every quote, consent and agreement. Raised whenever a value below changes. */
  readonly version: string;
  readonly limits: PolicyLimits;
  readonly changes: Readonly<Record<ChangeAction, ChangeRequirements>>;
  readonly complaints: ComplaintRules;
  /** Fields that the first screen holds, in order; all others are one tap away (rights §3.1 a). */
  readonly firstScreen: readonly DisclosureKey[];
  /** Fields whose clauses are of major interest and stand in bold in the agreement (E14). */
  readonly majorInterest: readonly DisclosureKey[];
  /** Days to withdraw without a reason after the contract (X4); 0: the operator's own undo rule applies. */
  readonly withdrawalDays: number;
  /** A contract summary of its own goes before the contract (X1). */
  readonly hasContractSummary: boolean;
  readonly minimumAgeForPaidOrders: number;
  /** Whose age the operator does not say proves it on paper first; false: counts as old enough. */
  readonly mustProveUnknownAge: boolean;
  readonly rules: readonly PolicyRule[];
}

/** The policies to choose from. */
export const policies: Readonly<Record<Policy['id'], Policy>> = { cn, eu };
