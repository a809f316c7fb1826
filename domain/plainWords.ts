import { trimming } from './confirmationRemarks.ts';

const traditional =
  '確認辦訂錢嗎麼沒為對個這還驗證碼發幫媽後動總問題會給說讓準費開關話時貴請謝點無復機號買選約過來誰幾買換業務單聽懂樣當們實應該係樣嘅';
const simplified =
  '确认办订钱吗么没为对个这还验证码发帮妈后动总问题会给说让准费开关话时贵请谢点无复机号买选约过来谁几买换业务单听懂样当们实应该系样的';
const simpler = new Map([...traditional].map((old, at) => [old, [...simplified][at] ?? old]));
const signs = /👍|👌|✅|🆗|✔|💯|🙆/gu;
const refusingSigns = /👎|❌|🙅|✖|🚫|⛔/gu;

/** A message as the word lists are written: no marks but `?`, spaces only between Latin words. */
export function plainWords(text: string): string {
  return [...text.normalize('NFKC').toLowerCase()]
    .map((character) => simpler.get(character) ?? character)
    .join('')
    .replace(/\p{Cf}|['’`]/gu, '')
    .replace(signs, ' ok ')
    .replace(refusingSigns, ' no ')
    .replace(/[🤔❓❔]/gu, '?')
    .replace(/[^\p{L}\p{N}?]+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim();
}

/** Whether one of these words is said. */
export const says = (said: string, words: RegExp) => said.search(words) >= 0;
/** What is said besides these words. */
export const without = (said: string, words: RegExp) => said.replace(words, ' ');

/** Whether a message in plain words is made of these words and of nothing else that means something. */
export function isWholly(said: string, words: RegExp): boolean {
  const rest = without(without(said, words), trimming);
  return says(said, words) && rest.trim() === '';
}

/** Equal but for one character more, less or other: 确认办里, comfirm, a letter of another alphabet. */
export function isOneSlipFrom(phrase: string, said: string): boolean {
  const [short, long] = phrase.length < said.length ? [phrase, said] : [said, phrase];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  let end = 0;
  while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end += 1;
  return long.length > 3 && start + end >= long.length - 1;
}
