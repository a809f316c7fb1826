import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** A table that goes on paper: texts only, a row is one line. */
export interface Sheet {
  readonly language: string;
  readonly title: string;
  /** Lines below the title of the first page. */
  readonly lines: readonly string[];
  /** Across every page: whose it is and when it was made. */
  readonly watermark: string;
  readonly columns: ReadonlyArray<{ readonly heading: string; readonly width: number }>;
}

/** Rows as they arrive, some at a time. */
export type Batches = AsyncIterable<ReadonlyArray<readonly string[]>>;

// Lengths in points (1/72 inch).
const margin = 40;
const rowHeight = 15;
const gap = 6;
const size = { title: 16, text: 9, watermark: 40 };
const colour = { ink: '#17282b', quiet: '#55666a', line: '#d5dfdf', watermark: '#0b6b70' };

let font: Buffer | undefined;

/** Noto Sans SC, 10 MB: read when the first sheet is drawn, then kept. */
export function fontFile(): Buffer {
  const { resolve } = createRequire(import.meta.url);
  const name = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
  font ??= readFileSync(resolve(name));
  return font;
}

/**
 * Draws a table on A4, page by page: a page leaves before the next is begun, so that memory does not
 * grow with the number of rows. `closing` is asked for the last line when all rows have been.
 */
export async function* drawTable(
  sheet: Sheet,
  batches: Batches,
  closing: () => string,
): AsyncGenerator<Buffer> {
  const pdf = openPdf(sheet);
  let page = 0;
  const begin = () => {
    pdf.addPage();
    page += 1;
    drawFrame(pdf, sheet, page);
  };
  begin();
  for await (const rows of batches) {
    for (const row of rows) {
      if (isFull(pdf)) {
        begin();
        yield* written(pdf);
        // Others wait for their answers meanwhile.
        await new Promise(setImmediate);
      }
      drawRow(pdf, sheet, row, colour.ink);
    }
  }
  if (isFull(pdf)) begin();
  write(pdf, closing(), margin, pdf.y + 4);
  pdf.end();
  yield* written(pdf);
}

/** What has been drawn and not been taken yet. */
function* written(pdf: PDFKit.PDFDocument): Generator<Buffer> {
  for (let chunk = pdf.read(); chunk !== null; chunk = pdf.read()) yield chunk as Buffer;
}

function openPdf({ language, title }: Sheet): PDFKit.PDFDocument {
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
    lang: language,
    displayTitle: true,
    autoFirstPage: false,
    font: null as never, // no default font: it would be one that is not embedded
    info: { Title: title, Creator: 'Mingbai', Producer: 'Mingbai' },
  } as PDFKit.PDFDocumentOptions);
  pdf.registerFont('regular', fontFile() as unknown as string);
  return pdf;
}

function drawFrame(pdf: PDFKit.PDFDocument, sheet: Sheet, page: number): void {
  const { width, height } = pdf.page;
  forgetWords(pdf.font('regular'));
  drawWatermark(pdf, sheet.watermark);
  pdf.fontSize(size.text).fillColor(colour.quiet);
  write(pdf, `${page}`, width - margin - 20, height - margin + 10);
  pdf.y = margin;
  if (page === 1) {
    pdf.fillColor(colour.ink).fontSize(size.title);
    write(pdf, sheet.title, margin, pdf.y);
    pdf.y += 28;
    pdf.fontSize(size.text).fillColor(colour.quiet);
    for (const line of sheet.lines) {
      write(pdf, line, margin, pdf.y);
      pdf.y += rowHeight;
    }
    pdf.y += 6;
  }
  const headings = sheet.columns.map(({ heading }) => heading);
  drawRow(pdf, sheet, headings, colour.quiet);
}

/** pdfkit remembers how each word is laid out, and every time and number is a new word. */
function forgetWords(pdf: PDFKit.PDFDocument): void {
  const { _font: font } = pdf as unknown as { _font: { layoutCache: object } };
  font.layoutCache = Object.create(null);
}

function drawWatermark(pdf: PDFKit.PDFDocument, text: string): void {
  const { width, height } = pdf.page;
  pdf.save().fontSize(size.watermark).fillColor(colour.watermark, 0.08);
  pdf.rotate(-35, { origin: [width / 2, height / 2] });
  const left = (width - pdf.widthOfString(text)) / 2;
  for (const part of [0.2, 0.5, 0.8]) write(pdf, text, left, height * part);
  pdf.restore().fillOpacity(1);
}

function drawRow(
  pdf: PDFKit.PDFDocument,
  { columns }: Sheet,
  cells: readonly string[],
  ink: string,
): void {
  const { y } = pdf;
  pdf.fillColor(ink);
  let x = margin;
  for (const [index, { width }] of columns.entries()) {
    const text = cells[index] ?? '';
    if (text !== '') write(pdf, text, x, y, width - gap);
    x += width;
  }
  pdf.rect(margin, y + rowHeight - 3, pdf.page.width - 2 * margin, 0.5).fill(colour.line);
  pdf.y = y + rowHeight;
}

/** One line, where it is told to stand; letters grow narrower where it would leave its column. */
function write(
  pdf: PDFKit.PDFDocument,
  text: string,
  x: number,
  y: number,
  room = Number.POSITIVE_INFINITY,
): void {
  const before = pdf.y;
  const horizontalScaling = Math.min(100, (100 * room) / pdf.widthOfString(text));
  pdf.text(text, x, y, { lineBreak: false, ...(horizontalScaling < 100 && { horizontalScaling }) });
  pdf.y = before;
}

function isFull(pdf: PDFKit.PDFDocument): boolean {
  return pdf.y + rowHeight > pdf.page.height - margin;
}
