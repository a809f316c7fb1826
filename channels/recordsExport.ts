import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'restify';
import type { PanelSession } from '../bots/recordsPanel.ts';
import { localDateTime } from '../domain/calendar.ts';
import { formatMoney, type Money, sum } from '../domain/money.ts';
import type { RecordPage, UsageRecord } from '../ports/carrier.ts';
import { csvOf } from '../web/csv.ts';
import { type Batches, drawTable, type Sheet } from '../web/tablePdf.ts';
import { say } from '../web/texts.ts';
import { privateHeaders } from './recordsGuard.ts';
import { rowOf } from './recordsRows.ts';

/** A month's records on their way into a file. */
export interface RecordsFile {
  readonly format: 'csv' | 'pdf';
  readonly month: string;
  readonly session: PanelSession;
  readonly batches: AsyncIterable<RecordPage['records']>;
  readonly timeZone: string;
  readonly madeAt: Date;
}

const columns = [
  ['recordsAt', 110],
  ['recordsKind', 70],
  ['recordsOther', 110],
  ['recordsQuantity', 85],
  ['recordsPlace', 75],
  ['recordsFee', 65],
] as const;

/**
 * Sends the records as they come from the operator; memory does not grow with their number. The first
 * are waited for before anything is sent: an operator that does not answer is a refusal, not half a file.
 * Throws when the records end in the middle or the browser leaves; the browser then has no file.
 */
export async function sendRecords(response: Response, file: RecordsFile): Promise<void> {
  const batches = await begun(file.batches);
  const { format, month } = file;
  const content = format === 'csv' ? csvFile(file, batches) : pdfFile(file, batches);
  response.writeHead(200, {
    ...privateHeaders,
    'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/pdf',
    'Content-Disposition': `attachment; filename="records-${month}.${format}"`,
  });
  await pipeline(Readable.from(content), response);
}

async function begun<Item>(items: AsyncIterable<Item>): Promise<AsyncIterable<Item>> {
  const iterator = items[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    try {
      if (first.done) return;
      yield first.value;
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      await iterator.return?.();
    }
  })();
}

function csvFile(file: RecordsFile, batches: RecordsFile['batches']): AsyncIterable<string> {
  const { session, timeZone } = file;
  const headings = columns.map(([key]) => say(session.language, key));
  return csvOf(headings, cellsOf(batches, session, timeZone));
}

function pdfFile(file: RecordsFile, batches: RecordsFile['batches']): AsyncIterable<Buffer> {
  const { session, month, timeZone, madeAt } = file;
  const { language, maskedNumber } = session;
  const time = localDateTime(madeAt, timeZone);
  const sheet: Sheet = {
    language,
    title: say(language, 'recordsFileTitle', { month }),
    lines: [
      say(language, 'recordsFileFor', { number: maskedNumber, time }),
      say(language, 'recordsMaskedNote'),
    ],
    watermark: `${maskedNumber} ${time}`,
    columns: columns.map(([key, width]) => ({ heading: say(language, key), width })),
  };
  const totals = { count: 0, fee: undefined as Money | undefined };
  const counted = (records: readonly UsageRecord[]) => {
    totals.count += records.length;
    for (const { fee } of records) totals.fee = totals.fee ? sum([totals.fee, fee]) : fee;
  };
  const closing = () =>
    say(language, 'recordsFileSum', {
      count: totals.count,
      fee: formatMoney(totals.fee ?? sum([])),
    });
  return drawTable(sheet, cellsOf(batches, session, timeZone, counted), closing);
}

/** The columns' texts of each record. */
async function* cellsOf(
  batches: RecordsFile['batches'],
  { language }: PanelSession,
  timeZone: string,
  onBatch: (records: readonly UsageRecord[]) => void = () => {},
): Batches {
  for await (const records of batches) {
    onBatch(records);
    yield records.map((record) => {
      const { at, kind, otherNumber = '', quantity, place = '', fee } = rowOf(record, timeZone);
      const used = quantity && say(language, `unit_${quantity.unit}`, { number: quantity.number });
      return [at, say(language, `recordKind_${kind}`), otherNumber, used ?? '', place, fee];
    });
  }
}
