import type { Instant } from '../domain/calendar.ts';
import type { Language } from '../domain/language.ts';
import type { Money } from '../domain/money.ts';
import type { Dated, LineRef } from './carrier.ts';

/** A complaint as it is handed to the operator's people (TMF621). */
export interface ComplaintRequest {
  /** Our own number, shown to the customer; the operator keeps it as external id. Sent twice, it is one complaint. */
  readonly reference: string;
  /** Absent: the customer gave no number, and asks by the reference. */
  readonly lineId?: string;
  readonly customerId?: string;
  readonly language: Language;
  readonly receivedAt: Instant;
  /** Until when the operator answers (E54). */
  readonly dueAt: Instant;
  /** The customer's words, masked as for an agent's eyes (rights §5.3). */
  readonly words: string;
  /** One line of a bill that the customer does not accept: it is not dunned meanwhile (E53). */
  readonly disputed?: { readonly itemId: string; readonly amount: Money };
}

/** A complaint as the operator has it. */
export interface Complaint {
  readonly reference: string;
  readonly receivedAt: Instant;
  readonly dueAt?: Instant;
  readonly state: 'open' | 'decided';
  readonly decidedAt?: Instant;
  /** The operator's own words on the decision; may name what only its customer should read. */
  readonly result?: string;
  readonly disputedItemId?: string;
  /** Whose line it is about; absent: no number was given. */
  readonly lineId?: string;
}

/** The operator's book of complaints. All methods throw `Unavailable`. */
export interface ComplaintBook {
  /** Hands a complaint over. Idempotent by `reference`. */
  fileComplaint(request: ComplaintRequest): Promise<void>;
  /** The complaint with our number, or undefined when the operator says that it has none. */
  findComplaint(reference: string): Promise<Complaint | undefined>;
  /** The complaints about a line that this assistant took, newest first. */
  complaints(line: LineRef): Promise<Dated<readonly Complaint[]>>;
}
