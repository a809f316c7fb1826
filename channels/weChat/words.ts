import type { RenderView } from '../../bots/reception.ts';
import type { StoredActivity } from '../../ports/store.ts';
import type { Choice, View } from '../../ports/view.ts';
import { choicesAsText, renderAsText } from '../renderText.ts';

/** The longest text that WeChat takes, in bytes of UTF-8. */
export const longestBytes = 2048;

/** What a reply to WeChat is made of, as it is stored. */
interface WeChatReply {
  readonly text?: string;
  readonly locale?: View['language'];
  readonly channelData?: { readonly choices?: readonly Choice[] };
}

/** The replies of one message, put together. */
export interface Words {
  readonly text: string;
  /** Those of the last reply: earlier ones are no choices any more. */
  readonly choices: readonly Choice[];
  readonly language: View['language'];
}

/** A view for WeChat: text. Its choices stay apart: they become a list of numbers or a menu message. */
export const renderForWeChat: RenderView = (view) => ({
  type: 'message',
  locale: view.language,
  text: renderAsText(view),
  textFormat: 'plain',
  ...(view.choices && { channelData: { choices: view.choices } }),
});

/** Puts the replies of one message together: each message of our own counts against a quota. */
export function wordsOf(replies: readonly StoredActivity[]): Words {
  const given = replies as readonly WeChatReply[];
  const { channelData, locale = 'zh-CN' } = given.at(-1) ?? {};
  return {
    text: given.map(({ text = '' }) => withoutLinks(text)).join('\n\n'),
    choices: channelData?.choices ?? [],
    language: locale,
  };
}

/** With the choices as numbered lines, which the bot takes as an answer. */
export function asText({ text, choices }: Words): string {
  return [text, choicesAsText(choices)].filter(Boolean).join('\n');
}

/** WeChat makes links of anchors, whoever wrote them: no word of a reply may become one. */
function withoutLinks(text: string): string {
  return text.replace(/<(?=\s*\/?\s*a[\s>])/gi, '＜');
}

/**
 * Parts of at most so many bytes, cut between lines where that is possible, else between characters: a
 * broken character is a black box, and half an amount another amount.
 */
export function partsOf(text: string, mostBytes = longestBytes): string[] {
  const parts: string[] = [];
  let part = '';
  for (const piece of text.split(/(?<=\n)/).flatMap((line) => piecesOf(line, mostBytes))) {
    if (Buffer.byteLength(part + piece) > mostBytes) {
      parts.push(part.trimEnd());
      part = '';
    }
    part += piece;
  }
  return [...parts, part.trimEnd()].filter((each) => each !== '');
}

/** A line that is too long by itself, cut behind a stop, a comma or a space, else behind any whole character. */
function piecesOf(line: string, mostBytes: number): string[] {
  if (Buffer.byteLength(line) <= mostBytes) return [line];
  const pieces: string[] = [];
  let piece = '';
  for (const chunk of line.split(/(?<=[。；，、\s])/)) {
    for (const { segment } of fits(chunk, mostBytes) ? [{ segment: chunk }] : graphemes(chunk)) {
      if (Buffer.byteLength(piece + segment) > mostBytes) {
        pieces.push(piece);
        piece = '';
      }
      piece += segment;
    }
  }
  return [...pieces, piece];
}

const fits = (text: string, mostBytes: number) => Buffer.byteLength(text) <= mostBytes;
const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const graphemes = (text: string) => segmenter.segment(text);
