import type { OrderOutcome, OrderPayload } from '../dialogs/shared/changeState.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import { type Consent, orderKey, readConsent } from '../domain/consent.ts';
import type { Clock } from '../ports/services.ts';
import { Unavailable } from '../ports/unavailable.ts';
import type { IntentHandler } from './intentWorker.ts';
import { createOrderPlacing } from './orderPlacing.ts';
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

/**
 * Places what was consented to, at most once, and tells the conversation how it ended. After a
 * first attempt that nobody knows the end of, the order system is asked before anything is sent
 * again; past its lifetime a consent orders nothing (INV-4). Unknown is said as unknown (R26): an
 * order that may have been sent is called not placed only when a day has not brought it to light.
 */
export function createOrderHandler(parts: OrderWorkerParts): IntentHandler {
  const { services, clock } = parts;
  const { reconcileForMs, pendingNoticeAfterMs } = services.policy.limits;
  const place = createOrderPlacing(services, clock);
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
    if (result === 'waits') return followLater(payload, consent, '');
    if ('notPlaced' in result) {
      const { notPlaced: reason, ...why } = result;
      return tell(payload, consent, { outcome: 'failed', reason, ...why, orderNumber: '' });
    }
    const { state, orderNumber } = result.placed;
    if (state === 'open') return followLater(payload, consent, orderNumber);
    if (state === 'partial') return handOver(payload, consent, 'unclear', orderNumber);
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
    result: Pick<OrderOutcome, 'outcome' | 'reason' | 'refusal' | 'orderNumber'>,
  ): Promise<void> {
    const value: OrderOutcome = { ...result, quote: consent.quote, to, consent };
    const isUnderWay = result.outcome === 'unknown' && result.reason === undefined;
    const key = keyOf(consent, isUnderWay ? 'underWay' : 'ended');
    const event = { name: 'orderOutcome', value } as const;
    await parts.reception().tell({ conversationId, key, replyTo, event });
  }
}
