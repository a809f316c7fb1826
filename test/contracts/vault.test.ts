import assert from 'node:assert/strict';
import { createVault } from '../../adapters/vault/vault.ts';

describe('the vault', () => {
  const vault = createVault('a secret for tests that is long enough');
  it('opens what it sealed, and seals differently each time', () => {
    const [first, second] = [vault.seal('13800138001'), vault.seal('13800138001')];
    assert.notEqual(first, second);
    assert.equal(vault.open(first), '13800138001');
    assert.doesNotMatch(first, /13800138001/);
  });
  it('opens nothing that was changed or sealed under another secret', () => {
    const sealed = Buffer.from(vault.seal('words'), 'base64url');
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    assert.throws(() => vault.open(sealed.toString('base64url')));
    assert.throws(() =>
      vault.open(createVault('another secret, as long as the first').seal('words')),
    );
  });
  it('knows a text by its keyed digest', () => {
    assert.ok(vault.matches('code', vault.digest('code')));
    assert.equal(vault.matches('codf', vault.digest('code')), false);
    assert.equal(vault.matches('code', 'short'), false);
  });
});
