import type { DialogInstance } from 'botbuilder-dialogs';
import { soundsDistressed } from '../../domain/personWords.ts';
import type { DeskStanding, HandoffContext, HandoffReason } from '../../ports/agentDesk.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { BookedCallback } from './callback.ts';
import { type ChangeState, openChangeIn } from './changeState.ts';
import type { Identity, OpenHandoff } from './state.ts';
import { liveIdentity } from './talk.ts';
import type { Turn } from './turn.ts';

/** What asking for a person came to. */
export type PersonAnswer =
  | { readonly kind: 'queued' | 'waiting'; readonly standing: DeskStanding }
  | { readonly kind: 'talking'; readonly agent: string }
  | { readonly kind: 'down' | 'none' | 'closed' | 'empty' | 'full' };

/** What the worker needs to hand over; travels sealed. */
export interface HandoffPayload {
  readonly what: 'initiate' | 'line' | 'end';
  readonly handoffId: string;
  readonly conversationId: string;
  /** Of a line: the message that is passed on. */
  readonly activityId?: string;
}

/** How often who waits is told how it stands, in milliseconds. */
export const waitingNewsMs = 3 * 60_000;

/** 65+ by the account's flag or their own word, the distressed, and who was promised a call do not queue behind others (§9.1). */
const priorityOf = (turn: Turn, reason: HandoffReason): number =>
  reason === 'distress' || reason === 'callback' || isElderly(turn) ? 0 : 1;

const isElderly = (turn: Turn) =>
  liveIdentity(turn)?.isElder === true || turn.state.saysElder === true;

/** Why, if the button that was tapped does not know it; who was upset a moment ago still is. */
function reasonOf({ heard, state }: Turn): HandoffReason {
  if (soundsDistressed(heard.text) || state.personOffered) return 'distress';
  return state.saysElder ? 'elder' : 'asked';
}

/**
 * Asks for a person: one step, at L0, without a form (§9.1). The request commits with this turn. Where
 * nobody can come it says why, and nothing was begun.
 */
export async function requestPerson(turn: Turn, given?: HandoffReason): Promise<PersonAnswer> {
  const { desk } = turn.services;
  const { handoff } = turn.state;
  if (!desk) return { kind: 'none' };
  if (handoff?.status === 'accepted') return { kind: 'talking', agent: handoff.agent ?? '' };
  const reason = given ?? reasonOf(turn);
  const priority = handoff?.context.priority ?? priorityOf(turn, reason);
  const since = handoff?.context.requestedAt ?? turn.now.toISOString();
  try {
    const standing = await desk.standing(priority, since, turn.channelId);
    if (handoff) return { kind: 'waiting', standing };
    if (standing.state !== 'open') return { kind: standing.state };
    beginHandoff(turn, reason);
    return { kind: 'queued', standing };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { kind: 'down' };
  }
}

/** Begins to wait for a person, or has a ring-back wait for one at its hour; commits with the turn. */
export function beginHandoff(turn: Turn, reason: HandoffReason, callback?: BookedCallback): void {
  const { services, state, now, conversationId } = turn;
  const { desk, newId } = services;
  if (!desk) return;
  const context: HandoffContext = {
    handoffId: newId(),
    conversationId,
    channelId: turn.channelId,
    reason,
    priority: priorityOf(turn, reason),
    language: state.language,
    requestedAt: now.toISOString(),
    intent: intentOf(turn, reason),
    tried: (state.tried ?? []).filter((dialog) => dialog !== 'talkToPerson'),
    accessibility: isElderly(turn) ? ['elder'] : [],
    ...factsOf(turn),
    ...(callback && { callback: promiseOf(callback) }),
  };
  const { handoffId: id, priority, language, requestedAt } = context;
  state.handoff = { id, status: 'waiting', context };
  const sealedContext = sealContext(turn, context);
  turn.handOff({
    begin: { id, desk: desk.name, reason, priority, language, requestedAt, sealedContext },
  });
  turn.record({
    kind: 'handoffRequested',
    subject: conversationId,
    at: requestedAt,
    data: { handoffId: id, reason, rules: ['R31', 'E56'] },
  });
  intendHandoff(turn, 'initiate', id);
  if (!callback) remindWaiting(turn, id);
}

