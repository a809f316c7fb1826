import { createHash, createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import forge, { type Asn1 } from 'node-forge';

// CMS SignedData (RFC 5652) in the one form PAdES baseline asks for (ETSI EN 319 142-1, B-B): detached,
// SHA-256 with RSA, content type, digest and the signer's certificate as signed attributes, the time in
// the PDF itself. Written here because a reader that knows the only form can compare every byte: node-forge
// encodes Chinese issuer names twice and knows no signing-certificate attribute.

const { Class, Type } = forge.asn1;
const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
} as const;

const binary = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytesOf = (value: Asn1) => Buffer.from(forge.asn1.toDer(value).getBytes(), 'latin1');
const sequence = (...parts: Asn1[]) =>
  forge.asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, parts);
const set = (...parts: Asn1[]) => forge.asn1.create(Class.UNIVERSAL, Type.SET, true, parts);
const tagged = (parts: Asn1[]) => forge.asn1.create(Class.CONTEXT_SPECIFIC, 0, true, parts);
const one = () => forge.asn1.create(Class.UNIVERSAL, Type.INTEGER, false, '\x01');
const octets = (bytes: Uint8Array) =>
  forge.asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, binary(bytes));
const oid = (name: keyof typeof oids) =>
  forge.asn1.create(Class.UNIVERSAL, Type.OID, false, forge.asn1.oidToDer(oids[name]).getBytes());
const algorithm = (name: 'sha256' | 'rsa') =>
  sequence(oid(name), forge.asn1.create(Class.UNIVERSAL, Type.NULL, false, ''));

/** A detached signature taken apart. */
export interface Cms {
  /** DER; the first is the signer's. */
  readonly certificates: readonly Buffer[];
  /** SHA-256 of the content, as the signature claims it. */
  readonly digest: Buffer;
  readonly signature: Buffer;
}

/** SHA-256 of some bytes. */
export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Signs content with an RSA key; `certificates` is the signer's first, then its issuers, DER each. */
export function signCms(
  content: Uint8Array,
  privateKeyPem: string,
  certificates: readonly Buffer[],
): Buffer {
  const digest = sha256(content);
  const signature = sign(
    'sha256',
    attributesOf(digest, certificates),
    createPrivateKey(privateKeyPem),
  );
  return encodeCms({ certificates, digest, signature });
}

/** Whether the signature over the signed attributes was made with the key of the first certificate. */
export function isSignedByFirst({ certificates, digest, signature }: Cms): boolean {
  const [signer] = certificates;
  if (!signer) return false;
  const { publicKey } = new X509Certificate(signer);
  return verify('sha256', attributesOf(digest, certificates), publicKey, signature);
}

/** The one DER form of a signature: equal parts, equal bytes. */
export function encodeCms({ certificates, digest, signature }: Cms): Buffer {
  const signerInfo = sequence(
    one(),
    issuerAndSerial(certificates),
    algorithm('sha256'),
    tagged(attributes(digest, certificates)),
    algorithm('rsa'),
    octets(signature),
  );
  const signedData = sequence(
    one(),
    set(algorithm('sha256')),
    sequence(oid('data')),
    tagged(certificates.map((certificate) => forge.asn1.fromDer(binary(certificate)))),
    set(signerInfo),
  );
  return bytesOf(sequence(oid('signedData'), tagged([signedData])));
}

/** Takes a signature apart. Returns nothing when the bytes are not exactly the form we write. */
export function decodeCms(bytes: Uint8Array): Cms | undefined {
  try {
    const signedData = at(forge.asn1.fromDer(binary(bytes)), 1, 0);
    const signerInfo = at(signedData, 4, 0);
    const cms = {
      certificates: partsOf(at(signedData, 3)).map(bytesOf),
      digest: contentOf(at(signerInfo, 3, 1, 1, 0)),
      signature: contentOf(at(signerInfo, 5)),
    };
    return encodeCms(cms).equals(bytes) ? cms : undefined;
  } catch {
    return undefined; // Not DER, not a certificate, or another structure: all the same to who asks.
  }
}

/** What is signed: the attributes as a SET in DER order (RFC 5652 §5.4). */
function attributesOf(digest: Buffer, certificates: readonly Buffer[]): Buffer {
  return bytesOf(set(...attributes(digest, certificates)));
}

/** The attributes in DER order: sorted by their encoding, which the lengths of these three decide. */
function attributes(digest: Buffer, [signer = Buffer.of()]: readonly Buffer[]): Asn1[] {
  return [
    sequence(oid('contentType'), set(oid('data'))),
    sequence(oid('messageDigest'), set(octets(digest))),
    sequence(
      oid('signingCertificateV2'),
      set(sequence(sequence(sequence(octets(sha256(signer)))))),
    ),
  ];
}

/** Issuer and serial number, copied from the signer's certificate as they stand there. */
function issuerAndSerial([signer = Buffer.of()]: readonly Buffer[]): Asn1 {
  const [, serial, , issuer] = partsOf(at(forge.asn1.fromDer(binary(signer)), 0));
  if (!serial || !issuer) throw new RangeError('not an X.509 version 3 certificate');
  return sequence(issuer, serial);
}

function partsOf({ value }: Asn1): Asn1[] {
  if (typeof value === 'string') throw new RangeError('not a constructed value');
  return value;
}

function contentOf({ value }: Asn1): Buffer {
  if (typeof value !== 'string') throw new RangeError('not a primitive value');
  return Buffer.from(value, 'latin1');
}

function at(value: Asn1, ...path: number[]): Asn1 {
  return path.reduce((inner, index) => {
    const part = partsOf(inner)[index];
    if (!part) throw new RangeError('a part is missing');
    return part;
  }, value);
}
