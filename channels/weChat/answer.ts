import type { WeChatCrypto } from './crypto.ts';
import type { Push } from './push.ts';
import { writeXml } from './xml.ts';

/** What WeChat takes for “heard, nothing to show now”. */
export const heard = 'success';

/** The answer to a push as it goes over the wire: text in XML, encrypted where the push was. */
export function writeAnswer(
  { openId, accountId }: Push,
  content: string,
  { now, nonce, crypto }: { now: Date; nonce: string; crypto: WeChatCrypto | undefined },
): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const message = writeXml({
    ToUserName: openId,
    FromUserName: accountId,
    CreateTime: seconds,
    MsgType: 'text',
    Content: content,
  });
  if (!crypto) return message;
  const encrypted = crypto.encrypt(message);
  return writeXml({
    Encrypt: encrypted,
    MsgSignature: crypto.sign(String(seconds), nonce, encrypted),
    TimeStamp: seconds,
    Nonce: nonce,
  });
}
