import type { DialogContext, DialogInstance } from 'botbuilder-dialogs';
import type { Instant } from '../../domain/calendar.ts';
import type { ChangeWish } from '../../domain/change.ts';
import type { Confirmation, Consent, Quote } from '../../domain/consent.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type Challenge, codeRules } from '../../domain/verification.ts';
import type { LineRef } from '../../ports/carrier.ts';
import type { DialogState, Slots } from './enquiry.ts';
import type { LineTalk, ViewDraft } from './talk.ts';
import type { Turn } from './turn.ts';

/** Something that can be chosen for a change. */
export interface ChangeChoice {
  readonly id: string;
  readonly name: string;
  /** Where it stands in a long list: a key of `common:group`. */
  readonly group?: string;
  /** Another change that this choice belongs to. */
  readonly dialog?: string;
  /** Not offered, for it cannot be; who names it hears why. */
  readonly isRefused?: boolean;
}

/**
 * A change of a subscription. Its keys, read downwards, are the conversation: collect → wish →
 * refuse → quote → disclose → first confirmation → second confirmation → order → receipt. The
 * builder alone fixes the order and does the steps that are the same for all (R22–R30); what
 * differs is here.
 */
export interface ChangeDefinition {
  /** Dialog id, locale file and test file. */
  readonly name: string;
  /** What it can be about; absent when there is only one thing, the line itself. */
  readonly collect?: (talk: LineTalk) => Promise<readonly ChangeChoice[]>;
  /** When there is one choice only, it is meant without being named. */
  readonly takesTheOnly?: true;
  /** The carrier's ids of what was chosen. */
  readonly wish: (chosen: string) => ChangeWish;
}

/** A quote in a conversation, from its disclosure to its end. JSON, saved with the turn. */
export interface OpenQuote {
  readonly quote: Quote;
  readonly wish: ChangeWish;
  readonly phase: 'first' | 'second';
  /** The live card's own; a tap on an older card brings an older one. */
  readonly token: string;
  /** Four digits that name the order in an SMS (rights §4.6). */
  readonly shortCode: string;
  readonly first?: Confirmation;
  /** Where its messages go, sealed: read once, at the first confirmation. */
  readonly sealedContact?: string;
  readonly challenge?: Challenge;
  /** The customer contradicted themselves: nothing commits until they say it clearly (§4.3). */
  readonly isFrozen?: boolean;
}

/** What a change keeps on the dialog stack. */
export interface ChangeState extends DialogState {
  open?: OpenQuote | undefined;
  /** How often this customer took a fresh quote in place of an expiring one. */
  reissues?: number;
  /** Over while a digression lay on top of it: ends as soon as it is back. */
  isEnded?: boolean;
}

/** Where notices go; personal data, only ever kept sealed. */
export interface Contact {
  readonly phoneNumber: string;
  readonly email?: string;
}

/** What the order worker gets: the consent, what to look at once more, and whom to tell. */
export interface OrderPayload {
  readonly consent: Consent;
  readonly conversationId: string;
  readonly replyTo?: string;
  readonly line: LineRef;
  readonly wish: ChangeWish;
  readonly to: Contact;
}

/** How an order ended, told to the conversation by the worker. */
export interface OrderOutcome {
  readonly quote: Quote;
  readonly outcome: 'committed' | 'failed' | 'unknown';
  /** Why nothing was done, or why people look into it: a key of `change:outcomeText`. */
  readonly reason?: 'refused' | 'changed' | 'notPlaced' | 'notNow' | 'givenUp' | 'unclear';
  /** Why it could no longer be done (`notNow`). */
  readonly refusal?: Refusal;
  readonly orderNumber: string;
  readonly to: Contact;
  readonly consent: Consent;
}

/** What the steps of one change share in a turn. */
export interface ChangeStep {
  readonly dc: DialogContext;
  readonly turn: Turn;
  readonly talk: LineTalk;
  readonly definition: ChangeDefinition;
  readonly state: ChangeState;
}

/** Whether the change goes on after a step, or its dialog is over. */
export type StepEnd = 'waits' | 'over';

/** The change on the stack whose quote is open, wherever a digression has put it. */
export function openChangeIn(stack: readonly DialogInstance[]): DialogInstance | undefined {
  return stack.find(({ state }) => (state as ChangeState | undefined)?.open !== undefined);
}

/** Until when what is asked for now can be answered: the code's end, or the quote's (§4.4). */
export function deadlineOf({ phase, challenge, quote }: OpenQuote): Instant {
  if (phase === 'first' || !challenge) return quote.expiresAt;
  const codeEndsMs = challenge.sentAtMs + codeRules.lifetimeMs;
  return new Date(Math.min(codeEndsMs, Date.parse(quote.expiresAt))).toISOString();
}

/** Begins the same change anew with a fresh quote. */
export function again(step: ChangeStep, label: string): NonNullable<ViewDraft['choices']>[number] {
  const slots: Slots = { ...step.state.slots, reissue: String((step.state.reissues ?? 0) + 1) };
  return { label, start: { dialog: step.definition.name, slots } };
}

/** A fact about the open quote for the customer's ledger (R28). */
export function recordOf(
  { turn, talk }: Pick<ChangeStep, 'turn' | 'talk'>,
  kind: string,
  open: OpenQuote,
  more: Readonly<Record<string, unknown>> = {},
): void {
  turn.record({
    kind,
    subject: talk.line.customerId,
    at: turn.now.toISOString(),
    data: { quoteId: open.quote.id, hash: open.quote.hash, ...more },
  });
}