/** Of a ring-back that is due nobody said anything just now. */
function intentOf({ heard }: Turn, reason: HandoffReason): HandoffContext['intent'] {
  const { intent: name, confidence } = heard.recognition;
  return reason === 'callback' ? { name: 'talkToPerson', confidence: 1 } : { name, confidence };
}

/** What the agent needs to keep the promise; the number itself is the ticket's. */
const promiseOf = ({ reference, start, end, maskedNumber }: BookedCallback) => ({
  reference,
  start,
  end,
  maskedNumber,
});

/** How the store keeps what a person gets to know: with the address replies go to. */
export interface KeptContext {
  readonly context: HandoffContext;
  readonly replyTo?: string;
}

function sealContext(turn: Turn, context: HandoffContext): string {
  const kept: KeptContext = { context, ...(turn.replyTo && { replyTo: turn.replyTo }) };
  return turn.services.vault.seal(JSON.stringify(kept));
}

/** What changes while a person is waited for or talks: who the customer has proved to be, which quote is open. */
function factsOf(turn: Turn): Pick<HandoffContext, 'customer' | 'openQuote'> {
  const identity = liveIdentity(turn);
  const openQuote = openQuoteOf(turn);
  return {
    ...(identity && { customer: customerOf(identity) }),
    ...(openQuote && { openQuote }),
  };
}

/** Tells the desk of a number proved or a quote opened or closed since the request. */
export function refreshContext(turn: Turn): void {
  const { handoff } = turn.state;
  if (!handoff) return;
  const { customer: _customer, openQuote: _openQuote, ...rest } = handoff.context;
  const context: HandoffContext = { ...rest, ...factsOf(turn) };
  if (JSON.stringify(context) === JSON.stringify(handoff.context)) return;
  turn.state.handoff = { ...handoff, context };
  turn.handOff({ change: { id: handoff.id, sealedContext: sealContext(turn, context) } });
}

function customerOf({ line, maskedNumber, isElder }: Identity) {
  const { id: lineId, customerId } = line;
  return { level: 'L1' as const, maskedNumber, lineId, customerId, isElder };
}

/** The quote that stays open while a person talks: only the customer's own card and code go on with it. */
function openQuoteOf({ state }: Turn): HandoffContext['openQuote'] {
  const instance = openChangeIn(state.stack as DialogInstance[]);
  const { open } = (instance?.state ?? {}) as ChangeState;
  if (!instance || !open) return undefined;
  const { quote, phase } = open;
  const product = quote.disclosure.summary.productName[state.language];
  return { quoteId: quote.id, dialog: instance.id, product, phase, expiresAt: quote.expiresAt };
}

/** Leaves the queue or the agent: the assistant alone answers from now on. False: there was none. */
export function leavePerson(turn: Turn): OpenHandoff | undefined {
  const { handoff } = turn.state;
  if (!handoff) return undefined;
  turn.state.handoff = undefined;
  if (handoff.status === 'accepted') turn.state.lastHandoff = handoff.id;
  turn.handOff({ change: { id: handoff.id, endedBy: 'customer' } });
  intendHandoff(turn, 'end', handoff.id);
  return handoff;
}

/** The customer's word on a handoff that ended; once. */
export function rateHandoff({ state, handOff }: Turn, rating: number): boolean {
  const id = state.lastHandoff;
  if (id === undefined) return false;
  state.lastHandoff = undefined;
  handOff({ change: { id, rating } });
  return true;
}

/** Has the worker tell a desk that does not read the record, and have it wait for nobody else. */
export function intendHandoff(turn: Turn, what: HandoffPayload['what'], handoffId: string): void {
  if (turn.services.desk?.readsRecord) return;
  const { conversationId, activityId, services } = turn;
  const payload: HandoffPayload = {
    what,
    handoffId,
    conversationId,
    ...(what === 'line' && { activityId }),
  };
  turn.intend({ kind: 'handoff', sealedPayload: services.vault.seal(JSON.stringify(payload)) });
}

/** Who waits long is told how it stands, and offered a ring-back (R31). */
export function remindWaiting(turn: Turn, handoffId: string): void {
  const { conversationId, replyTo, now, services } = turn;
  const reminder = { conversationId, replyTo, event: 'stillWaiting', value: { handoffId } };
  turn.intend({
    kind: 'remind',
    sealedPayload: services.vault.seal(JSON.stringify(reminder)),
    notBefore: new Date(now.getTime() + waitingNewsMs).toISOString(),
  });
}
