import { Signer, SignPdf } from '@signpdf/signpdf';
import { signCms } from './cms.ts';
import type { OperatorKey } from './operatorKey.ts';

/** Room for the signature in bytes: a certificate of one's own needs 2 kB, a chain of three about 6. */
const roomBytes = 8192;

/** What pdfkit has and its types do not show. */
interface Internals {
  readonly _root: { readonly data: Record<string, unknown> };
  readonly _acroform: unknown;
  readonly page: { readonly dictionary: unknown; readonly annotations: unknown[] };
  initForm(): void;
}

/**
 * Leaves room for a signature in a PDF being drawn: one certifying signature without a picture, that
 * permits no change afterwards (DocMDP 1). Written early in the file, so that what a cut file lost is
 * known from what is left.
 */
export function leaveRoomForSignature(pdf: PDFKit.PDFDocument, name: string, at: Date): void {
  const signature = pdf.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, '**********', '**********', '**********'],
    Contents: new Uint8Array(roomBytes),
    Name: pdfText(name),
    M: at,
    Reference: [
      {
        Type: 'SigRef',
        TransformMethod: 'DocMDP',
        TransformParams: { Type: 'TransformParams', P: 1, V: '1.2' },
      },
    ],
  });
  signature.end(undefined as never);
  const internals = pdf as unknown as Internals;
  const field = pdf.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    Rect: [0, 0, 0, 0],
    F: 132, // printed, locked
    T: pdfText('signature'),
    V: signature,
    P: internals.page.dictionary,
  });
  field.end(undefined as never);
  internals.page.annotations.push(field);
  internals.initForm();
  const form = internals._root.data.AcroForm as { data: Record<string, unknown> };
  form.data.Fields = [field];
  form.data.SigFlags = 3; // signed, append only
  delete form.data.NeedAppearances;
  internals._root.data.Perms = { DocMDP: signature };
}

/** pdfkit writes a primitive string as a name, a String object as text. */
export function pdfText(text: string): object {
  return Object(text);
}

/** Fills the room with the operator's signature. The same bytes and key give the same file. */
export function signPdf(unsigned: Uint8Array, key: OperatorKey): Promise<Buffer> {
  return new SignPdf().sign(unsigned, new OperatorSigner(key));
}

class OperatorSigner extends Signer {
  private readonly key: OperatorKey;

  constructor(key: OperatorKey) {
    super();
    this.key = key;
  }

  override async sign(content: Buffer): Promise<Buffer> {
    return signCms(content, this.key.privateKeyPem, this.key.certificates);
  }
}
