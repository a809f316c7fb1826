import type { OrderPayload } from '../dialogs/shared/changeState.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import { stillSays } from '../domain/composeDisclosure.ts';
import { type Consent, orderKey } from '../domain/consent.ts';
import { type Refusal, refusalOf } from '../domain/refusal.ts';
import type { PlacedOrder } from '../ports/carrier.ts';
import type { Clock } from '../ports/services.ts';
import { createOrderGate } from './orderGate.ts';

/** Why an order was never sent. */
export interface NotPlaced {
  readonly notPlaced: 'changed' | 'notPlaced' | 'notNow';
  readonly refusal?: Refusal;
}

/**
 * What is known of an order after one attempt. `unseen`: it may have been sent, and is not there;
 * `waits`: another order of this line is just being placed.
 */
export type Placing = { readonly placed: PlacedOrder } | NotPlaced | 'unseen' | 'waits';

/** One attempt at an order: asks for it first, looks once more, and sends it when nothing is against it. */
export function createOrderPlacing(services: DialogServices, clock: Clock) {
  const { reconcileForMs } = services.policy.limits;
  const gate = createOrderGate(services.limits, clock, 2 * reconcileForMs);
  const isOver = ({ quote }: Consent) => clock().getTime() >= Date.parse(quote.expiresAt);

  return place;

  async function place(
    { line, wish }: OrderPayload,
    consent: Consent,
    attempt: number,
  ): Promise<Placing> {
    const { carrier } = services;
    const key = orderKey(consent);
    const known = attempt > 1 ? await carrier.findOrder(key) : undefined;
    if (known) return { placed: known };
    if (isOver(consent)) return unlessSent(key, { notPlaced: 'notPlaced' });
    const placed = await gate.alone(line.id, key, async () => {
      const objection = await lookOnceMore(line, wish, consent);
      return objection ? unlessSent(key, objection) : send(consent, key);
    });
    return placed ?? 'waits';
  }

  /** The final gate (X17): may it still be done, and is everything as it was confirmed? */
  async function lookOnceMore(
    line: OrderPayload['line'],
    wish: OrderPayload['wish'],
    consent: Consent,
  ): Promise<NotPlaced | undefined> {
    const { carrier, operator, policy, hash } = services;
    const facts = await carrier.changeFacts(line, wish);
    const refusal = refusalOf(facts, clock(), policy, operator.timeZone);
    if (refusal) return { notPlaced: 'notNow', refusal };
    // An order of ours that has arrived meanwhile makes the facts differ, too.
    if (!stillSays(consent.quote, facts, clock(), operator.timeZone, policy, hash))
      return { notPlaced: 'changed' };
    return isOver(consent) ? { notPlaced: 'notPlaced' } : undefined;
  }

  async function send(consent: Consent, key: string): Promise<Placing> {
    const { carrier } = services;
    const wasSent = await gate.wasSent(key);
    if (!(await gate.opens(key))) return unlessSent(key, { notPlaced: 'notPlaced' });
    const placed = await carrier.placeOrder(consent);
    // Refused this time; what was sent before may be taken yet.
    const isRefused = placed.state === 'failed' && placed.orderNumber === '';
    return isRefused && wasSent ? 'unseen' : { placed };
  }

  /** “None” is what an operator says of an order it still holds: it is no end of one that was sent. */
  async function unlessSent(key: string, objection: NotPlaced): Promise<Placing> {
    return (await gate.closes(key)) ? objection : 'unseen';
  }
}
