import type { InnerEvent } from '../dialogs/shared/innerEvents.ts';
import { type CodeUse, codeText, issueCode, tryCode } from '../dialogs/shared/oneTimeCode.ts';
import { giveGrant } from '../domain/grant.ts';
import type { Challenge } from '../domain/verification.ts';
import type { Line, RecordPage, RecordQuery } from '../ports/carrier.ts';
import {
  maskRecords,
  type OpenSession,
  type PanelParts,
  type PanelSessions,
} from './panelSessions.ts';
import type { PanelRefusal } from './recordsPanel.ts';

type Wish = Omit<RecordQuery, 'limit' | 'after' | 'language'>;
type Rows = AsyncIterable<RecordPage['records']>;

const rowsAtOnce = 500;

/** What waits for its code, sealed. */
interface PendingExport {
  readonly challenge: Challenge;
  readonly phoneNumber: string;
}

/** Exports of a panel: a code of their own, then a stream of pages (rights §5.2: export = new step-up). */
export function createPanelExport(parts: PanelParts, sessions: PanelSessions) {
  const { store, services, sms, reception, clock } = parts;
  const { carrier, vault, newId, texts } = services;
  const digestOf = ({ link }: OpenSession) => vault.digest(`recordsExport|${link}`);

  async function pendingOf(session: OpenSession): Promise<PendingExport | undefined> {
    const sealed = await store.readLink(digestOf(session), clock().toISOString());
    return sealed === undefined ? undefined : JSON.parse(vault.open(sealed));
  }

  const keep = (session: OpenSession, pending: PendingExport) =>
    store.issueLink({
      digest: digestOf(session),
      sealedPayload: vault.seal(JSON.stringify(pending)),
      expiresAt: session.grant.expiresAt,
    });

  function useOf({ grant }: OpenSession, phoneNumber: string): CodeUse {
    const { lineId: subject, conversationId } = grant;
    return { purpose: 'recordsExport', conversationId, subject, phoneNumber, now: clock() };
  }

  async function lineOf({ grant }: OpenSession): Promise<Line | undefined> {
    return carrier.line(grant.lineId);
  }

  async function sendCode(session: OpenSession): Promise<'sent' | PanelRefusal> {
    const line = await lineOf(session);
    if (!line) return 'closed';
    const use = useOf(session, line.phoneNumber);
    const before = (await pendingOf(session))?.challenge;
    const issued = await issueCode(services, use, async () => line, before);
    if (issued.kind === 'freshSim') return 'closed';
    if (issued.kind !== 'issued') return 'tooMany';
    await keep(session, { challenge: issued.challenge, phoneNumber: line.phoneNumber });
    const text = codeText(services, 'recordsExport', issued.code, session.language);
    await sms.send({ to: line.phoneNumber, text, idempotencyKey: newId() });
    return 'sent';
  }

  /** The conversation sends what must reach the phone: recorded first, so that a crash loses no notice (N12). */
  function tell({ grant }: OpenSession, event: InnerEvent): Promise<void> {
    const { conversationId } = grant;
    return reception.tell({ conversationId, key: `panel:${newId()}`, event });
  }

  async function rows(
    session: OpenSession,
    typed: string,
    wish: Wish,
    password: string,
  ): Promise<Rows | PanelRefusal> {
    const pending = await pendingOf(session);
    if (!pending) return 'wrongCode';
    const { phoneNumber } = pending;
    const { grant, language } = session;
    const { lineId, customerId, conversationId } = grant;
    const holder = { lineId, customerId, phoneNumber };
    const code = typed.normalize('NFKC').replace(/\D/g, '');
    // Asked whether the code is right or not: neither words nor time tell which of the two was wrong.
    const isTheirs = (await carrier.checkPassword?.(grant, password)) ?? true;
    const use = useOf(session, phoneNumber);
    const judged = await tryCode(services, use, pending.challenge, code, isTheirs);
    if (judged.verdict === 'locked') {
      if (judged.isNewLock)
        await tell(session, { name: 'codeLocked', value: { holder, purpose: 'recordsExport' } });
      return 'tooMany';
    }
    // Wrong tries are counted by the number. Written down here, one could bring back a code just used.
    if (judged.verdict !== 'right') return 'wrongCode';
    // Once: of two requests with the right code, the store lets one.
    const used = await store.useLink(digestOf(session), clock().toISOString());
    if (used === undefined) return 'wrongCode';
    const line = { id: lineId, customerId };
    const fresh = giveGrant('recordsExport', line, conversationId, clock());
    const read = (after?: string) =>
      carrier.usageRecords(fresh, {
        ...wish,
        language,
        limit: rowsAtOnce,
        ...(after !== undefined && { after }),
      });
    const first = await read();
    const { month, kind = 'all' } = wish;
    await sessions.note({ ...session, grant: fresh }, { what: 'recordsExport', month, kind });
    const t = texts[language];
    const words = t('itemisedRecords:exported', {
      month: t('common:month', { year: month.slice(0, 4), month: Number(month.slice(5)) }),
      kind: t(`itemisedRecords:kind.${kind}`),
    });
    await tell(session, { name: 'accessed', value: { holder, words } });
    return pagesFrom(first, read);
  }

  return { sendCode, rows };
}

/** One page in memory at a time. */
async function* pagesFrom(
  first: RecordPage,
  read: (after: string) => Promise<RecordPage>,
): AsyncGenerator<RecordPage['records']> {
  let page = first;
  yield maskRecords(page.records);
  while (page.next !== undefined) {
    page = await read(page.next);
    yield maskRecords(page.records);
  }
}
