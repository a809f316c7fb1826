import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { deskTextsModule } from './deskTexts.ts';
import { textsModule } from './texts.ts';

const compress = promisify(gzip);

/** A file as it goes over the wire; `gzipped` where that makes it smaller. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  readonly gzipped?: Buffer;
}

/** The files the pages may ask for, by path below `/assets/{version}/`; anything else is undefined. */
export interface Assets {
  readonly version: string;
  read(path: string): Promise<Asset> | undefined;
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

const fontWeights = [400, 700];
const installed = (name: string) => pathToFileURL(createRequire(import.meta.url).resolve(name));
const fonts = new URL('.', installed('@fontsource/noto-sans-sc/400.css'));
const webChat = new URL('../dist/webchat.js', installed('botframework-webchat'));

/** Where a file's content is; text when it is written here. */
type Source = URL | string;

/** Lists what may be served once; each file is read and compressed when first asked for. */
export function openAssets(): Assets {
  const files = new Map<string, Source>([...ownFiles(), ['webchat.js', webChat], ...fontFiles()]);
  const loaded = new Map<string, Promise<Asset>>();
  return {
    version: versionOf(files),
    read(path) {
      const file = files.get(path);
      if (!file) return undefined;
      const asset = loaded.get(path) ?? load(path, file);
      loaded.set(path, asset);
      return asset;
    },
  };
}

function ownFiles(): Array<[string, Source]> {
  const inFolder = (folder: string): Array<[string, URL]> =>
    readdirSync(new URL(folder, import.meta.url)).map((name) => [
      `${folder}${name}`,
      new URL(`${folder}${name}`, import.meta.url),
    ]);
  return [
    ['texts.js', textsModule],
    ['deskTexts.js', deskTextsModule],
    ['launcher.js', new URL('launcher.js', import.meta.url)],
    ...inFolder('client/'),
    ...inFolder('styles/'),
  ];
}

function fontFiles(): Array<[string, URL]> {
  const used = new RegExp(`-(${fontWeights.join('|')})-normal\\.woff2$`);
  return [
    ...fontWeights.map((weight): [string, URL] => [
      `fonts/${weight}.css`,
      new URL(`${weight}.css`, fonts),
    ]),
    ...readdirSync(new URL('files/', fonts))
      .filter((name) => used.test(name))
      .map((name): [string, URL] => [`fonts/files/${name}`, new URL(`files/${name}`, fonts)]),
  ];
}

/** Fonts are named by their content's subset and do not change under a version of their style sheet. */
function versionOf(files: ReadonlyMap<string, Source>): string {
  const hash = createHash('sha256');
  for (const [path, file] of files) {
    hash.update(path);
    if (!path.endsWith('.woff2')) hash.update(typeof file === 'string' ? file : readFileSync(file));
  }
  return hash.digest('base64url').slice(0, 12);
}

async function load(path: string, file: Source): Promise<Asset> {
  const type = types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const content = typeof file === 'string' ? Buffer.from(file) : await readFile(file);
  const body = path.startsWith('fonts/') && path.endsWith('.css') ? woff2Only(content) : content;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`;
  if (path.endsWith('.woff2')) return { type, etag, body };
  return { type, etag, body, gzipped: await compress(body, { level: 9 }) };
}

/** Every browser that runs the chat reads woff2. */
function woff2Only(css: Buffer): Buffer {
  return Buffer.from(
    css.toString('utf8').replace(/, url\([^)]*\.woff\) format\('woff'\)/g, ''),
    'utf8',
  );
}
