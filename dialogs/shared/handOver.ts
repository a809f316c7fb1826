import type { CallbackRequest } from '../../ports/carrier.ts';
import type { OrderOutcome } from './changeState.ts';
import type { Turn } from './turn.ts';

/** Whether people have to find out what became of an order: the systems have said all they will. */
export const isHandedOver = ({ outcome, reason }: Pick<OrderOutcome, 'outcome' | 'reason'>) =>
  outcome === 'unknown' && reason !== undefined;

/** Puts such an order on the desk of people (TMF621), in the same commit as telling the customer so (N7). */
export function handOver(turn: Turn, { quote }: OrderOutcome): void {
  const { lineId, customerId } = quote.disclosure.order;
  const at = turn.now.toISOString();
  const request: CallbackRequest = {
    reference: quote.id,
    lineId,
    language: turn.state.language,
    requestedAt: at,
    topic: 'checkOrders',
    orderKey: quote.id,
  };
  turn.intend({
    kind: 'callback',
    sealedPayload: turn.services.vault.seal(JSON.stringify(request)),
  });
  turn.record({
    kind: 'handedOver',
    subject: customerId,
    at,
    data: { quoteId: quote.id, hash: quote.hash, reference: quote.id, rules: ['R26'] },
  });
}
