/** Letters and digits only, lower case, full-width folded: how names are compared. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Distinct two-character pieces of a folded text, or the text itself when shorter. */
function pieces(folded: string): Set<string> {
  const found = new Set<string>();
  for (let index = 0; index + 2 <= folded.length; index += 1) found.add(folded.slice(index, index + 2));
  return found.size > 0 ? found : new Set([folded]);
}

/** How much of a name is said in a text, 0–1; 1 when the whole name stands in it. */
function share(name: string, text: string): number {
  const foldedName = fold(name);
  const foldedText = fold(text);
  if (foldedName === '' || foldedText === '') return 0;
  if (foldedText.includes(foldedName)) return 1;
  const wanted = [...pieces(foldedName)];
  const said = pieces(foldedText);
  return wanted.filter((piece) => said.has(piece)).length / wanted.length;
}

/** Numbers of two digits or more in a text: 129 in “129 那个套餐”. */
function numbers(text: string): string[] {
  return text.normalize('NFKC').match(/\d{2,}/g) ?? [];
}

/**
 * Finds which named things a customer speaks of: whole names first, else the numbers that tell
 * them apart (“129 套餐”), else names mostly said. Returns best first; several equally good ones
 * are all returned, so the caller asks instead of guessing (R8, E7).
 */
export function findNamed<T extends { readonly name: string }>(things: readonly T[], text: string): T[] {
  const whole = things.filter((thing) => share(thing.name, text) === 1);
  if (whole.length > 0) return whole.sort((a, b) => b.name.length - a.name.length);
  const said = numbers(text);
  const byNumber = things.filter((thing) => numbers(thing.name).some((number) => said.includes(number)));
  if (byNumber.length > 0) return closest(byNumber, text, 0);
  return closest(things, text, 0.5);
}

function closest<T extends { readonly name: string }>(things: readonly T[], text: string, least: number): T[] {
  const scored = things.map((thing) => ({ thing, score: share(thing.name, text) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  if (best < least || things.length === 0) return [];
  return scored.filter(({ score }) => score >= best - 0.1 && score >= least).map(({ thing }) => thing);
}
