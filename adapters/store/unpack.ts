import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const block = 512;

/**
 * Writes the files of a `.tar.gz` into a new folder. It reads what PGlite's empty cluster is made
 * of, plain files and folders with short names, and refuses anything else. PGlite can do it too,
 * but through its emulated file system: that takes a second and a half of every first start.
 */
export async function unpack(archive: Blob, folder: string): Promise<void> {
  const bytes = await promisify(gunzip)(await archive.arrayBuffer());
  mkdirSync(folder);
  for (let at = 0; bytes[at]; ) {
    const { name, size, type } = entryAt(bytes, at);
    const content = at + block;
    if (type === '5') mkdirSync(join(folder, name));
    else if (type === '0')
      writeFileSync(join(folder, name), bytes.subarray(content, content + size));
    else throw new Error(`the archive holds an entry of type ${type}`);
    at = content + Math.ceil(size / block) * block;
  }
}

/** A header of the ustar format: the name at 0, the size in octal at 124, the type at 156. */
function entryAt(bytes: Buffer, at: number): { name: string; size: number; type: string } {
  const text = (from: number, length: number) =>
    bytes.toString('latin1', at + from, at + from + length).split('\0', 1)[0] ?? '';
  return { name: text(0, 100), size: Number.parseInt(text(124, 12), 8), type: text(156, 1) };
}
