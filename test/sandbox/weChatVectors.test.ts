import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as wecom from '@wecom/crypto';
import fc from 'fast-check';
import { decrypt, encrypt, signature } from '../../sandbox/weChat/wire.ts';
import { published } from '../support/published.ts';

interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly token: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature?: string;
  readonly encodingAESKey: string;
  readonly appId: string;
  readonly encrypt: string;
  readonly msgSignature?: string;
  readonly random16: string;
  readonly plaintext: string;
}

describe('the wire of the simulated WeChat', () => {
  it('reads and writes the vectors of others', function () {
    const file = published(this, 'vectors/wechat-vectors.json');
    const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
    let checked = 0;
    for (const vector of vectors) {
      const { id, kind, token, timestamp, nonce, appId, encodingAESKey: aesKey } = vector;
      if (vector.signature !== undefined)
        assert.equal(signature(token, String(timestamp), String(nonce)), vector.signature, id);
      if (!vector.encrypt) continue;
      checked += 1;
      const signed = signature(token, String(timestamp), String(nonce), vector.encrypt);
      if (vector.msgSignature) assert.equal(signed, vector.msgSignature, id);
      if (kind === 'decrypt' && vector.plaintext)
        assert.equal(decrypt(vector.encrypt, { aesKey, appId }), vector.plaintext, id);
      if (kind === 'encrypt' && vector.random16) {
        const made = encrypt(vector.plaintext, { aesKey, appId }, Buffer.from(vector.random16));
        assert.equal(made, vector.encrypt, id);
      }
    }
    assert.ok(checked > 8, `only ${checked} encrypted vectors`);
  });

  it('agrees with another library about any message', () => {
    const aesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
    const appId = 'wx5823bf96d3bd56c7';
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (message) => {
        const made = encrypt(message, { aesKey, appId }, Buffer.alloc(16, 7));
        assert.deepEqual(wecom.decrypt(aesKey, made).message, message);
        assert.equal(decrypt(wecom.encrypt(aesKey, message, appId), { aesKey, appId }), message);
        assert.equal(decrypt(made, { aesKey, appId: 'another' }), undefined);
      }),
      { numRuns: 200 },
    );
  });
});
