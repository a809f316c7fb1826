import { pinyin } from 'pinyin-pro';

/** What many do not tell apart when they type by ear is one: zh and z, ch and c, sh and s, ng and n. */
const blur = (letters: string) => letters.replace(/([zcs])h/g, '$1').replace(/ng/g, 'n');

const consonant = '(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])';
const finals =
  '(?:[iu]?ang|i?ong|eng|ing|[iu]an|iao|uai|[aeu]i|[ao]o|ou|i[ue]|[uv]e|er|[aeiuv]n|[iu]a|uo|[aoeiuv])';
const alone = '(?:ang|eng|ai|ei|ao|ou|an|en|er|[aoe])';
const syllables = new RegExp(`^(?:${consonant}${finals}|${alone})+$`);

/** How Chinese sounds, as pinyin without tones and gaps. */
export function soundOf(chinese: string): string {
  const read = pinyin(chinese, { toneType: 'none', type: 'array', v: true });
  return blur(read.join('').toLowerCase());
}

/** What somebody typed in pinyin, “mei xinhao”, without gaps; undefined where a word cannot be pinyin. */
export function soundTyped(words: readonly string[]): string | undefined {
  const isPinyin = words.every((word) => syllables.test(word) || /^[\d#]+$/.test(word));
  return isPinyin ? blur(words.join('')) : undefined;
}

/** What pinyin has and English words that could be pinyin, “remaining data”, have not. */
const onlyPinyin = /\b(?:zh|x[iu]|q[iu])|[iu]ang|iong|iao|uo|uan|[^aeiou\s](?:ao|iu)/;

/** Whether a message in Latin letters is Chinese for certain. */
export function isSurelyPinyin(text: string): boolean {
  const words = text.toLowerCase().match(/[a-z']+|\d+/g) ?? [];
  return onlyPinyin.test(words.join(' ')) && soundTyped(words) !== undefined;
}
