import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  certificateFile,
  certificatePem,
  KeyCannotSign,
  loadOperatorKey,
} from '../../adapters/agreement/operatorKey.ts';
import { drawPdf, loadFonts } from '../../adapters/agreement/pdf.ts';
import { createAgreementPress } from '../../adapters/agreement/press.ts';
import { signPdf } from '../../adapters/agreement/signature.ts';
import { verifyAgreement } from '../../adapters/agreement/verify.ts';
import { chineseAgreement } from '../support/agreements.ts';

const now = new Date('2026-11-01T00:00:00Z');
const operatorName = '明白通信';

describe('a signed agreement', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-signed-'));
  const key = loadOperatorKey({ folder, operatorName, now });
  const otherKey = loadOperatorKey({ folder: join(folder, 'other'), operatorName, now });
  const certificate = certificatePem(key);
  let file: Buffer;

  before(async () => {
    file = Buffer.from((await createAgreementPress(key).print(chineseAgreement)).pdf);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What is wrong, with the operator's certificate in hand. */
  const faultOf = (pdf: Buffer, pem: string | undefined = certificate) => {
    const result = verifyAgreement(pdf, pem);
    return result.isValid ? undefined : result.fault;
  };
  const withByte = (place: number, change: number) => {
    const changed = Buffer.from(file);
    changed[place] = (changed[place] ?? 0) ^ change;
    return changed;
  };
  /** The room of the signature: from its `<` to behind its `>`. */
  const room = () => {
    const [, start = 0, end = 0] =
      /ByteRange \[0 (\d+) (\d+)/.exec(file.toString('latin1'))?.map(Number) ?? [];
    return { start, end };
  };

  it('is valid, and says who signed what and when', () => {
    assert.deepEqual(verifyAgreement(file, certificate), {
      isValid: true,
      number: chineseAgreement.number,
      signer: operatorName,
      fingerprint: new X509Certificate(certificate).fingerprint256
        .replaceAll(':', '')
        .toLowerCase(),
      isSignerKnown: true,
      signedAt: new Date(chineseAgreement.agreedAt),
      disclosureHash: chineseAgreement.disclosureHash,
    });
  });

  it('says that nobody knows the signer when no certificate is given', () => {
    const result = verifyAgreement(file);
    assert.ok(result.isValid && !result.isSignerKnown);
  });

  it('is refused with any one byte changed, wherever it is', () => {
    const changes = fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(changes, ([place, change]) => {
        const changed = withByte(place, change);
        assert.ok(faultOf(changed));
        assert.equal(verifyAgreement(changed).isValid, false);
      }),
      { numRuns: 150 },
    );
  });

  it('says that the content was changed when a byte behind the signature was', () => {
    const { end } = room();
    const changes = fc.tuple(
      fc.integer({ min: end, max: file.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
    );
    fc.assert(
      fc.property(changes, ([place, change]) => {
        assert.equal(faultOf(withByte(place, change)), 'changed');
      }),
      { numRuns: 100 },
    );
  });

  it('says that the signature is damaged when a byte of it was changed, its padding included', () => {
    const { start, end } = room();
    const changes = fc.tuple(
      fc.integer({ min: start, max: end - 1 }),
      fc.integer({ min: 1, max: 255 }),
    );
    fc.assert(
      fc.property(changes, ([place, change]) => {
        assert.equal(faultOf(withByte(place, change)), 'signatureBroken');
      }),
      { numRuns: 100 },
    );
  });

  it('says that bytes were appended: blanks, or an update that shows other words', () => {
    const update = '\n1 0 obj\n<</Type /Pages /Count 0 /Kids []>>\nendobj\nstartxref\n1\n%%EOF\n';
    for (const more of ['\n', ' ', update]) {
      assert.equal(faultOf(Buffer.concat([file, Buffer.from(more)])), 'appended');
    }
  });

  it('says that the end is missing, however much of it', () => {
    const { end } = room();
    fc.assert(
      fc.property(fc.integer({ min: end, max: file.length - 1 }), (length) => {
        assert.equal(faultOf(file.subarray(0, length)), 'cut');
      }),
      { numRuns: 50 },
    );
  });

  it('says that the content was changed when the attached disclosure was replaced', () => {
    const start = file.indexOf('/Type /EmbeddedFile');
    const stream = file.indexOf('stream\n', start) + 'stream\n'.length;
    const replaced = Buffer.from(file);
    Buffer.from('{"recurringFee":0}').copy(replaced, stream);
    assert.equal(faultOf(replaced), 'changed');
  });

  it('says that the disclosure is another, although the operator signed it', async () => {
    const disclosureJson = chineseAgreement.disclosureJson.replace('12900', '9900');
    const drawn = await drawPdf({ ...chineseAgreement, disclosureJson }, loadFonts());
    assert.equal(faultOf(await signPdf(drawn, key)), 'disclosureDiffers');
  });

  it('says that another key signed, also under the same name', async () => {
    const { pdf } = await createAgreementPress(otherKey).print(chineseAgreement);
    assert.equal(faultOf(Buffer.from(pdf)), 'otherKey');
    assert.equal(faultOf(file, certificatePem(otherKey)), 'otherKey');
    assert.equal(faultOf(Buffer.from(pdf), certificatePem(otherKey)), undefined);
  });

  it('accepts no certificate beside the signer’s that was not published', async () => {
    const stranger = { ...key, certificates: [...key.certificates, ...otherKey.certificates] };
    const { pdf } = await createAgreementPress(stranger).print(chineseAgreement);
    assert.equal(faultOf(Buffer.from(pdf)), 'signatureBroken');
    assert.equal(faultOf(Buffer.from(pdf), certificatePem(stranger)), undefined);
  });

  it('tells what is no PDF from what is not signed', async () => {
    assert.equal(faultOf(Buffer.from('')), 'notPdf');
    assert.equal(faultOf(Buffer.from('<html>')), 'notPdf');
    assert.equal(faultOf(Buffer.from('%PDF-1.7\n%%EOF')), 'notSigned');
    assert.equal(faultOf(await drawPdf(chineseAgreement, loadFonts())), 'notSigned');
  });

  it('never fails on bytes that only look like an agreement', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          '%PDF-1.7\n',
          '/ByteRange [0 9 9 0]',
          '/ByteRange [0 40 44 9]',
          '<30>',
          '<',
        ),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const pdf = Buffer.from(`%PDF-1.7\n/ByteRange [0 35 39 0]<308>${parts.join('')}`);
        assert.equal(verifyAgreement(pdf).isValid, false);
      }),
    );
  });

  it('is not verified with something that is no certificate', () => {
    assert.throws(() => verifyAgreement(file, 'no certificate'), RangeError);
  });
});

