import assert from 'node:assert/strict';
import { createPublicKey, sign, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys } from '../../adapters/vault/keys.ts';
import { createVault } from '../../adapters/vault/vault.ts';

const secret = 'a secret for tests that is long enough';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=!';

describe('the vault', () => {
  const vault = createVault(secret);
  const text = '13800138001 明白 \u0000';

  it('gives back what it sealed, and only with the same secret', () => {
    assert.equal(vault.open(vault.seal(text)), text);
    assert.equal(createVault(Buffer.from(secret)).open(vault.seal(text)), text);
    assert.equal(vault.open(vault.seal('')), '');
    assert.throws(() => createVault(`${secret}.`).open(vault.seal(text)));
  });

  it('never seals the same words the same way, and shows nothing of them', () => {
    assert.notEqual(vault.seal(text), vault.seal(text));
    assert.ok(!Buffer.from(vault.seal(text), 'base64url').includes('13800138001'));
  });

  it('refuses a sealed value in which any one letter was changed, added or taken away', () => {
    const sealed = vault.seal('code 123456');
    for (let place = 0; place <= sealed.length; place += 1) {
      const [before, after] = [sealed.slice(0, place), sealed.slice(place)];
      for (const letter of letters) {
        assert.throws(() => vault.open(`${before}${letter}${after}`));
        if (after && after[0] !== letter) {
          assert.throws(() => vault.open(`${before}${letter}${after.slice(1)}`));
        }
      }
      if (after) assert.throws(() => vault.open(`${before}${after.slice(1)}`));
    }
  });

  for (const broken of ['', 'x', 'not sealed at all', '明白']) {
    it(`refuses what was never sealed: "${broken}"`, () => {
      assert.throws(() => vault.open(broken), /./);
    });
  }

  it('says nothing of the words when it refuses', () => {
    const sealed = vault.seal(text);
    assert.throws(
      () => vault.open(`${sealed.slice(0, -2)}AA`),
      (error: Error) => !`${error.stack}`.includes('13800138001'),
    );
  });

  it('has one digest for a text, and another for every other text and secret', () => {
    assert.equal(vault.digest(text), createVault(secret).digest(text));
    assert.match(vault.digest(text), /^[\w-]{43}$/);
    assert.notEqual(vault.digest(text), vault.digest(`${text} `));
    assert.notEqual(vault.digest(text), createVault(`${secret}.`).digest(text));
  });

  it('knows a text by its digest', () => {
    assert.equal(vault.matches('123456', vault.digest('123456')), true);
    assert.equal(vault.matches('123457', vault.digest('123456')), false);
    assert.equal(vault.matches('123456', ''), false);
    assert.equal(vault.matches('123456', `${vault.digest('123456')}A`), false);
  });
});

describe('the keys that the server makes for itself', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are made once, for the eyes of their owner', () => {
    const keys = loadKeys(join(folder, 'data'));
    assert.deepEqual(loadKeys(join(folder, 'data')), keys);
    assert.equal(new Set(Object.values(keys)).size, 6);
    const files = ['evidenceKey.pem', 'keys.json'];
    assert.deepEqual(readdirSync(join(folder, 'data')).sort(), files);
    for (const file of files) assert.equal(statSync(join(folder, 'data', file)).mode & 0o077, 0);
  });

  it('come to a folder from before there was one to sign with, the others untouched', () => {
    const { evidencePrivateKey, ...before } = loadKeys(folder);
    rmSync(join(folder, 'evidenceKey.pem'));
    const keys = loadKeys(folder);
    assert.deepEqual({ ...keys, ...before }, keys);
    assert.notEqual(keys.evidencePrivateKey, evidencePrivateKey);
    assert.deepEqual(loadKeys(folder), keys);
    const signature = sign(null, Buffer.from('明白'), keys.evidencePrivateKey);
    assert.ok(
      verify(null, Buffer.from('明白'), createPublicKey(keys.evidencePrivateKey), signature),
    );
  });
});
