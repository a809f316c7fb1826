import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { Vault } from '../../ports/services.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM and HMAC-SHA-256 under keys of their own, derived from one secret. */
export function createVault(secret: string | Buffer): Vault {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, 'mingbai', purpose, 32));
  const sealKey = derive('seal');
  const digestKey = derive('digest');
  const digest = (text: string) => createHmac('sha256', digestKey).update(text).digest('base64url');
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      // Decoding skips what it does not know; a changed letter must not pass because of that.
      if (bytes.toString('base64url') !== sealed) throw new Error('not a sealed value');
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const text = decipher.update(bytes.subarray(nonceBytes + tagBytes));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    },
    digest,
    matches(text, expected) {
      const given = Buffer.from(digest(text));
      const wanted = Buffer.from(expected);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
