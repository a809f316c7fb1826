import type { OrderOutcome, OrderPayload } from '../dialogs/shared/changeState.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import { stillSays } from '../domain/composeDisclosure.ts';
import { type Consent, orderKey, readConsent } from '../domain/consent.ts';
import type { PlacedOrder } from '../ports/carrier.ts';
import type { Clock } from '../ports/services.ts';
import { Unavailable } from '../ports/unavailable.ts';
import type { IntentHandler } from './intentWorker.ts';
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

/** What is known of an order after one attempt. */
type Result =
  | { readonly placed: PlacedOrder }
  | { readonly notPlaced: 'changed' | 'notPlaced' | 'givenUp' };

/**
 * Places what was consented to, at most once, and tells the conversation how it ended. After a
 * first attempt that nobody knows the end of, the order system is asked before anything is sent
 * again; past its lifetime a consent orders nothing (INV-4). Unknown is said as unknown (R26).
 */
export function createOrderHandler(parts: OrderWorkerParts): IntentHandler {
  const { services, clock } = parts;
  const sinceMs = ({ second }: Consent) => clock().getTime() - Date.parse(second.at);
  const isGivenUp = (consent: Consent) => sinceMs(consent) >= services.policy.limits.reconcileForMs;

  return async (sealed, _id, attempt) => {
    const payload = sealed as OrderPayload;
    const consent = readConsent(payload.consent, services.hash);
    // Killed between the last word and its own end: nothing is done after “it was not placed” was said.
    if (attempt > 1 && (await hasEnded(payload, consent))) return;
    const result = await place(payload, consent, attempt).catch(async (error) => {
      if (!(error instanceof Unavailable)) {
        // A bug must not leave the customer without a word: nobody knows, and people look into it.
        await tell(payload, consent, { outcome: 'unknown', reason: 'givenUp', orderNumber: '' });
        throw error;
      }
      if (isGivenUp(consent)) return { notPlaced: 'givenUp' } as const;
      await tell(payload, consent, { outcome: 'unknown', orderNumber: '' });
      throw error;
    });
    if ('notPlaced' in result) {
      const outcome = result.notPlaced === 'givenUp' ? 'unknown' : 'failed';
      await tell(payload, consent, { outcome, reason: result.notPlaced, orderNumber: '' });
      return;
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

  async function place(
    { line, wish }: OrderPayload,
    consent: Consent,
    attempt: number,
  ): Promise<Result> {
    const { carrier, operator, policy, hash } = services;
    const { quote } = consent;
    const known = attempt > 1 ? await carrier.findOrder(orderKey(consent)) : undefined;
    if (known) return { placed: known };
    if (clock().getTime() >= Date.parse(quote.expiresAt)) return { notPlaced: 'notPlaced' };
    const facts = await carrier.changeFacts(line, wish);
    // An order of ours that is under way makes the facts differ; it was looked for just before.
    if (!stillSays(quote, facts, clock(), operator.timeZone, policy, hash)) {
      // What an earlier attempt sent may have arrived only now.
      const late = attempt > 1 ? await carrier.findOrder(orderKey(consent)) : undefined;
      return late ? { placed: late } : { notPlaced: 'changed' };
    }
    return { placed: await carrier.placeOrder(consent) };
  }

  /** Accepted, not finished: after a minute the customer is told, and it is asked about again. */
  async function followLater(payload: OrderPayload, consent: Consent, orderNumber: string) {
    const { limits } = services.policy;
    if (isGivenUp(consent)) {
      await tell(payload, consent, { outcome: 'unknown', reason: 'givenUp', orderNumber });
      return;
    }
    if (sinceMs(consent) >= limits.pendingNoticeAfterMs) {
      await tell(payload, consent, { outcome: 'unknown', orderNumber });
    }
    throw new Unavailable('carrier', 'order not finished');
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
