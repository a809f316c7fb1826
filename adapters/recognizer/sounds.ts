import { pinyin } from 'pinyin-pro';

/** What many do not tell apart when they type by ear is one: zh and z, ch and c, sh and s, ng and n. */
const blur = (letters: string) => letters.replace(/([zcs])h/g, '$1').replace(/ng/g, 'n');

const initials = '(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?';
const finals =
  '(?:[iu]?ang|i?ong|eng|ing|[iu]an|iao|uai|[aeu]i|[ao]o|ou|i[ue]|[uv]e|er|[aeiuv]n|[iu]a|uo|[aoeiuv])';
const syllables = new RegExp(`^(?:${initials}${finals})+$`);

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
