import { isWholly, plainWords } from './plainWords.ts';

// Where one message holds several requests, and where it is not yet a whole one.

const clauses =
  /[,，;；。！!？?\n]+|然后|还有|另外|顺便|顺带|以及|同时|并且|再(?=查|看|帮|给|问|告诉)|\b(?:and (?:also|then)|also|then|plus|as well as)\b/iu;
const joints = new RegExp(`${clauses.source}|[和跟与]|\\band\\b`, 'iu');

/** More than this is a story, not a list of requests. */
const mostRequests = 3;

/**
 * The ways to read a message as several requests, the surer cuts first; none when it has no place to
 * cut. Whether the pieces are requests at all is for the recogniser to say.
 */
export function waysToDivide(text: string): ReadonlyArray<readonly string[]> {
  const said = text.normalize('NFKC').trim();
  const ways = [clauses, joints].map((cut) =>
    said
      .split(cut)
      .map((piece) => piece.trim())
      // A piece of figures or of one letter asks for nothing: “129 和 199 哪个好”.
      .filter((piece) => /\p{L}.*\p{L}|\d月/u.test(piece)),
  );
  return ways.filter(({ length }, index) => {
    const isNew = index === 0 || length > (ways[0]?.length ?? 0);
    return isNew && length > 1 && length <= mostRequests;
  });
}

const opening =
  /我?(?:想|要|想要)(?:问|查|看|办|知道)?(?:一?下)?|(?:请|麻烦)(?:问|你|您)?|帮(?:我|忙)(?:查|看|问)?(?:一?下)?|(?:查|看|问)(?:一?下|查|看)|能不能|可不可以|那个|就是|嗯+|呃+|额+|\b(?:i(?:d|m| would)?|want|would|like|to|know|can|could|you|please|h+m+|um+|uh+|er+|so|well|me|just|check|see|ask)\b/gu;

/** Begins a request and does not say which: “我想”, “帮我查一下”. */
export function isOnlyOpening(text: string): boolean {
  return isWholly(plainWords(text).replaceAll('?', ' ').trim(), opening);
}

/** Only thinks aloud, “嗯”, “um”: no start of anything, and no answer to an open question. */
export function isOnlyHesitation(text: string): boolean {
  return /^(?:[嗯呃额唔]+|h+m+|u+m+|u+h+|e+r+)(?: (?:h+m+|u+m+|u+h+|e+r+))*$/u.test(
    plainWords(text),
  );
}

const openEnd =
  /[,，、…]$|(?:和|跟|以及|还有|因为|但是|而且|如果|还是)$|\b(?:and|the|my|because|but|if|or)$/iu;

/** Breaks off in the middle: “查一下上个月的，”. */
export function breaksOff(text: string): boolean {
  return openEnd.test(text.normalize('NFKC').trim());
}

/** Two messages as the one they were meant to be. */
export function joined(first: string, second: string): string {
  const start = first.replace(/[,，、…\s]+$/u, '');
  const isHan = /\p{Script=Han}$/u.test(start) && /^[\p{Script=Han}\d]/u.test(second);
  return isHan ? start + second : `${start} ${second}`;
}
