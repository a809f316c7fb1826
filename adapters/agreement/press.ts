import type { AgreementDocument, AgreementPress, AgreementSection } from '../../ports/agreement.ts';
import { sha256 } from './cms.ts';
import { drawHtml } from './html.ts';
import type { OperatorKey } from './operatorKey.ts';
import { drawPdf, loadFonts } from './pdf.ts';
import { signPdf } from './signature.ts';

/** Prints agreements in Noto Sans SC and signs them with the operator's key (R30). */
export function createAgreementPress(key: OperatorKey): AgreementPress {
  const fonts = loadFonts();
  return {
    async print(document) {
      check(document);
      const ordered = { ...document, sections: inReadingOrder(document.sections) };
      const pdf = await signPdf(await drawPdf(ordered, fonts), key);
      return { pdf, html: drawHtml(ordered) };
    },
  };
}

/** An agreement that contradicts itself is never signed. Throws a RangeError: whoever wrote it has a bug. */
function check({ agreedAt, disclosureJson, disclosureHash }: AgreementDocument): void {
  if (Number.isNaN(Date.parse(agreedAt))) throw new RangeError('agreedAt is not a moment');
  if (sha256(Buffer.from(disclosureJson)).toString('hex') !== disclosureHash) {
    throw new RangeError('the disclosure is not the one its hash was made of');
  }
}

/** What is of major interest comes first (E14, rights §3.2 K); otherwise the given order. */
function inReadingOrder(sections: readonly AgreementSection[]): AgreementSection[] {
  return [
    ...sections.filter(({ isMajorInterest }) => isMajorInterest),
    ...sections.filter(({ isMajorInterest }) => !isMajorInterest),
  ];
}