describe('the operator’s key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-key-'));
  after(() => rmSync(folder, { recursive: true }));
  const place = { folder, password: 'a password', operatorName, now };

  it('is made once, for its owner alone, and its certificate is published beside it', () => {
    const key = loadOperatorKey(place);
    assert.deepEqual(loadOperatorKey(place), key);
    assert.equal(statSync(join(folder, 'agreement.p12')).mode & 0o777, 0o600);
    assert.equal(readFileSync(certificateFile(folder), 'utf8'), certificatePem(key));
    assert.doesNotMatch(certificatePem(key), /PRIVATE/);
  });

  it('is the operator’s own where one is named', () => {
    const made = loadOperatorKey(place);
    const elsewhere = join(folder, 'elsewhere');
    const file = join(folder, 'agreement.p12');
    assert.deepEqual(loadOperatorKey({ ...place, folder: elsewhere, file }), made);
    assert.equal(readFileSync(certificateFile(elsewhere), 'utf8'), certificatePem(made));
  });

  it('says in one sentence why it cannot sign, and never makes one in place of a named one', () => {
    loadOperatorKey(place);
    const refuses = (changed: Partial<typeof place> & { file?: string }, sentence: RegExp) =>
      assert.throws(
        () => loadOperatorKey({ ...place, ...changed }),
        (error: Error) => {
          assert.ok(error instanceof KeyCannotSign);
          assert.match(error.message, sentence);
          assert.doesNotMatch(error.message, /password\d|a password/);
          return true;
        },
      );
    refuses({ password: 'another' }, /AGREEMENT_P12_PASSWORD is not its password/);
    refuses({ file: join(folder, 'nowhere.p12') }, /is not there/);
    const nonsense = join(folder, 'nonsense.p12');
    writeFileSync(nonsense, 'no key');
    refuses({ file: nonsense }, /does not open/);
  });
});
