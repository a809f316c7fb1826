import type { AgreementDocument } from '../../ports/agreement.ts';

type Pdf = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

// Lengths in points (1/72 inch).
const ink = '#1c2127';
const quiet = '#4f5a66';
const accent = '#0b5c66';
const hairline = '#d3d9de';
const tint = '#eef5f5';
const termWidth = 128;
const gutter = 14;
const rowPadding = 5;
const body = { size: 10, lineGap: 1 };

/** Operator, title and number on top of the first page. */
export function drawHead(pdf: Pdf, root: Element, agreement: AgreementDocument): void {
  const { x, width } = column(pdf);
  const line = (tag: string, text: string, font: 'regular' | 'bold', size: number, color: string) =>
    tagged(pdf, root, tag, () =>
      pdf.font(font).fontSize(size).fillColor(color).text(text, x, pdf.y, { width }),
    );
  line('P', agreement.operatorName, 'bold', 10.5, accent);
  pdf.y += 4;
  line('H1', agreement.title, 'bold', 20, ink);
  pdf.y += 2;
  line('P', agreement.number, 'regular', 10.5, quiet);
  pdf.y += 10;
  artifact(pdf, () => pdf.rect(x, pdf.y, width, 1.5).fill(accent));
  pdf.y += 8;
}

/** The heading of a section, never alone at the foot of a page. */
export function drawHeading(pdf: Pdf, section: Element, text: string, isMajor: boolean): void {
  const { x, width } = column(pdf);
  pdf.font('bold').fontSize(12.5);
  const height = pdf.heightOfString(text, { width });
  pdf.y += 12;
  const top = makeRoom(pdf, height + 12, isMajor, 40);
  tagged(pdf, section, 'H2', () => pdf.fillColor(accent).text(text, x, top + 7, { width }));
  pdf.y = Math.max(pdf.y, top + height + 12);
}

/** A term beside its value; one above the other when the row is so long that it must run on over pages. */
export function drawRow(
  pdf: Pdf,
  table: Element,
  { term, value }: { term: string; value: string },
  isMajor: boolean,
): void {
  const { x, width } = column(pdf);
  const valueX = x + termWidth + gutter;
  const valueWidth = width - termWidth - gutter;
  const termHeight = heightOf(pdf, term, termWidth, isMajor);
  const valueHeight = heightOf(pdf, value, valueWidth, isMajor);
  const height = Math.max(termHeight, valueHeight) + 2 * rowPadding;
  const isStacked = height > pageBody(pdf) / 2;
  const top = makeRoom(pdf, isStacked ? termHeight + 60 : height, isMajor && !isStacked);
  const row = pdf.struct('TR');
  table.add(row);
  const cell = (tag: 'TH' | 'TD', text: string, left: number, y: number, cellWidth: number) =>
    tagged(pdf, row, tag, () => write(pdf, text, left, y, cellWidth, isMajor, tag === 'TH'));
  if (isStacked) {
    cell('TH', term, x, top + rowPadding, width);
    cell('TD', value, x, pdf.y + 2, width);
    pdf.y += rowPadding;
  } else {
    cell('TH', term, x, top + rowPadding, termWidth);
    cell('TD', value, valueX, top + rowPadding, valueWidth);
    pdf.y = top + height;
  }
  row.end();
  artifact(pdf, () => pdf.rect(x, pdf.y - 0.8, width, 0.5).fill(hairline));
}

/** A clause over the full width; a long one runs on over pages. */
export function drawParagraph(pdf: Pdf, section: Element, text: string, isMajor: boolean): void {
  const { x, width } = column(pdf);
  const height = heightOf(pdf, text, width, isMajor) + rowPadding + 3;
  const isLong = height > pageBody(pdf) / 2;
  const top = makeRoom(pdf, isLong ? 60 : height, isMajor && !isLong);
  tagged(pdf, section, 'P', () => write(pdf, text, x, top + rowPadding, width, isMajor, false));
  pdf.y += 3;
}

/** A little of the tint below the last line of what is of major interest. */
export function drawEnd(pdf: Pdf, isMajor: boolean): void {
  const height = 6;
  if (!isMajor || pdf.y + height > pdf.page.height - pdf.page.margins.bottom) return;
  makeRoom(pdf, height, isMajor);
  pdf.y += height;
}

/** The agreement's footer and the page number under every page, as decoration a reader skips. */
export function drawFooters(pdf: Pdf, footer: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(start + index);
    const { x, width } = column(pdf);
    const { bottom } = pdf.page.margins;
    const y = pdf.page.height - bottom + 20;
    pdf.page.margins.bottom = 0; // pdfkit would begin a page for text in the margin
    artifact(pdf, () => {
      pdf.rect(x, y, width, 0.5).fill(hairline);
      pdf.font('regular').fontSize(8).fillColor(quiet);
      pdf.text(footer, x, y + 7, { width: width - 60, height: 26, ellipsis: true });
      pdf.text(`${index + 1} / ${count}`, x + width - 50, y + 7, { width: 50, align: 'right' });
    });
    pdf.page.margins.bottom = bottom;
  }
}

function column({ page }: Pdf): { x: number; width: number } {
  const { left, right } = page.margins;
  return { x: left, width: page.width - left - right };
}

function pageBody({ page }: Pdf): number {
  return page.height - page.margins.top - page.margins.bottom;
}

/** Begins a page when a block does not fit; tints what is of major interest. Returns where it begins. */
function makeRoom(pdf: Pdf, height: number, isMajor: boolean, follows = 0): number {
  const bottom = pdf.page.height - pdf.page.margins.bottom;
  if (pdf.y + height + follows > bottom) pdf.addPage();
  const { y } = pdf;
  if (isMajor) {
    const { x, width } = column(pdf);
    artifact(pdf, () => {
      pdf.rect(x - 12, y, width + 24, height + 0.2).fill(tint);
      // A hair higher than the tint, so that the bars of two blocks leave no seam.
      pdf.rect(x - 12, y - 0.4, 3, height + 0.6).fill(accent);
    });
  }
  return y;
}

function heightOf(pdf: Pdf, text: string, width: number, isMajor: boolean): number {
  return choose(pdf, isMajor).heightOfString(text, { width, lineGap: body.lineGap });
}

function write(
  pdf: Pdf,
  text: string,
  x: number,
  y: number,
  width: number,
  isMajor: boolean,
  isTerm: boolean,
): void {
  const { lineGap } = body;
  choose(pdf, isMajor)
    .fillColor(isTerm ? quiet : ink)
    .text(text, x, y, { width, lineGap });
}

function choose(pdf: Pdf, isMajor: boolean): Pdf {
  return pdf.font(isMajor ? 'bold' : 'regular').fontSize(body.size);
}

function tagged(pdf: Pdf, parent: Element, tag: string, draw: () => void): void {
  const options = tag === 'TH' ? { scope: 'Row' } : {};
  const element = pdf.struct(tag as never, options as never, draw as never);
  parent.add(element);
  element.end();
}

function artifact(pdf: Pdf, draw: () => void): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  draw();
  pdf.endMarkedContent();
}
