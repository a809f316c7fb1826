/**
 * What turns advertisements on, whole: nothing shorter, nothing near it (E32: explicit words, E36).
 * Turning them off takes no form of words.
 */
export const marketingOnSentences: readonly string[] = [
  '我同意接收营销短信',
  '我同意接收营销信息',
  '我同意接收广告短信',
  '我同意接收推广短信',
  '我愿意接收营销短信',
  '我愿意接收优惠短信',
  '我同意重新接收营销短信',
  'i agree to receive marketing messages',
  'i agree to receive marketing texts',
  'i agree to receive marketing sms',
  'i consent to receive marketing messages',
  'i consent to marketing messages',
  'i agree to receive advertising messages',
];

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');

const known = new Set(marketingOnSentences.map(plain));

/** Whether the whole message is one of the sentences; spaces and punctuation do not matter. */
export function turnsMarketingOn(text: string): boolean {
  return known.has(plain(text));
}

/** Whether somebody speaks of turning them on, in whatever words: enough to not turn them off. */
export function speaksOfTurningOn(text: string): boolean {
  const said = text.normalize('NFKC').toLowerCase();
  const isOff = /不|别|关|停|退|拒|勿|取消|off|stop|no |don't|do not|unsubscribe|out|never/u.test(
    said,
  );
  return (
    !isOff && /开启|打开|开通|恢复|重新|同意|愿意|turn on|switch on|opt in|resume|agree/u.test(said)
  );
}
