import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A run of letters on a page; the origin is the lower left corner, lengths in points. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** The name pdf.js gives the font: equal for equal fonts. */
  readonly font: string;
}

/** What a PDF reader other than ours finds in a file. */
export interface ReadPdf {
  readonly pages: ReadonlyArray<{
    readonly runs: readonly Run[];
    readonly tags: readonly string[];
  }>;
  readonly information: Readonly<Record<string, unknown>>;
  readonly attachments: Readonly<Record<string, string>>;
}

interface StructureNode {
  readonly role?: string;
  readonly children?: readonly StructureNode[];
}

/** Opens a PDF with pdf.js. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
  });
  const pdf = await task.promise;
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => {
      const page = await pdf.getPage(index + 1);
      const { items } = await page.getTextContent();
      const runs = items.flatMap((item) =>
        'str' in item && item.str.trim() !== ''
          ? [
              {
                text: item.str,
                x: item.transform[4],
                y: item.transform[5],
                width: item.width,
                font: item.fontName,
              },
            ]
          : [],
      );
      const structure = (await page.getStructTree()) as StructureNode | null;
      return { runs, tags: tagsOf(structure ?? {}) };
    }),
  );
  const { info } = await pdf.getMetadata();
  const attached: Record<string, { content: Uint8Array }> = (await pdf.getAttachments()) ?? {};
  await task.destroy();
  return {
    pages,
    information: info as Record<string, unknown>,
    attachments: Object.fromEntries(
      Object.entries(attached).map(([name, { content }]) => [
        name,
        Buffer.from(content).toString(),
      ]),
    ),
  };
}

function tagsOf({ role, children = [] }: StructureNode): string[] {
  return [...(role ? [role] : []), ...children.flatMap(tagsOf)];
}

/** Letters without blanks and line ends, ligatures taken apart: what two prints of a text have in common. */
export function lettersOf(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '');
}
