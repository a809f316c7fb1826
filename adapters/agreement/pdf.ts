import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { AgreementDocument, AgreementSection } from '../../ports/agreement.ts';
import {
  drawEnd,
  drawFooters,
  drawHead,
  drawHeading,
  drawParagraph,
  drawRow,
} from './pdfBlocks.ts';
import { leaveRoomForSignature, pdfText } from './signature.ts';

/** TrueType files with Chinese and Latin letters. */
export interface Fonts {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

const family = '@expo-google-fonts/noto-sans-sc';
const margins = { top: 62, bottom: 78, left: 62, right: 62 };

/** Reads Noto Sans SC, 10 MB a file: once, then handed on. */
export function loadFonts(): Fonts {
  const { resolve } = createRequire(import.meta.url);
  return {
    regular: readFileSync(resolve(`${family}/400Regular/NotoSansSC_400Regular.ttf`)),
    bold: readFileSync(resolve(`${family}/700Bold/NotoSansSC_700Bold.ttf`)),
  };
}

/**
 * Draws an agreement on A4, tagged for screen readers (PDF/A-3a), with the disclosure attached and room
 * for a signature. The same document and fonts give the same bytes: the only time in it is `agreedAt`.
 */
export async function drawPdf(agreement: AgreementDocument, fonts: Fonts): Promise<Buffer> {
  const agreedAt = new Date(agreement.agreedAt);
  const pdf = openPdf(agreement, agreedAt);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Uint8Array) => chunks.push(Buffer.from(chunk)));
  const ended = once(pdf, 'end');
  pdf.registerFont('regular', fonts.regular as unknown as string);
  pdf.registerFont('bold', fonts.bold as unknown as string);
  pdf.addPage();
  pdf.font('regular');
  leaveRoomForSignature(pdf, agreement.operatorName, agreedAt);
  attachDisclosure(pdf, agreement.disclosureJson, agreedAt);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  drawHead(pdf, root, agreement);
  for (const section of agreement.sections) drawSection(pdf, root, section);
  root.end();
  drawFooters(pdf, agreement.footer);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function openPdf(agreement: AgreementDocument, agreedAt: Date): PDFKit.PDFDocument {
  const { number, title, operatorName, language, disclosureHash } = agreement;
  return new PDFDocument({
    size: 'A4',
    margins,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    lang: language,
    displayTitle: true,
    bufferPages: true,
    autoFirstPage: false,
    font: null as never, // no default font: it would be one that is not embedded
    info: {
      Title: new Named(`${title} ${number}`) as unknown as string,
      Author: new Named(operatorName) as unknown as string,
      Creator: 'Mingbai',
      Producer: 'Mingbai',
      CreationDate: agreedAt,
      AgreementNumber: pdfText(number),
      DisclosureHash: pdfText(disclosureHash),
    } as PDFKit.DocumentInfo,
  });
}

/** pdfkit puts title and author into XML as they are: asked for a string they give themselves escaped. */
class Named extends String {
  override toString(): string {
    return this.valueOf().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  }
}

function attachDisclosure(pdf: PDFKit.PDFDocument, json: string, at: Date): void {
  pdf.file(Buffer.from(json), {
    name: 'disclosure.json',
    type: 'application/json',
    relationship: 'Source',
    creationDate: at,
    modifiedDate: at,
  } as PDFKit.Mixins.PDFAttachmentOptions);
}

function drawSection(
  pdf: PDFKit.PDFDocument,
  root: PDFKit.PDFStructureElement,
  { heading, rows, paragraphs, isMajorInterest }: AgreementSection,
): void {
  const section = pdf.struct('Sect', { title: heading });
  root.add(section);
  drawHeading(pdf, section, heading, isMajorInterest);
  if (rows.length > 0) {
    const table = pdf.struct('Table');
    section.add(table);
    for (const row of rows) drawRow(pdf, table, row, isMajorInterest);
    table.end();
  }
  for (const paragraph of paragraphs) drawParagraph(pdf, section, paragraph, isMajorInterest);
  drawEnd(pdf, isMajorInterest);
  section.end();
}
