import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../domain/disclosure.ts';
import type { KeptRecord } from './evidence.ts';
import { type ChainBreak, noHash, verifyChain } from './evidenceChain.ts';

/** One subject's records as they leave the house, for whoever has to judge them. */
export interface EvidenceBundle {
  readonly subject: string;
  /** `data` is the JSON text that was hashed, letter for letter. */
  readonly records: readonly KeptRecord[];
  /** Hash of the last record: with it the whole chain is fixed. */
  readonly head: string;
  /** Ed25519 over the canonical JSON of subject, records and head; base64. */
  readonly signature: string;
  /** SPKI PEM. Who judges compares it with the operator's published key. */
  readonly publicKey: string;
}

/** What does not hold in a bundle. */
export type BundleFault =
  | ({ readonly part: 'chain' } & ChainBreak)
  | { readonly part: 'disclosure'; readonly position: number }
  | { readonly part: 'shape' | 'head' | 'signature' };

const shape = z.object({
  subject: z.string(),
  records: z.array(
    z.object({
      position: z.number(),
      previousHash: z.string(),
      hash: z.string(),
      kind: z.string(),
      subject: z.string(),
      at: z.iso.datetime({ offset: true }),
      data: z.string(),
    }),
  ),
  head: z.string(),
  signature: z.string(),
  publicKey: z.string(),
});

/** Signs one subject's records with the house's key (PKCS #8 PEM). */
export function signBundle(
  subject: string,
  records: readonly KeptRecord[],
  privateKey: string,
): EvidenceBundle {
  const key = createPrivateKey(privateKey);
  const signed = { subject, records, head: records.at(-1)?.hash ?? noHash };
  return {
    ...signed,
    signature: sign(null, Buffer.from(canonicalJson(signed)), key).toString('base64'),
    publicKey: publicKeyOf(privateKey),
  };
}

/** The key with which others check what this private key signed; SPKI PEM. */
export function publicKeyOf(privateKey: string): string {
  return String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
}

/** A public key's name for people: SHA-256 of its DER form. Throws when it is not a key. */
export function fingerprintOf(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

/**
 * Everything that does not hold in a bundle, from the bundle alone and a public key; empty: it is as
 * it was exported. Without a key, the one inside is used: that proves nothing about who signed.
 */
export function checkBundle(given: unknown, publicKey?: string): readonly BundleFault[] {
  const { success, data: bundle } = shape.safeParse(given);
  if (!success) return [{ part: 'shape' }];
  const { subject, records, head } = bundle;
  const faults: BundleFault[] = [];
  const broken = verifyChain(records);
  if (broken) faults.push({ part: 'chain', ...broken });
  if (head !== (records.at(-1)?.hash ?? noHash)) faults.push({ part: 'head' });
  for (const { kind, position, data } of records) {
    if (kind === 'disclosed' && !isDisclosureWhole(parsed(data))) {
      faults.push({ part: 'disclosure', position });
    }
  }
  if (records.some((record) => record.subject !== subject)) faults.push({ part: 'shape' });
  const signed = Buffer.from(canonicalJson({ subject, records, head }));
  if (!isSigned(signed, bundle.signature, publicKey ?? bundle.publicKey)) {
    faults.push({ part: 'signature' });
  }
  return faults;
}

/** Whether what was shown is what its hash says (D30): both confirmations carry that hash. */
export function isDisclosureWhole(data: { disclosure?: unknown; hash?: unknown }): boolean {
  if (data.disclosure === undefined) return false;
  const text = canonicalJson(data.disclosure);
  return createHash('sha256').update(text).digest('hex') === data.hash;
}

function parsed(data: string): { disclosure?: unknown; hash?: unknown } {
  try {
    return Object(JSON.parse(data));
  } catch {
    return {};
  }
}

function isSigned(signed: Buffer, signature: string, publicKey: string): boolean {
  try {
    return verify(null, signed, createPublicKey(publicKey), Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
