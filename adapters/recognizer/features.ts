const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** Words that carry no wish; taken out of Chinese before learning and answering. */
const fillers =
  /^(那个|嗯|呃|请问|麻烦|您好|你好|帮我|帮忙|我想|我要|一下|please|pls|hi|hello|hey)\s*[,，。]?\s*/i;

/** Folds what does not matter: width, case, spaces, masked numbers. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\d{3}\*{4}\d{4}|\[已隐藏\]/g, '#')
    .replace(/\d+/g, '0')
    .replace(/[^\p{L}\p{N}#*]+/gu, ' ')
    .trim();
}

/** The message without leading fillers, unless nothing would be left. */
function withoutFillers(text: string): string {
  let rest = text;
  for (;;) {
    const shorter = rest.replace(fillers, '');
    if (shorter === rest || shorter.trim() === '') return rest;
    rest = shorter;
  }
}

/** What a message is made of: character pieces of 1–4 and words of 1–2. */
export function featuresOf(text: string): Set<string> {
  const core = normalise(withoutFillers(text.normalize('NFKC')));
  const found = new Set<string>();
  const padded = ` ${core} `;
  for (let size = 1; size <= 4; size += 1) {
    for (let index = 0; index + size <= padded.length; index += 1) {
      const piece = padded.slice(index, index + size);
      if (piece.trim() !== '') found.add(`c${piece}`);
    }
  }
  const tokens = [...words.segment(core)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
  tokens.forEach((token, index) => {
    found.add(`w${token}`);
    const next = tokens[index + 1];
    if (next !== undefined) found.add(`w${token} ${next}`);
  });
  return found;
}
