import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { certificateFile, loadOperatorKey } from '../../adapters/agreement/operatorKey.ts';
import { createAgreementPress } from '../../adapters/agreement/press.ts';
import { chineseAgreement } from '../support/agreements.ts';

const operatorName = '明白通信';
const now = new Date('2026-11-01T00:00:00Z');

describe('npm run agreement:verify', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-verify-'));
  const [own, other, empty] = ['own', 'other', 'empty'].map((name) => join(folder, name));
  const good = join(folder, 'good.pdf');
  const changed = join(folder, 'changed.pdf');

  before(async () => {
    mkdirSync(String(empty));
    const key = loadOperatorKey({ folder: String(own), operatorName, now });
    loadOperatorKey({ folder: String(other), operatorName, now });
    const pdf = Buffer.from((await createAgreementPress(key).print(chineseAgreement)).pdf);
    writeFileSync(good, pdf);
    pdf[pdf.length - 500] = (pdf.at(-500) ?? 0) ^ 1;
    writeFileSync(changed, pdf);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('says in one sentence that an agreement is valid, with the certificate of the data folder', async () => {
    const { code, said } = await verify([good], own);
    assert.equal(code, 0, said);
    assert.match(said, /^Valid: agreement MB-20261124-000137, agreed at 2026-11-24T01:31:07.000Z/);
    assert.match(said, /signed by 明白通信/);
    assert.ok(said.includes(chineseAgreement.disclosureHash));
    assert.equal(said.trim().split('\n').length, 1);
  });

  it('asks the given certificate rather than that of the data folder', async () => {
    const given = (of: string | undefined) => ['--certificate', certificateFile(String(of))];
    assert.equal((await verify([good, ...given(own)], other)).code, 0);
    const { code, said } = await verify([good, ...given(other)], own);
    assert.equal(code, 1);
    assert.match(said, /not a valid agreement: it was signed with another key/);
  });

  it('does not call an agreement valid whose signer nobody knows', async () => {
    const { code, said } = await verify([good], empty);
    assert.equal(code, 2);
    assert.match(said, /^Signer not checked/);
    assert.doesNotMatch(said, /\bValid\b/);
  });

  it('says what is wrong with a changed one', async () => {
    const { code, said } = await verify([changed], own);
    assert.equal(code, 1);
    assert.match(said, /changed\.pdf is not a valid agreement: what was signed was changed/);
  });

  it('says how it is used, and that a file is not there', async () => {
    const [unused, missing] = await Promise.all([
      verify([], own),
      verify([join(folder, 'nowhere.pdf')], own),
    ]);
    assert.equal(unused.code, 2);
    assert.match(unused.said, /npm run agreement:verify -- FILE/);
    assert.equal(missing.code, 2);
    assert.match(missing.said, /Cannot verify: .*nowhere\.pdf/);
  });
});

/** Runs the command as npm does. */
async function verify(
  given: readonly string[],
  dataFolder: string | undefined,
): Promise<{ code: number; said: string }> {
  const command = ['--import', 'tsx', 'adapters/agreement/verifyCommand.ts', ...given];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, DATA_FOLDER: String(dataFolder) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, said: out + error };
}
