import { meaningsOf } from './meanings.ts';
import { soundOf, soundTyped } from './sounds.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Words that carry no wish; taken out of Chinese before learning and answering. */
const fillers =
  /^(那个啥|那啥|那个|就是那个|内个|嗯|呃|额|请问|麻烦|您好|你好|帮我|帮忙|我想|我要|一下|please|pls|hi|hello|hey)\s*[,，。]?\s*/i;

/** Folds what does not matter: width, case, spaces, apostrophes, numbers, masked or not. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\d{3}\*{4}\d{4}|\[已隐藏\]/g, '#')
    .replace(/['’]/g, '')
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

/** One way to look at a message: what it is made of, with repetition. */
export type View = readonly string[];

/** How much each view counts beside the others, in their order; chosen by cross-validation. */
export const viewWeights: readonly number[] = [1, 1, 1.4];

/**
 * A message seen in three ways: its words, alone and in pairs; the pieces its words are spelt with; what
 * they mean, alone and with what stands near, in whatever order. Latin words give pieces of 2–4 letters
 * that stay inside a word; Chinese, which has no gaps, gives pieces of 1–4 characters of a whole run, and
 * pieces of its sound: wrong characters of the same sound, 画费 for 话费, and pinyin typed as it is
 * share those.
 */
export function viewsOf(text: string): View[] {
  const core = normalise(withoutFillers(text.normalize('NFKC')));
  const words: string[] = [];
  const pieces: string[] = [];
  const runs = core.match(/\p{Script=Han}+|[^\p{Script=Han}\s]+/gu) ?? [];
  const isChinese = runs.map((run) => /^\p{Script=Han}/u.test(run));
  for (const [place, run] of runs.entries()) {
    if (isChinese[place]) {
      for (const { segment } of segmenter.segment(run)) words.push(`w${segment}`);
      addPieces(pieces, 'c', ` ${run} `, 1);
      addPieces(pieces, 'y', soundOf(run), 3);
    } else {
      words.push(`w${run}`);
      addPieces(pieces, 'c', ` ${run} `, 2);
    }
  }
  const typed = isChinese.includes(true) ? undefined : soundTyped(runs);
  if (typed) addPieces(pieces, 'y', typed, 3);
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
  return [[...words, ...pairs], pieces, meaningView(core)];
}

function addPieces(pieces: string[], kind: string, text: string, shortest: number): void {
  for (let size = shortest; size <= 4; size += 1) {
    for (let index = 0; index + size <= text.length; index += 1) {
      const piece = text.slice(index, index + size);
      if (piece !== ' ') pieces.push(`${kind}${piece}`);
    }
  }
}

/** Meanings so many places apart still belong together. */
const near = 3;

function meaningView(message: string): string[] {
  const places = meaningsOf(message);
  return places.flatMap((meanings, index) => [
    ...meanings,
    ...places
      .slice(index + 1, index + 1 + near)
      .flat()
      .flatMap((other) => meanings.map((meaning) => [meaning, other].sort().join('+'))),
  ]);
}
