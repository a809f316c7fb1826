import type { OrderOutcome, OrderPayload } from '../dialogs/shared/changeState.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import { stillSays } from '../domain/composeDisclosure.ts';
import { type Consent, orderKey, readConsent } from '../domain/consent.ts';
import type { PlacedOrder } from '../ports/carrier.ts';
import type { Clock } from '../ports/services.ts';
import { Unavailable } from '../ports/unavailable.ts';
import type { IntentHandler } from './intentWorker.ts';
import { createOrderGate } from './orderGate.ts';
import type { Reception } from './reception.ts';

/** What placing orders takes. */
export interface OrderWorkerParts {
  readonly services: DialogServices;
  readonly clock: Clock;
  /** Late bound: the reception and the worker need each other. */
  readonly reception: () => Reception;
}

const keyOf = (consent: Consent, what: 'underWay' | 'ended') =>
  `order:${orderKey(consent)}:${what}`;

/** What is known of an order after one attempt. `unseen`: it may have been sent, and is not there. */
type Result =
  | { readonly placed: PlacedOrder }
  | { readonly notPlaced: 'changed' | 'notPlaced' }
  | 'unseen';

/**
 * Places what was consented to, at most once, and tells the conversation how it ended. After a
 * first attempt that nobody knows the end of, the order system is asked before anything is sent
 * again; past its lifetime a consent orders nothing (INV-4). Unknown is said as unknown (R26): an
 * order that may have been sent is called not placed only when a day has not brought it to light.
 */
export function createOrderHandler(parts: OrderWorkerParts): IntentHandler {
  const { services, clock } = parts;
  const { reconcileForMs, pendingNoticeAfterMs } = services.policy.limits;
  const gate = createOrderGate(services.limits, clock, 2 * reconcileForMs);
  const sinceMs = ({ second }: Consent) => clock().getTime() - Date.parse(second.at);
  const isGivenUp = (consent: Consent) => sinceMs(consent) >= reconcileForMs;

  return async (sealed, _id, attempt) => {
    const payload = sealed as OrderPayload;
    const consent = readConsent(payload.consent, services.hash);
    // Killed between the last word and its own end: nothing is done after “it was not placed” was said.
    if (attempt > 1 && (await hasEnded(payload, consent))) return;
    const result = await place(payload, consent, attempt).catch((error) =>
      explain(payload, consent, error),
    );
    if (result === 'givenUp') return handOver(payload, consent, 'givenUp');
    if (result === 'unseen') return lookLater(payload, consent);
    if ('notPlaced' in result) {
      const reason = result.notPlaced;
      return tell(payload, consent, { outcome: 'failed', reason, orderNumber: '' });
    }
    const { state, orderNumber } = result.placed;
    if (state === 'open') return followLater(payload, consent, orderNumber);
    await tell(
      payload,
      consent,
      state === 'completed'
        ? { outcome: 'committed', orderNumber }
        : { outcome: 'failed', reason: 'refused', orderNumber },
    );
  };

  /** Nobody answered: said, and asked again, for a day. Anything else is a bug, and said as well. */
  async function explain(
    payload: OrderPayload,
    consent: Consent,
    error: unknown,
  ): Promise<'givenUp'> {
    if (!(error instanceof Unavailable)) {
      // A bug must not leave the customer without a word: nobody knows, and people look into it.
      await handOver(payload, consent, 'unclear');
      throw error;
    }
    if (isGivenUp(consent)) return 'givenUp';
    await tell(payload, consent, { outcome: 'unknown', orderNumber: '' });
    throw error;
  }

  async function place(
    { line, wish }: OrderPayload,
    consent: Consent,
    attempt: number,
  ): Promise<Result> {
    const { carrier, operator, policy, hash } = services;
    const { quote } = consent;
    const key = orderKey(consent);
    const isOver = () => clock().getTime() >= Date.parse(quote.expiresAt);
    const known = attempt > 1 ? await carrier.findOrder(key) : undefined;
    if (known) return { placed: known };
    if (isOver()) return notPlaced(key, 'notPlaced');
    const facts = await carrier.changeFacts(line, wish);
    // An order of ours that has arrived meanwhile makes the facts differ, too.
    if (!stillSays(quote, facts, clock(), operator.timeZone, policy, hash))
      return notPlaced(key, 'changed');
    const wasSent = await gate.wasSent(key);
    if (isOver() || !(await gate.opens(key))) return notPlaced(key, 'notPlaced');
    const placed = await carrier.placeOrder(consent);
    // Refused this time; what was sent before may be taken yet.
    const isRefused = placed.state === 'failed' && placed.orderNumber === '';
    return isRefused && wasSent ? 'unseen' : { placed };
  }

  /** “None” is what an operator says of an order it still holds: it is no end of one that was sent. */
  async function notPlaced(key: string, reason: 'changed' | 'notPlaced'): Promise<Result> {
    return (await gate.closes(key)) ? { notPlaced: reason } : 'unseen';
  }

  /** Perhaps sent and not there: told to be unknown, and looked for until a day is over. */
  async function lookLater(payload: OrderPayload, consent: Consent): Promise<void> {
    if (isGivenUp(consent))
      return tell(payload, consent, { outcome: 'failed', reason: 'notPlaced', orderNumber: '' });
    await tell(payload, consent, { outcome: 'unknown', orderNumber: '' });
    throw new Unavailable('carrier', 'an order that may have been sent is not there');
  }

  /** Accepted, not finished: after a minute the customer is told, and it is asked about again. */
  async function followLater(payload: OrderPayload, consent: Consent, orderNumber: string) {
    if (isGivenUp(consent)) return handOver(payload, consent, 'givenUp', orderNumber);
    if (sinceMs(consent) >= pendingNoticeAfterMs) {
      await tell(payload, consent, { outcome: 'unknown', orderNumber });
    }
    throw new Unavailable('carrier', 'order not finished');
  }

  /** Staff are woken before the customer reads that they look into it; the ticket goes with the telling. */
  function handOver(
    payload: OrderPayload,
    consent: Consent,
    reason: 'givenUp' | 'unclear',
    orderNumber = '',
  ): Promise<void> {
    services.alert('order.unknown', { quoteId: consent.quote.id, reason });
    return tell(payload, consent, { outcome: 'unknown', reason, orderNumber });
  }

  function hasEnded({ conversationId }: OrderPayload, consent: Consent): Promise<boolean> {
    return parts.reception().hasTold(conversationId, keyOf(consent, 'ended'));
  }

  /** Told at most twice, however often the worker comes by: that it takes its time, and its end. */
  async function tell(
    { conversationId, replyTo, to }: OrderPayload,
    consent: Consent,
    result: Pick<OrderOutcome, 'outcome' | 'reason' | 'orderNumber'>,
  ): Promise<void> {
    const value: OrderOutcome = { ...result, quote: consent.quote, to, consent };
    const isUnderWay = result.outcome === 'unknown' && result.reason === undefined;
    const key = keyOf(consent, isUnderWay ? 'underWay' : 'ended');
    const event = { name: 'orderOutcome', value } as const;
    await parts.reception().tell({ conversationId, key, replyTo, event });
  }
}
