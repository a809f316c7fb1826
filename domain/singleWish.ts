/** What can be had without a plan or a bundle: an allowance by itself. */
export type SingleResource = 'data' | 'voice';

const alone =
  /(?:只|单|光)(?:独|单)?(?:想|需|用)?(?:要|买|订|购|办|开|用)|单独|\b(?:only|just)\b|\bby itself\b/iu;
const bundle =
  /(?:不|别|甭|无需)(?:想|需)?(?:要|用|想|办|买|给我|必)?[^,，。;；]{0,4}?(?:融合|捆绑|组合|合约|搭售|搭配|套餐|全家桶)|\b(?:no|not|without|don['’]?t (?:want|need))\b[^,.;]{0,12}\b(?:bundles?|packages?|plans?|combos?)\b/iu;
const resources: ReadonlyArray<readonly [RegExp, SingleResource]> = [
  [/流量|\bdata\b/iu, 'data'],
  [/通话|语音|分钟|打电话|\b(?:calls?|voice|minutes)\b/iu, 'voice'],
];

/**
 * “我只要流量，不要融合套餐”: one thing by itself and no bundle (E4). It is no wish for another plan, however
 * much the word “plan” is in it. Undefined: it is not that, or not one thing.
 */
export function singleWish(text: string): SingleResource | undefined {
  const said = text.normalize('NFKC');
  if (!alone.test(said) || !bundle.test(said)) return undefined;
  const named = resources.filter(([words]) => words.test(said));
  return named.length === 1 ? named[0]?.[1] : undefined;
}
