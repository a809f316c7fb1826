import { generateKeyPairSync, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge, { type Bag } from 'node-forge';

/** The key an operator signs agreements with. */
export interface OperatorKey {
  readonly privateKeyPem: string;
  /** DER; the signer's first, then what came with it. */
  readonly certificates: readonly Buffer[];
}

/** Where the key comes from. */
export interface KeyPlace {
  /** The data folder: `agreement.crt.pem` is written here, and `agreement.p12` if none is given. */
  readonly folder: string;
  /** The operator's own PKCS#12 file (`AGREEMENT_P12`). */
  readonly file?: string | undefined;
  /** `AGREEMENT_P12_PASSWORD`; of a file made here it is the password too. */
  readonly password?: string | undefined;
  readonly operatorName: string;
  readonly now: Date;
}

/** Why the key cannot be used, as one sentence for the engineer. */
export class KeyCannotSign extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'KeyCannotSign';
  }
}

const keyBits = 3072;
const validYears = 10;
const dayMs = 86_400_000;

/**
 * Reads the operator's key, or makes one at the first start: RSA, self-signed, ten years, readable by
 * its owner alone. Losing it makes nothing invalid that was signed with it; new agreements get a new
 * key. Throws `KeyCannotSign`.
 */
export function loadOperatorKey(place: KeyPlace): OperatorKey {
  mkdirSync(place.folder, { recursive: true });
  const file = place.file ?? join(place.folder, 'agreement.p12');
  const key = open(read(file) ?? make(file, place), file, place.password ?? '');
  const published = certificateFile(place.folder);
  const draft = `${published}.${randomUUID()}`;
  writeFileSync(draft, certificatePem(key), { mode: 0o644 });
  renameSync(draft, published);
  return key;
}

/** The file with the certificate agreements are verified with. */
export function certificateFile(folder: string): string {
  return join(folder, 'agreement.crt.pem');
}

/** The certificate to publish, as PEM; the signer's first, then its issuers. */
export function certificatePem({ certificates }: OperatorKey): string {
  return certificates.map((der) => new X509Certificate(der).toString()).join('');
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new KeyCannotSign(`The agreement key ${file} cannot be read (${code}).`);
  }
}

/** Written aside and linked, like `keys.json`: of two first starts the second takes the first's. */
function make(file: string, { file: given, operatorName, password, now }: KeyPlace): Buffer {
  if (given)
    throw new KeyCannotSign(`The agreement key ${file} named by AGREEMENT_P12 is not there.`);
  const made = makePkcs12(operatorName, password ?? '', now);
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, made, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file);
  } finally {
    rmSync(draft);
  }
}

function makePkcs12(operatorName: string, password: string, now: Date): Buffer {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: keyBits });
  const key = forge.pki.privateKeyFromPem(
    String(privateKey.export({ type: 'pkcs1', format: 'pem' })),
  );
  const certificate = forge.pki.createCertificate();
  const name = ['commonName', 'organizationName'].map((field) => ({
    name: field,
    value: operatorName,
    valueTagClass: forge.asn1.Type.UTF8,
  }));
  certificate.publicKey = forge.pki.rsa.setPublicKey(key.n, key.e);
  // A positive number of at most 20 bytes (RFC 5280 §4.1.2.2).
  certificate.serialNumber = `01${randomBytes(16).toString('hex')}`;
  // A day back: a clock that runs late somewhere must not see a key of tomorrow.
  certificate.validity.notBefore = new Date(now.getTime() - dayMs);
  certificate.validity.notAfter = new Date(now);
  certificate.validity.notAfter.setUTCFullYear(now.getUTCFullYear() + validYears);
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(key, forge.md.sha256.create());
  const pkcs12 = forge.pkcs12.toPkcs12Asn1(key, [certificate], password, { algorithm: 'aes256' });
  return Buffer.from(forge.asn1.toDer(pkcs12).getBytes(), 'latin1');
}

function open(bytes: Buffer, file: string, password: string): OperatorKey {
  const { keys, certificates } = bagsOf(bytes, file, password);
  const [key] = keys.flatMap((bag) => (bag.key ? [bag.key] : []));
  if (!key) throw new KeyCannotSign(`The agreement key ${file} holds no RSA key.`);
  const privateKeyPem = forge.pki.privateKeyToPem(key);
  const all = certificates.flatMap((bag) => (bag.cert ? [bag.cert] : []));
  const isSigner = ({ publicKey }: (typeof all)[number]) => String(publicKey.n) === String(key.n);
  const signer = all.find(isSigner);
  if (!signer)
    throw new KeyCannotSign(`The agreement key ${file} holds no certificate of its key.`);
  const ordered = [signer, ...all.filter((certificate) => certificate !== signer)];
  const derOf = (certificate: (typeof all)[number]) =>
    new X509Certificate(forge.pki.certificateToPem(certificate)).raw;
  return { privateKeyPem, certificates: ordered.map(derOf) };
}

function bagsOf(
  bytes: Buffer,
  file: string,
  password: string,
): Record<'keys' | 'certificates', Bag[]> {
  try {
    const store = forge.pkcs12.pkcs12FromAsn1(
      forge.asn1.fromDer(bytes.toString('latin1')),
      false,
      password,
    );
    const bags = (name: string) => {
      const bagType = forge.pki.oids[name] ?? '';
      return store.getBags({ bagType })[bagType] ?? [];
    };
    return {
      keys: [...bags('pkcs8ShroudedKeyBag'), ...bags('keyBag')],
      certificates: bags('certBag'),
    };
  } catch {
    throw new KeyCannotSign(
      `The agreement key ${file} does not open: it is no PKCS#12 file, or AGREEMENT_P12_PASSWORD is not its password.`,
    );
  }
}
