import type { Complaint, ComplaintBook, ComplaintRequest } from '../../ports/complaints.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { CallCarrier } from './http.ts';
import { instant, type Json, list, needed, page, text } from './read.ts';

const types = { complaint: 'complaint', dispute: 'billDispute' } as const;
const disputedRole = 'disputedCharge';

/** The states of TMF621 in which nothing more is done; a state we do not know is open. */
const decided = new Set(['resolved', 'closed', 'rejected', 'cancelled']);

/** Complaints and disputes as trouble tickets (TMF621). */
export function createComplaints(
  call: CallCarrier,
  urls: Readonly<Record<string, string>>,
  clock: () => Date,
): ComplaintBook {
  const url = `${urls.TMF621}/troubleTicket`;
  const found = async (query: Record<string, string>) =>
    page(await call({ method: 'GET', url, query }));
  return {
    async fileComplaint(request) {
      await call({ method: 'POST', url, body: ticketOf(request) });
    },
    async findComplaint(reference) {
      const tickets = await found({ externalId: reference, limit: '10' });
      const ticket = tickets.find(({ externalId }) => externalId === reference);
      // Who answers with other tickets has not looked for ours: that is no “none”.
      if (!ticket && tickets.length > 0)
        throw new Unavailable('carrier', 'nonsense: tickets that were not asked for');
      return ticket && readComplaint(ticket);
    },
    async complaints({ id }) {
      const query = { 'relatedEntity.id': id, sort: '-creationDate', limit: '50' };
      const isOurs = ({ ticketType, externalId, relatedEntity }: Json) =>
        Object.values<unknown>(types).includes(ticketType) &&
        text(externalId) !== undefined &&
        list(relatedEntity).some((entity) => entity.id === id);
      const data = (await found(query)).filter(isOurs).map(readComplaint);
      return { asOf: clock().toISOString(), data };
    },
  };
}

function ticketOf(request: ComplaintRequest) {
  const { reference, lineId, customerId, language, receivedAt, dueAt, words, disputed } = request;
  return {
    externalId: reference,
    ticketType: disputed ? types.dispute : types.complaint,
    severity: 'normal',
    name: `Complaint ${reference} (language: ${language})`,
    description: words,
    creationDate: receivedAt,
    requestedResolutionDate: dueAt,
    expectedResolutionDate: dueAt,
    channel: { id: 'chat', name: 'chat' },
    relatedEntity: [
      ...(lineId ? [{ id: lineId, role: 'line', '@referredType': 'Product' }] : []),
      ...(disputed
        ? [
            {
              id: disputed.itemId,
              role: disputedRole,
              '@referredType': 'AppliedCustomerBillingRate',
            },
          ]
        : []),
    ],
    relatedParty: customerId
      ? [{ id: customerId, role: 'customer', '@referredType': 'Customer' }]
      : [],
    '@type': 'TroubleTicket',
  };
}

function readComplaint(ticket: Json): Complaint {
  const isDecided = decided.has(text(ticket.status) ?? '');
  const dueAt = text(ticket.expectedResolutionDate) ?? text(ticket.requestedResolutionDate);
  const decidedAt = text(ticket.resolutionDate) ?? text(ticket.statusChangeDate);
  const result = text(ticket.statusChangeReason) ?? text(list(ticket.note).at(-1)?.text);
  const item = list(ticket.relatedEntity).find(({ role }) => role === disputedRole);
  const itemId = text(item?.id);
  const lineId = text(list(ticket.relatedEntity).find(({ role }) => role === 'line')?.id);
  return {
    reference: needed(ticket.externalId, 'complaint number'),
    receivedAt: instant(ticket.creationDate, 'complaint date'),
    state: isDecided ? 'decided' : 'open',
    ...(dueAt !== undefined && { dueAt }),
    ...(isDecided && decidedAt !== undefined && { decidedAt }),
    ...(isDecided && result !== undefined && { result }),
    ...(lineId !== undefined && { lineId }),
    ...(itemId !== undefined && { disputedItemId: itemId }),
  };
}
