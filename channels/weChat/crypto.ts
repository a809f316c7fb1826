import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Whose messages are signed and encrypted; `receiverId` is the app id, or a WeCom corp id. */
export interface CryptoKeys {
  readonly token: string;
  /** EncodingAESKey, 43 letters. Absent: nothing is encrypted. */
  readonly aesKey?: string | undefined;
  readonly receiverId: string;
}

/** Signatures and encryption of what WeChat and WeCom push (protocol: 消息加解密说明). */
export interface WeChatCrypto {
  /** SHA-1 over the token and these parts, sorted, as hex. */
  sign(...parts: readonly string[]): string;
  /** Compares in constant time. */
  isSigned(signature: string, ...parts: readonly string[]): boolean;
  /** The message inside; undefined when it is broken or was not meant for us. Check the signature first. */
  decrypt(encrypted: string): string | undefined;
  /** `random`: 16 bytes, handed in by tests alone. */
  encrypt(message: string, random?: Buffer): string;
}

const blockBytes = 32;
const randomLength = 16;
const headBytes = randomLength + 4;

/** Makes signatures and encryption for one account. */
export function createWeChatCrypto({ token, aesKey = '', receiverId }: CryptoKeys): WeChatCrypto {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const iv = key.subarray(0, 16);
  const receiver = Buffer.from(receiverId);
  const sign = (...parts: readonly string[]) =>
    createHash('sha1')
      .update([token, ...parts].sort().join(''))
      .digest('hex');
  return {
    sign,
    isSigned(signature, ...parts) {
      const given = Buffer.from(signature);
      const wanted = Buffer.from(sign(...parts));
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
    decrypt(encrypted) {
      const bytes = Buffer.from(encrypted, 'base64');
      if (bytes.length === 0 || bytes.length % 16 !== 0) return undefined;
      const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
      const whole = unpadded(Buffer.concat([decipher.update(bytes), decipher.final()]));
      if (!whole || whole.length < headBytes) return undefined;
      const end = headBytes + whole.readUInt32BE(randomLength);
      if (end > whole.length || !whole.subarray(end).equals(receiver)) return undefined;
      return whole.toString('utf8', headBytes, end);
    },
    encrypt(message, random = randomBytes(randomLength)) {
      const words = Buffer.from(message);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(words.length);
      const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
      const whole = padded(Buffer.concat([random, length, words, receiver]));
      return Buffer.concat([cipher.update(whole), cipher.final()]).toString('base64');
    },
  };
}

/** PKCS #7 with blocks of 32 bytes, twice those of the cipher: Node's own padding does not know it. */
function padded(bytes: Buffer): Buffer {
  const count = blockBytes - (bytes.length % blockBytes);
  return Buffer.concat([bytes, Buffer.alloc(count, count)]);
}

function unpadded(bytes: Buffer): Buffer | undefined {
  const count = bytes.at(-1) ?? 0;
  if (count < 1 || count > blockBytes || count > bytes.length) return undefined;
  const end = bytes.length - count;
  return bytes.subarray(end).every((byte) => byte === count) ? bytes.subarray(0, end) : undefined;
}
