import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { certificateFile } from './operatorKey.ts';
import { type AgreementFault, verifyAgreement } from './verify.ts';

// npm run agreement:verify FILE [--certificate file.pem]
// Exit 0: valid and signed with the operator's key. 1: not valid. 2: the signer was not checked, or
// the question could not be asked.

const sentences: Readonly<Record<AgreementFault, string>> = {
  notPdf: 'it is not a PDF.',
  notSigned: 'it carries no signature.',
  cut: 'the end of the file is missing.',
  appended: 'bytes were appended after the signature.',
  changed: 'what was signed was changed.',
  signatureBroken: 'the signature itself is damaged.',
  otherKey: 'it was signed with another key than that of the given certificate.',
  disclosureDiffers:
    'the disclosure inside is not the one whose hash it declares, although the signature is whole.',
};

function run(): number {
  const { values, positionals } = parseArgs({
    options: { certificate: { type: 'string' } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) {
    throw new Error('use: npm run agreement:verify -- FILE [--certificate file.pem]');
  }
  const certificate = values.certificate ?? ownCertificate();
  const result = verifyAgreement(
    readFileSync(file),
    certificate && readFileSync(certificate, 'utf8'),
  );
  if (!result.isValid) {
    console.error(`${file} is not a valid agreement: ${sentences[result.fault]}`);
    return 1;
  }
  const { number, signer, fingerprint, signedAt, disclosureHash, isSignerKnown } = result;
  const what = `agreement ${number}, agreed at ${signedAt.toISOString()} and signed by ${signer} (certificate SHA-256 ${fingerprint}), is unchanged; its disclosure has SHA-256 ${disclosureHash}.`;
  if (isSignerKnown) {
    console.log(`Valid: ${what}`);
    return 0;
  }
  console.error(
    `Signer not checked, anybody may have made this key: ${what} Give the operator's certificate with --certificate.`,
  );
  return 2;
}

/** The certificate in the data folder of this server, if there is one. */
function ownCertificate(): string | undefined {
  const file = certificateFile(readConfig().DATA_FOLDER);
  return existsSync(file) ? file : undefined;
}

try {
  process.exitCode = run();
} catch (error) {
  console.error(`Cannot verify: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
