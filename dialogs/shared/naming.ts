import { pinyin } from 'pinyin-pro';
import { findSounding, findNamed as findSpelt } from '../../domain/naming.ts';

/**
 * How a text sounds: Chinese as pinyin without tones and gaps, everything else as it is. What many do not
 * tell apart when they type by ear is one: zh and z, ch and c, sh and s, ng and n.
 */
const reading = (text: string): string =>
  pinyin(text, { toneType: 'none', type: 'array', v: true })
    .join('')
    .toLowerCase()
    .replace(/([zcs])h/g, '$1')
    .replace(/ng/g, 'n');

/**
 * Finds which named things a customer speaks of, by what is written, else by how it sounds: “liuliang
 * yuebao” and “流量约包” are the 流量月包. Several equally good ones are all returned (R8, E7).
 */
export function findNamed<T extends { readonly name: string }>(
  things: readonly T[],
  text: string,
): T[] {
  const spelt = findSpelt(things, text);
  return spelt.length > 0 ? spelt : findSounding(things, text, reading);
}
