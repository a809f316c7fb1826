import { randomBytes } from 'node:crypto';
import type { PlatformSettings } from './settings.ts';
import { type Credentials, decrypt, encrypt, signature } from './wire.ts';
import { type Fields, readXml, textAt, writeXml } from './xml.ts';

/** The account's name inside messages. */
export const accountId = 'gh_sandbox0001';

/** A push as it goes over the wire; every try has the same bytes. */
export interface Envelope {
  readonly query: string;
  readonly body: string;
}

const longestTextBytes = 2048;

/** Signs and seals a message as the mode wants it. */
export function seal(
  fields: Fields,
  mode: PlatformSettings['mode'],
  credentials: Credentials,
  seconds: number,
): Envelope {
  const { token } = credentials;
  const timestamp = String(seconds);
  const nonce = String(randomBytes(4).readUInt32BE());
  const query = new URLSearchParams({
    signature: signature(token, timestamp, nonce),
    timestamp,
    nonce,
    openid: textAt(fields, 'FromUserName'),
  });
  const plain = writeXml(fields);
  if (mode === 'plain') return { query: query.toString(), body: plain };
  const Encrypt = encrypt(plain, credentials, randomBytes(16));
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', signature(token, timestamp, nonce, Encrypt));
  const open = mode === 'compatible' ? fields : { ToUserName: accountId };
  return { query: query.toString(), body: writeXml({ ...open, Encrypt }) };
}

/** What an answer amounts to: nothing to show, a message, or what the platform cannot read. */
export type Answer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'replied'; readonly xml: string; readonly message: Fields }
  | { readonly kind: 'malformed'; readonly why: string };

const malformed = (why: string): Answer => ({ kind: 'malformed', why });

/** Reads what a service answered to a push of `openId`. */
export function readAnswer(
  body: string,
  openId: string,
  mode: PlatformSettings['mode'],
  credentials: Credentials,
): Answer {
  if (body === '' || body === 'success') return { kind: 'accepted' };
  const outer = readXml(body);
  if (!outer) return malformed('neither “success”, nothing, nor XML');
  const xml = mode === 'plain' ? body : openReply(outer, credentials);
  if (xml === undefined) return malformed('not encrypted and signed as the mode wants it');
  const message = readXml(xml);
  if (!message) return malformed('no message inside');
  const fault = faultOf(message, openId);
  return fault ? malformed(fault) : { kind: 'replied', xml, message };
}

function openReply(outer: Fields, credentials: Credentials): string | undefined {
  const [sealed = '', signed, timestamp = '', nonce = ''] = [
    'Encrypt',
    'MsgSignature',
    'TimeStamp',
    'Nonce',
  ].map((name) => textAt(outer, name));
  const isOurs = sealed && signed === signature(credentials.token, timestamp, nonce, sealed);
  return isOurs ? decrypt(sealed, credentials) : undefined;
}

function faultOf(message: Fields, openId: string): string | undefined {
  const type = textAt(message, 'MsgType');
  if (textAt(message, 'ToUserName') !== openId) return 'ToUserName is not who wrote';
  if (textAt(message, 'FromUserName') !== accountId) return 'FromUserName is not the account';
  if (!/^\d{10}$/.test(textAt(message, 'CreateTime'))) return 'CreateTime is not in seconds';
  if (
    !['text', 'image', 'voice', 'video', 'music', 'news', 'transfer_customer_service'].includes(
      type,
    )
  )
    return `MsgType “${type}” is not known`;
  const content = textAt(message, 'Content');
  if (type === 'text' && content === '') return 'a text without Content';
  if (Buffer.byteLength(content) > longestTextBytes) return 'Content is longer than 2048 bytes';
  return undefined;
}
