/** The part of node-forge we use: ASN.1, X.509 and PKCS#12. Bytes are “binary” strings (latin1). */
declare module 'node-forge' {
  interface Asn1 {
    readonly type: number;
    readonly value: string | Asn1[];
  }
  interface ByteBuffer {
    getBytes(): string;
  }
  interface RsaKey {
    readonly n: unknown;
    readonly e: unknown;
  }
  interface NameAttribute {
    readonly name: string;
    readonly value: string;
    readonly valueTagClass: number;
  }
  interface Certificate {
    publicKey: RsaKey;
    serialNumber: string;
    readonly validity: { notBefore: Date; notAfter: Date };
    setSubject(attributes: readonly NameAttribute[]): void;
    setIssuer(attributes: readonly NameAttribute[]): void;
    setExtensions(extensions: ReadonlyArray<Readonly<Record<string, unknown>>>): void;
    sign(key: RsaKey, digest: unknown): void;
  }
  interface Bag {
    readonly cert?: Certificate;
    readonly key?: RsaKey | null;
  }
  const forge: {
    readonly asn1: {
      readonly Class: Readonly<Record<'UNIVERSAL' | 'CONTEXT_SPECIFIC', number>>;
      readonly Type: Readonly<
        Record<'INTEGER' | 'OCTETSTRING' | 'NULL' | 'OID' | 'UTF8' | 'SEQUENCE' | 'SET', number>
      >;
      create(kind: number, type: number, isConstructed: boolean, value: string | Asn1[]): Asn1;
      fromDer(bytes: string): Asn1;
      toDer(value: Asn1): ByteBuffer;
      oidToDer(oid: string): ByteBuffer;
    };
    readonly md: { readonly sha256: { create(): unknown } };
    readonly pki: {
      readonly oids: Readonly<Record<string, string>>;
      readonly rsa: { setPublicKey(n: unknown, e: unknown): RsaKey };
      createCertificate(): Certificate;
      privateKeyFromPem(pem: string): RsaKey;
      privateKeyToPem(key: RsaKey): string;
      certificateToPem(certificate: Certificate): string;
    };
    readonly pkcs12: {
      toPkcs12Asn1(
        key: RsaKey,
        certificates: readonly Certificate[],
        password: string,
        options: { readonly algorithm: 'aes256' },
      ): Asn1;
      pkcs12FromAsn1(
        value: Asn1,
        isStrict: boolean,
        password: string,
      ): { getBags(filter: { bagType: string }): Record<string, Bag[] | undefined> };
    };
  };
  export default forge;
  export type { Asn1, Bag, Certificate, RsaKey };
}
