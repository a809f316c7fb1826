import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** What an official account's owner copies from WeChat's console. */
export interface Credentials {
  readonly appId: string;
  readonly secret: string;
  /** Signs what is pushed. */
  readonly token: string;
  /** 43 characters of Base64: the key of compatible and safe mode. */
  readonly aesKey: string;
}

const blockBytes = 32;
const randomBytes = 16;

/** SHA-1 over the sorted parts, as hexadecimal: a push's `signature` and `msg_signature`. */
export function signature(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

function keyOf(aesKey: string): { key: Buffer; iv: Buffer } {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  return { key, iv: key.subarray(0, 16) };
}

/** Encrypts a message for an account: `random` (16 bytes), length, message, app id, padded to 32 bytes. */
export function encrypt(
  message: string,
  { aesKey, appId }: Pick<Credentials, 'aesKey' | 'appId'>,
  random: Buffer,
): string {
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const whole = Buffer.concat([random, length, body, Buffer.from(appId)]);
  const padding = blockBytes - (whole.length % blockBytes);
  const { key, iv } = keyOf(aesKey);
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const padded = Buffer.concat([whole, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** The message inside; undefined: not encrypted with this key, or for another account. */
export function decrypt(
  sealed: string,
  { aesKey, appId }: Pick<Credentials, 'aesKey' | 'appId'>,
): string | undefined {
  const { key, iv } = keyOf(aesKey);
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()]);
    const whole = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
    const start = randomBytes + 4;
    const end = start + whole.readUInt32BE(randomBytes);
    if (whole.subarray(end).toString() !== appId) return undefined;
    return whole.subarray(start, end).toString();
  } catch {
    return undefined;
  }
}
