import { maskRecords } from '../../bots/panelSessions.ts';
import type { PanelQuery, PanelRefusal, RecordsPanel } from '../../bots/recordsPanel.ts';
import { money } from '../../domain/money.ts';
import type { RecordKind, UsageRecord } from '../../ports/carrier.ts';

/** A panel for tests of its pages, with the records it is given; what it was asked is in `asked`. */
export interface FakePanel extends RecordsPanel {
  readonly asked: string[];
  /** From now on every question is refused so. */
  refuseWith(refusal: PanelRefusal | undefined): void;
  /** What the records' stream throws after its first batch. */
  breakAfterFirstBatch(fault: Error): void;
  /** The records' stream begins anew where it would end. */
  neverEnds(): void;
  endsAt: number;
}

/** The link, browser, session and codes that open this panel. */
export const panelKeys = {
  link: 'one-use-link',
  browser: 'the-browser-that-asked-for-them0',
  digits: '4821',
  session: 'the-session',
  code: '135790',
};

const pageSize = 20;
const kinds: readonly RecordKind[] = ['voice', 'sms', 'data'];

/** Records of October, newest first; every third is data, which has no other number. */
export function someRecords(count: number): UsageRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % 3] ?? 'voice';
    const day = 31 - Math.floor((index * 31) / count);
    return {
      id: `record-${index}`,
      at: `2026-10-${String(day).padStart(2, '0')}T10:${String(59 - (index % 60)).padStart(2, '0')}:07+08:00`,
      kind,
      ...(kind !== 'data' && { otherNumber: `139001${String(index).padStart(5, '0')}` }),
      quantity: {
        voice: { amount: 3, unit: 'minute' as const },
        sms: { amount: 1, unit: 'message' as const },
        data: { amount: 1536, unit: 'KB' as const },
      }[kind as 'voice' | 'sms' | 'data'],
      place: '广东',
      fee: money(index % 7),
    };
  });
}

/** Makes the panel; `clock` is when its five minutes began. */
export function createFakePanel(records: readonly UsageRecord[], clock: () => Date): FakePanel {
  const asked: string[] = [];
  let refusal: PanelRefusal | undefined;
  let fault: Error | undefined;
  let isEndless = false;
  let isUsed = false;
  let isOpen = false;

  const answer = <Answer>(session: string, question: string, value: () => Answer) => {
    asked.push(question);
    if (refusal) return refusal;
    const isOver = session !== panelKeys.session || !isOpen || clock().getTime() >= panel.endsAt;
    return isOver ? 'closed' : value();
  };
  const fitting = ({ month, kind, day }: PanelQuery) =>
    records.filter(
      (record) =>
        record.at.startsWith(day ?? month ?? '') && (kind === undefined || record.kind === kind),
    );

  async function* batches(query: PanelQuery) {
    const all = fitting(query);
    let given = 0;
    try {
      for (; isEndless || given < all.length; given += pageSize) {
        const start = given % all.length;
        yield maskRecords(all.slice(start, start + pageSize));
        if (fault) throw fault;
      }
    } finally {
      asked.push('rows ended');
    }
  }

  const panel: FakePanel = {
    asked,
    endsAt: clock().getTime() + 300_000,
    refuseWith(next) {
      refusal = next;
    },
    breakAfterFirstBatch(next) {
      fault = next;
    },
    neverEnds() {
      isEndless = true;
    },
    async open(secret, browser) {
      asked.push(`open ${secret} ${browser}`);
      if (refusal) return refusal;
      if (secret !== panelKeys.link || isUsed) return 'closed';
      if (browser !== panelKeys.browser && browser !== panelKeys.digits) return 'otherBrowser';
      isUsed = true;
      isOpen = true;
      return { session: panelKeys.session };
    },
    read: async (session) =>
      answer(session, 'read', () => ({
        language: 'zh-CN' as const,
        maskedNumber: '138****8001',
        month: '2026-10',
        expiresAt: new Date(panel.endsAt).toISOString(),
        asksPassword: false,
        months: ['2026-11', '2026-10', '2026-09', '2026-08', '2026-07', '2026-06'],
      })),
    totals: async (session, month) =>
      answer(session, `totals ${month}`, () => ({
        month,
        kinds: kinds.map((kind) => {
          const all = fitting({ month, kind });
          const fen = all.reduce((total, { fee }) => total + fee.minorUnits, 0);
          return { kind, count: all.length, fee: money(fen) };
        }),
      })),
    page: async (session, query) =>
      answer(session, `page ${JSON.stringify(query)}`, () => {
        const all = fitting(query);
        const start = query.after ? all.findIndex(({ id }) => id === query.after) + 1 : 0;
        const shown = all.slice(start, start + pageSize);
        const last = shown.at(-1);
        const more = start + pageSize < all.length;
        return {
          records: maskRecords(shown),
          total: all.length,
          ...(more && last && { next: last.id }),
        };
      }),
    reveal: async (session, recordId) =>
      answer(session, `reveal ${recordId}`, () => {
        return records.find(({ id }) => id === recordId)?.otherNumber ?? 'closed';
      }),
    sendExportCode: async (session) => answer(session, 'sendExportCode', () => 'sent' as const),
    exportRows: async (session, code, query) =>
      answer(session, `exportRows ${JSON.stringify(query)}`, () =>
        code === panelKeys.code ? batches(query) : ('wrongCode' as const),
      ),
    async close() {
      asked.push('close');
      isOpen = false;
    },
  };
  return panel;
}
