import type { Language } from '../domain/language.ts';
import type { RecordKind, RecordPage, RecordTotals } from '../ports/carrier.ts';

/** An open panel of itemised records: a few minutes, one browser, nothing kept (rights §5.2, §5.3 P). */
export interface PanelSession {
  readonly language: Language;
  readonly maskedNumber: string;
  readonly month: string;
  readonly kind?: RecordKind;
  readonly expiresAt: string;
  /** The months that may be chosen: this one and five before. */
  readonly months: readonly string[];
}

/** Why a panel does not open or go on; the page says the same sentence for all of the first kind. */
export type PanelRefusal = 'closed' | 'otherBrowser' | 'wrongCode' | 'tooMany' | 'unavailable';

/** What the panel page asks for. */
export interface PanelQuery {
  readonly month?: string;
  readonly kind?: RecordKind;
  readonly day?: string;
  readonly after?: string;
}

/**
 * The panel behind its page. `session` is a secret in an HttpOnly cookie of the page's path; `browser`
 * is the secret of the browser that opened the chat (its cookie), or the pairing digits shown in chat
 * where the channel has no browser.
 */
export interface RecordsPanel {
  /** Opens a one-use link: the same link never opens again. */
  open(secret: string, browser: string | undefined): Promise<{ session: string } | PanelRefusal>;
  read(session: string): Promise<PanelSession | PanelRefusal>;
  totals(session: string, month: string): Promise<RecordTotals | PanelRefusal>;
  page(session: string, query: PanelQuery): Promise<RecordPage | PanelRefusal>;
  /** One counterpart's number in full, by record; on record, not kept (§5.3 tap to reveal). */
  reveal(session: string, recordId: string): Promise<string | PanelRefusal>;
  /** Sends a fresh code for an export (§5.2: export = new step-up). */
  sendExportCode(session: string): Promise<'sent' | PanelRefusal>;
  /** Streams the records of a month as rows; memory does not grow with their number. */
  exportRows(
    session: string,
    code: string,
    query: PanelQuery,
  ): Promise<AsyncIterable<RecordPage['records']> | PanelRefusal>;
  /** Ends a session at once, before its minutes are over; one that is over already is no fault. */
  close(session: string): Promise<void>;
}
