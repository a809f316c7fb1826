/** What an SMS reply says: yes or no to the order that its four digits name (rights §4.2, §4.6). */
export interface SmsReplyReading {
  readonly letter: 'Y' | 'N';
  readonly shortCode: string;
}

/**
 * Reads a reply as a whole: `Y1234`, `是 1234`, `N1234`, `否1234`. Anything more or less is no
 * answer; a bare Y or N names no order and answers none.
 */
export function readSmsReply(text: string): SmsReplyReading | undefined {
  const plain = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  const [, word = '', shortCode = ''] = /^(Y|YES|是|N|NO|否)(\d{4})$/.exec(plain) ?? [];
  if (!shortCode) return undefined;
  return { letter: /^(Y|是)/.test(word) ? 'Y' : 'N', shortCode };
}
