import PDFDocument from 'pdfkit';
import { fontFile } from './tablePdf.ts';
import { type Paper, paperHead, paperLines } from './transcriptPage.ts';

// Lengths in points (1/72 inch).
const margin = 48;
const size = { title: 16, head: 9, text: 10.5 };
const colour = { ink: '#17282b', quiet: '#55666a' };

/** The same conversation as a PDF on A4, text that can be searched, tagged with its language. */
export async function drawTranscript(paper: Paper): Promise<Buffer> {
  const { title, made } = paperHead(paper);
  const pdf = new PDFDocument({ size: 'A4', margin, lang: paper.language, info: { Title: title } });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve));
  pdf.registerFont('text', fontFile()).font('text');
  pdf.fillColor(colour.ink).fontSize(size.title).text(title);
  pdf.fillColor(colour.quiet).fontSize(size.head).text(made).moveDown();
  for (const { at, who, text } of paperLines(paper)) {
    pdf.fillColor(colour.quiet).fontSize(size.head).text(`${who}  ${at}`);
    pdf.fillColor(colour.ink).fontSize(size.text).text(text).moveDown(0.5);
  }
  pdf.end();
  await ended;
  return Buffer.concat(parts);
}
