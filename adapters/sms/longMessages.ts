import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pdu } from 'smpp';

/** 140 bytes less the header below, two bytes for each character. */
const partLength = 66;
const wholeLength = 70;
const mostParts = 255;

/** One message as it is sent: the header and the characters as UCS-2, the one alphabet that has all of ours. */
export interface Part {
  readonly content: Buffer;
  /** Begins with a user data header (3GPP TS 23.040 §9.2.3.24.8). */
  readonly hasHeader: boolean;
}

/**
 * Cuts a text into what fits one SMS each; the phone joins them. The reference follows from the
 * key, so that a part that is sent again, by whichever process, is the same part to the phone.
 */
export function partsOf(text: string, key: string): Part[] {
  if (text.length <= wholeLength) return [{ content: ucs2(text), hasHeader: false }];
  const pieces = piecesOf(text);
  if (pieces.length > mostParts) throw new RangeError('a text too long for SMS');
  const reference = createHash('sha256').update(key).digest().subarray(0, 2);
  return pieces.map((piece, index) => {
    const header = Buffer.from([6, 0x08, 4, ...reference, pieces.length, index + 1]);
    return { content: Buffer.concat([header, ucs2(piece)]), hasHeader: true };
  });
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    // A character of two units, an emoji say, stays in one piece.
    const splits = text.codePointAt(start + partLength - 1) ?? 0;
    const length = splits > 0xffff ? partLength - 1 : partLength;
    pieces.push(text.slice(start, start + length));
    start += length;
  }
  return pieces;
}

const ucs2 = (text: string) => Buffer.from(text, 'utf16le').swap16();

/**
 * Joins the parts of long messages as they come, in any order: the whole text, or undefined while
 * parts are missing. Forgets the oldest of a thousand unfinished ones.
 */
export function createJoiner(): (pdu: Pdu) => string | undefined {
  const unfinished = new LRUCache<string, Map<number, string>>({ max: 1000 });
  return (pdu) => {
    const { message = '', udh = [] } = contentOf(pdu);
    const text = String(message);
    const header = udh.find(([id]) => id === 0x00 || id === 0x08);
    const [total = 1, number = 1] = header?.subarray(-2) ?? [];
    if (total < 2) return text;
    const name = `${pdu.source_addr} ${header?.subarray(2, -1).toString('hex')}`;
    const parts = unfinished.get(name) ?? new Map<number, string>();
    unfinished.set(name, parts.set(number, text));
    if (parts.size < total) return undefined;
    unfinished.delete(name);
    return [...parts]
      .sort(([a], [b]) => a - b)
      .map(([, part]) => part)
      .join('');
  };
}

/** Where the text is: gateways may use the field for long ones for short ones too. */
function contentOf({ short_message: short, message_payload: long }: Pdu) {
  return short?.message.length ? short : (long ?? { message: '', udh: [] });
}
