import type { Resource } from '../query.ts';
import type { Collections } from '../store/collections.ts';

interface Entity {
  readonly id?: string;
  readonly role?: string;
}

const over = new Set<unknown>(['resolved', 'closed', 'rejected', 'cancelled']);

/** Marks the bill lines that open tickets dispute, and unmarks them when the ticket is over. */
export function watchDisputes(collections: Collections): void {
  repeatDisputes(collections);
  collections.watch(({ collection, resource, kind }) => {
    if (collection === 'troubleTicket') mark(collections, resource, kind !== 'removed');
  });
}

/** The same for all tickets: after a restart, and when the month's bills were made anew. */
export function repeatDisputes(collections: Collections): void {
  for (const ticket of collections.list('troubleTicket')) mark(collections, ticket, true);
}

function mark(collections: Collections, { relatedEntity, status }: Resource, isThere: boolean) {
  const entities = (Array.isArray(relatedEntity) ? relatedEntity : []) as Entity[];
  const isDisputed = isThere && !over.has(status);
  for (const { id } of entities.filter(({ role }) => role === 'disputedCharge')) {
    const rate = collections.get('appliedCustomerBillingRate', String(id));
    if (!rate || isMarked(rate) === isDisputed) continue;
    const others = characteristicsOf(rate).filter(({ name }) => name !== 'disputed');
    const disputed = isDisputed ? [{ name: 'disputed', value: true, valueType: 'boolean' }] : [];
    // What is not on disk after a fall is marked again at the next start.
    void collections
      .put('appliedCustomerBillingRate', { ...rate, characteristic: [...others, ...disputed] })
      .catch(() => {});
  }
}

const characteristicsOf = ({ characteristic }: Resource) =>
  (Array.isArray(characteristic) ? characteristic : []) as Resource[];

const isMarked = (rate: Resource) =>
  characteristicsOf(rate).some(({ name, value }) => name === 'disputed' && value === true);

/** What one account is dunned for: what it owes, without what it disputes (E53). Money in fen. */
export interface Dunning {
  readonly billingAccountId: string;
  readonly unpaid: number;
  readonly disputed: number;
  readonly dunned: number;
}

const fen = (money: unknown) =>
  Math.round(Number((money as { value?: number } | undefined)?.value ?? 0) * 100);

/** Every account with an unpaid bill, and what it would be reminded of and suspended for. */
export function dunning(collections: Collections): Dunning[] {
  const accounts = new Map<string, { unpaid: number; disputed: number }>();
  for (const bill of collections.list('customerBill')) {
    const unpaid = fen(bill.remainingAmount);
    if (unpaid <= 0 || bill.state === 'new') continue;
    const rates = collections
      .list('appliedCustomerBillingRate')
      .filter((rate) => (rate.bill as { id?: string } | undefined)?.id === bill.id);
    const disputed = rates
      .filter(isMarked)
      .reduce((total, rate) => total + fen(rate.taxIncludedAmount), 0);
    const { id } = bill.billingAccount as { id: string };
    const sum = accounts.get(id) ?? { unpaid: 0, disputed: 0 };
    accounts.set(id, {
      unpaid: sum.unpaid + unpaid,
      disputed: sum.disputed + Math.min(unpaid, disputed),
    });
  }
  return [...accounts].map(([billingAccountId, { unpaid, disputed }]) => ({
    billingAccountId,
    unpaid,
    disputed,
    dunned: unpaid - disputed,
  }));
}
