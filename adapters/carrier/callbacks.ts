import type { CallbackRequest, Carrier } from '../../ports/carrier.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { CallCarrier } from './http.ts';
import { page, text } from './read.ts';

/** Ring-backs, and orders to look into, as trouble tickets (TMF621). */
export function createCallbacks(call: CallCarrier, url: string): Carrier['requestCallback'] {
  return async (request) => {
    await call({ method: 'POST', url, body: ticketOf(request) });
    if (!request.isWithdrawn) return;
    // It is one ticket whichever arrived first, the request or its end; in the end it is withdrawn.
    const query = { externalId: request.reference, limit: '10' };
    const tickets = page(await call({ method: 'GET', url, query }));
    const ticket = tickets.find(({ externalId }) => externalId === request.reference);
    const id = text(ticket?.id);
    if (id === undefined) throw new Unavailable('carrier', 'nonsense: a ticket that is not there');
    if (text(ticket?.status) !== withdrawn.status)
      await call({ method: 'PATCH', url: `${url}/${encodeURIComponent(id)}`, body: withdrawn });
  };
}

const withdrawn = { status: 'cancelled', statusChangeReason: 'withdrawn by the customer' };

/** The external id makes a repeated request one ticket. */
function ticketOf(request: CallbackRequest) {
  const { reference, lineId, language, requestedAt, topic, slot, orderKey, isWithdrawn } = request;
  const when = slot ? ` between ${slot.start} and ${slot.end}` : '';
  return {
    externalId: reference,
    ...(orderKey === undefined
      ? {
          ticketType: 'callback',
          severity: 'normal',
          description: `The customer asks to be called back${when} (topic: ${topic}, language: ${language}).`,
        }
      : {
          ticketType: 'orderUnknown',
          severity: 'high',
          description: `Find out what became of the order with the external id ${orderKey}, and tell the customer (language: ${language}).`,
        }),
    creationDate: requestedAt,
    ...(slot && { requestedResolutionDate: slot.end }),
    ...(isWithdrawn && withdrawn),
    channel: { id: 'chat', name: 'chat' },
    relatedEntity: lineId ? [{ id: lineId, role: 'line', '@referredType': 'Product' }] : [],
    '@type': 'TroubleTicket',
  };
}
