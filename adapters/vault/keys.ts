import { createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets the server makes for itself when none are configured. */
export interface Keys {
  readonly dataKey: string;
  readonly directLineSecret: string;
  /** Ed25519, PKCS #8 PEM: signs what is exported from the evidence. */
  readonly evidencePrivateKey: string;
  /** Signs what a demo customer answers by SMS. Follows from the data key; not in the file. */
  readonly smsReplySecret: string;
  /** What the demo accounts of the agent desk sign in with. Follows from the data key too. */
  readonly deskPassword: string;
  /** Of the demo account on WeChat: what its console would give. Follow from the data key too. */
  readonly weChat: { readonly appSecret: string; readonly token: string; readonly aesKey: string };
}

/**
 * Reads `keys.json` and `evidenceKey.pem` in the data folder, or makes them at the first start,
 * readable by their owner alone. Losing the first makes sealed words unreadable and ends open chats;
 * losing the second, later exports carry another signature. A folder from before the second existed
 * gets it at its next start, its other keys untouched.
 */
export function loadKeys(folder: string): Keys {
  mkdirSync(folder, { recursive: true });
  const keys = readOrMake(join(folder, 'keys.json'), () => {
    const [dataKey, directLineSecret] = [randomSecret(), randomSecret()];
    return `${JSON.stringify({ dataKey, directLineSecret })}\n`;
  });
  const { dataKey, directLineSecret } = JSON.parse(keys) as Keys;
  const derived = (purpose: string) => createHmac('sha256', dataKey).update(purpose).digest();
  return {
    dataKey,
    directLineSecret,
    smsReplySecret: derived('smsReply').toString('base64url'),
    deskPassword: derived('deskPassword').toString('base64url').slice(0, 16),
    weChat: {
      appSecret: derived('weChatAppSecret').toString('hex').slice(0, 32),
      token: derived('weChatToken').toString('hex').slice(0, 32),
      // WeChat's keys have 43 letters and digits: hex is a part of them.
      aesKey: derived('weChatAesKey').toString('hex').slice(0, 43),
    },
    evidencePrivateKey: loadEvidenceKey(folder),
  };
}

/** Only the key that signs exports. */
export function loadEvidenceKey(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return readOrMake(join(folder, 'evidenceKey.pem'), () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    return String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  });
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

function readOrMake(file: string, make: () => string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = make();
  // Written aside and linked: the file is whole when it appears, and of two processes that start at
  // once the second reads what the first wrote.
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, made, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(draft);
  }
}
