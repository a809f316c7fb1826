import { inflateSync } from 'node:zlib';

/** Reads single objects of a PDF as the press writes them: one cross-reference table, nothing packed. */
export interface PdfObjects {
  /** The file's information dictionary, texts only, e.g. `AgreementNumber`. */
  readonly information: Readonly<Record<string, string>>;
  /** The bytes of an attached file. Throws a RangeError when there is none of this name. */
  attachment(name: string): Buffer;
}

/** Throws a RangeError when the file is built in another way. */
export function readPdfObjects(pdf: Buffer): PdfObjects {
  const text = pdf.toString('latin1');
  const table = text.slice(Number(first(text.slice(-64), /startxref\n(\d+)/)));
  const offsets = [...table.matchAll(/^(\d{10}) \d{5} [nf] $/gm)].map(([, offset]) =>
    Number(offset),
  );
  const trailer = table.slice(table.indexOf('trailer'));

  /** An object's own bytes as text, e.g. of reference `12 0 R`; of a stream what stands before it. */
  const object = (id: number): string => {
    const end = text.slice(startOf(id)).search(/\n(endobj|stream)\n/);
    return text.slice(startOf(id), startOf(id) + end);
  };
  const startOf = (id: number): number => {
    const head = `${id} 0 obj\n`;
    const start = offsets[id];
    if (start === undefined || !text.startsWith(head, start))
      throw new RangeError(`no object ${id}`);
    return start + head.length;
  };
  const idOf = (from: string, pattern: RegExp): number => Number(first(from, pattern));
  const follow = (from: string, pattern: RegExp): string => object(idOf(from, pattern));

  const root = follow(trailer, /\/Root (\d+) 0 R/);
  const information = follow(trailer, /\/Info (\d+) 0 R/);
  return {
    information: Object.fromEntries(
      [...information.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, key = '', id]) => [
        key,
        decode(object(Number(id)).trim()),
      ]),
    ),
    attachment(name) {
      const names = follow(root, /\/Names (\d+) 0 R/);
      const entry = new RegExp(`\\(${name.replaceAll('.', '\\.')}\\) (\\d+) 0 R`);
      const id = idOf(follow(names, entry), /\/F (\d+) 0 R/);
      const head = object(id);
      const start = startOf(id) + head.length + '\nstream\n'.length;
      const end = start + Number(first(head, /\/Length (\d+)/));
      return inflateSync(Buffer.from(text.slice(start, end), 'latin1'));
    },
  };
}

function first(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new RangeError(`nothing like ${pattern}`);
  return value;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A literal string: ASCII, or UTF-16 with its mark in front. */
function decode(literal: string): string {
  const bytes = literal
    .slice(1, -1)
    .replace(/\\([\s\S])/g, (_, letter: string) => escapes[letter] ?? letter);
  if (!bytes.startsWith('\xfe\xff')) return bytes;
  return Buffer.from(bytes.slice(2), 'latin1').swap16().toString('utf16le');
}
