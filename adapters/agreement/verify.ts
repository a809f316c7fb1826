import { X509Certificate } from 'node:crypto';
import { type Cms, decodeCms, isSignedByFirst, sha256 } from './cms.ts';
import { readPdfObjects } from './pdfObjects.ts';

/** What can be wrong with a file that should be a signed agreement. */
export type AgreementFault =
  | 'notPdf'
  | 'notSigned'
  | 'cut'
  | 'appended'
  | 'changed'
  | 'signatureBroken'
  | 'otherKey'
  | 'disclosureDiffers';

/** A verified agreement, or what is wrong with it. */
export type Verification =
  | {
      readonly isValid: true;
      readonly number: string;
      /** The name in the signer's certificate, and the SHA-256 of that certificate as hex. */
      readonly signer: string;
      readonly fingerprint: string;
      /** Whether the signer's certificate was compared with a given one. */
      readonly isSignerKnown: boolean;
      readonly signedAt: Date;
      readonly disclosureHash: string;
    }
  | { readonly isValid: false; readonly fault: AgreementFault };

interface SignedFile {
  /** Everything but the signature itself. */
  readonly content: Buffer;
  readonly cms: Cms;
}

/**
 * Checks a printed agreement: nothing before, inside or after the signed bytes was changed, the
 * signature is whole, it was made with the key of `certificatePem` (left out: anybody's), and the
 * attached disclosure has the declared hash. Throws only when `certificatePem` is no certificate.
 */
export function verifyAgreement(pdf: Uint8Array, certificatePem?: string): Verification {
  const expected = certificatePem === undefined ? undefined : readCertificates(certificatePem);
  const file = Buffer.from(pdf);
  const signed = readSignature(file);
  if (typeof signed === 'string') return { isValid: false, fault: signed };
  const fault = faultOf(signed, expected);
  if (fault) return { isValid: false, fault };
  const declared = readDeclared(file);
  if (!declared) return { isValid: false, fault: 'disclosureDiffers' };
  const signer = new X509Certificate(signed.cms.certificates[0] ?? '');
  return {
    isValid: true,
    ...declared,
    signer: /^CN=(.*)$/m.exec(signer.subject)?.[1] ?? signer.subject,
    fingerprint: sha256(signer.raw).toString('hex'),
    isSignerKnown: expected !== undefined,
  };
}

/** Finds the signature and holds it to the only place it may stand at: all of the file is signed but itself. */
function readSignature(file: Buffer): SignedFile | AgreementFault {
  if (!file.subarray(0, 5).equals(Buffer.from('%PDF-'))) return 'notPdf';
  const declared = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(file.toString('latin1'));
  if (!declared) return 'notSigned';
  const [before = 0, after = 0, length = 0] = declared.slice(1).map(Number);
  if (after + length > file.length) return 'cut';
  if (after + length < file.length) return 'appended';
  const content = Buffer.concat([file.subarray(0, before), file.subarray(after)]);
  const hex = /^<([0-9a-f]+)>$/.exec(file.toString('latin1', before, after))?.[1];
  const cms = hex && decodeCms(withoutPadding(Buffer.from(hex, 'hex')));
  return cms ? { content, cms } : 'signatureBroken';
}

/** The signature without the zeros that fill the rest of its room; what follows must be zeros alone. */
function withoutPadding(room: Buffer): Buffer {
  if (room.length < 4) return room;
  // A DER value of 256 to 65535 bytes: tag, 0x82, two bytes of length.
  const length = 4 + room.readUInt16BE(2);
  return room.subarray(length).every((byte) => byte === 0) ? room.subarray(0, length) : room;
}

function faultOf(
  { content, cms }: SignedFile,
  expected: readonly Buffer[] | undefined,
): AgreementFault | undefined {
  if (!isSignedByFirst(cms)) return 'signatureBroken';
  if (!cms.digest.equals(sha256(content))) return 'changed';
  if (!expected) return undefined;
  const [signer, ...issuers] = cms.certificates;
  if (!expected[0] || !signer?.equals(expected[0])) return 'otherKey';
  // Certificates beside the signer's are not signed: none may be there that was not published.
  const isPublished = issuers.every((issuer) => expected.some((each) => each.equals(issuer)));
  return isPublished ? undefined : 'signatureBroken';
}

function readCertificates(pem: string): Buffer[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new RangeError('no certificate in PEM');
  return blocks.map((block) => new X509Certificate(block).raw);
}

/** What the file says of itself, if its disclosure is the one it declares. */
function readDeclared(
  file: Buffer,
): { number: string; signedAt: Date; disclosureHash: string } | undefined {
  try {
    const { information, attachment } = readPdfObjects(file);
    const { AgreementNumber = '', DisclosureHash = '', CreationDate = '' } = information;
    if (sha256(attachment('disclosure.json')).toString('hex') !== DisclosureHash) return undefined;
    return {
      number: AgreementNumber,
      signedAt: momentOf(CreationDate),
      disclosureHash: DisclosureHash,
    };
  } catch {
    return undefined; // Signed, but not printed by this press: there is nothing to compare.
  }
}

/** `D:20261124013000Z` as a moment. */
function momentOf(date: string): Date {
  const [, year, month, day, hour, minute, second] =
    /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
