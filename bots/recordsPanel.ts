import { recordMonths } from '../dialogs/shared/grantedTalk.ts';
import { lastMonths } from '../domain/calendar.ts';
import type { Language } from '../domain/language.ts';
import type { RecordKind, RecordPage, RecordTotals } from '../ports/carrier.ts';
import { createPanelExport } from './panelExport.ts';
import {
  createPanelSessions,
  maskRecords,
  type OpenSession,
  type PanelParts,
} from './panelSessions.ts';

/** An open panel of itemised records: a few minutes, one browser, nothing kept (rights §5.2, §5.3 P). */
export interface PanelSession {
  readonly language: Language;
  readonly maskedNumber: string;
  readonly month: string;
  readonly kind?: RecordKind;
  readonly expiresAt: string;
  /** The months that may be chosen: this one and five before. */
  readonly months: readonly string[];
  /** An export takes the service password besides the code. */
  readonly asksPassword: boolean;
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
  /** Other numbers are masked, as in an export. */
  page(session: string, query: PanelQuery): Promise<RecordPage | PanelRefusal>;
  /** One counterpart's number in full, by record; on record, not kept (§5.3 tap to reveal). */
  reveal(session: string, recordId: string): Promise<string | PanelRefusal>;
  /** Sends a fresh code for an export (§5.2: export = new step-up). */
  sendExportCode(session: string): Promise<'sent' | PanelRefusal>;
  /**
   * Streams the records of a month as rows; memory does not grow with their number. A wrong password,
   * where one is asked for, is refused as a wrong code is, and counted with it.
   */
  exportRows(
    session: string,
    code: string,
    query: PanelQuery,
    password?: string,
  ): Promise<AsyncIterable<RecordPage['records']> | PanelRefusal>;
  /** Ends a session at once, before its minutes are over; one that is over already is no fault. */
  close(session: string): Promise<void>;
}

const rowsOnPage = 100;
const revealsPerSession = 30;
const sessionMs = 10 * 60_000;
const kinds: readonly RecordKind[] = ['voice', 'sms', 'data', 'valueAdded', 'roaming'];

/** What is asked for, made whole, or undefined when it is not to be had: another month, no such day. */
function wishOf(session: OpenSession, { month, kind, day }: PanelQuery, months: readonly string[]) {
  const wanted = month ?? session.month;
  const isDay = day === undefined || /^\d{4}-\d\d-\d\d$/.test(day);
  const isReal = isDay && (day === undefined || !Number.isNaN(Date.parse(`${day}T00:00:00Z`)));
  const isInMonth = day === undefined || day.startsWith(`${wanted}-`);
  const isKind = kind === undefined || kinds.includes(kind);
  if (!months.includes(wanted) || !isReal || !isInMonth || !isKind) return undefined;
  return { month: wanted, ...(kind && { kind }), ...(day && { day }) };
}

/**
 * The panel behind its page. Nothing is read without the session's grant, which only a fresh code
 * made (INV-12); nothing read is kept or logged; every opening, revealed number and export is on
 * record, and an export is told to the number of record by SMS (R18, N12).
 */
export function createRecordsPanel(parts: PanelParts): RecordsPanel {
  const { store, services, clock } = parts;
  const { carrier, operator } = services;
  const sessions = createPanelSessions(parts);
  const exporting = createPanelExport(parts, sessions);
  const months = () => lastMonths(clock(), operator.timeZone, recordMonths);

  /** The first look at a month in a session is on record, whatever is asked of it; opening noted its own. */
  async function noteMonth(opened: OpenSession, month: string, kind: string): Promise<void> {
    if (month === opened.month) return;
    const key = `records:month:${opened.link}:${month}`;
    const at = clock().toISOString();
    if ((await store.peek(key, at)) > 0) return;
    await sessions.note(opened, { what: 'recordsPage', month, kind });
    await store.count(key, at, sessionMs);
  }

  return {
    open: sessions.open,
    close: sessions.close,
    read: (session) =>
      sessions.within(session, async ({ grant, link, ...shown }) => ({
        ...shown,
        expiresAt: grant.expiresAt,
        months: months(),
        asksPassword: carrier.checkPassword !== undefined,
      })),
    totals: (session, month) =>
      sessions.within(session, async (opened) => {
        if (!months().includes(month)) return 'closed';
        await noteMonth(opened, month, 'all');
        return (await carrier.recordTotals(opened.grant, month)).data;
      }),
    page: (session, query) =>
      sessions.within(session, async (opened) => {
        const wish = wishOf(opened, query, months());
        if (!wish) return 'closed';
        const { after } = query;
        await noteMonth(opened, wish.month, wish.kind ?? 'all');
        const page = await carrier.usageRecords(opened.grant, {
          ...wish,
          limit: rowsOnPage,
          language: opened.language,
          ...(after !== undefined && { after }),
        });
        return { ...page, records: maskRecords(page.records) };
      }),
    reveal: (session, recordId) =>
      sessions.within(session, async (opened) => {
        const at = clock();
        const key = `records:reveals:${opened.link}`;
        const { count } = await store.count(key, at.toISOString(), sessionMs);
        if (count > revealsPerSession) return 'tooMany';
        const record = await carrier.usageRecord(opened.grant, recordId);
        const month = record && lastMonths(new Date(record.at), operator.timeZone, 1)[0];
        if (!record?.otherNumber || !month || !months().includes(month)) return 'closed';
        await sessions.note(opened, { what: 'recordNumber', month, kind: record.kind });
        return record.otherNumber;
      }),
    sendExportCode: (session) => sessions.within(session, exporting.sendCode),
    exportRows: (session, code, query, password = '') =>
      sessions.within(session, async (opened) => {
        const wish = wishOf(opened, query, months());
        return wish ? exporting.rows(opened, code, wish, password) : 'closed';
      }),
  };
}
