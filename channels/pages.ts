import { randomBytes } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import { type Assets, openAssets } from '../web/assets.ts';
import { openDemoPhone } from '../web/demoPhone.ts';
import { openPage } from '../web/html.ts';
import { pagePolicy, sendAsset, sendPage } from '../web/serve.ts';
import { answering, HttpRefusal } from './http.ts';

/** What the pages show and to whom. */
export interface PagesOptions {
  readonly operatorName: Readonly<Record<'zh-CN' | 'en', string>>;
  readonly hotline: string;
  /** Origins whose pages may embed the widget, e.g. `https://www.example.com`. */
  readonly widgetOrigins: readonly string[];
  /** The demo phone beside the chat; absent with a real operator: the page shows only the chat. */
  readonly phone?: { readonly sandboxUrl: string };
}

/** Serves the demo page, the widget, its launcher and the files they need, all from here. */
export function addPages(server: Server, options: PagesOptions, assets = openAssets()): void {
  addPage(server, '/', 'index', assets, options);
  addPage(server, '/widget', 'widget', assets, options);
  addAssets(server, assets);
  if (options.phone) addDemoPhone(server, options.phone.sandboxUrl);
}

function addPage(
  server: Server,
  path: string,
  name: 'index' | 'widget',
  assets: Assets,
  { operatorName, hotline, widgetOrigins, phone }: PagesOptions,
): void {
  const render = openPage(name);
  const embedders = name === 'widget' ? widgetOrigins : [];
  server.get(path, async (request: Request, response: Response) => {
    const nonce = randomBytes(16).toString('base64');
    const html = render({
      language: queryOf(request).get('lang')?.startsWith('en') ? 'en' : 'zh-CN',
      operator: operatorName,
      hotline,
      assets: `/assets/${assets.version}`,
      widgetOrigins,
      phone: phone !== undefined,
      sandboxUrl: phone?.sandboxUrl,
      nonce,
    });
    sendPage(response, html, pagePolicy(nonce, request.headers.host, embedders));
  });
}

function addAssets(server: Server, assets: Assets): void {
  server.get('/assets/*', async (request: Request, response: Response) => {
    const [, version, path = ''] = /^\/assets\/([^/]+)\/(.+)$/.exec(request.path()) ?? [];
    // A page from before an update asks by its old version and gets the new file, for now only.
    const kept = version === assets.version ? 'public, max-age=31536000, immutable' : 'no-cache';
    sendAsset(request, response, await assets.read(path), { 'Cache-Control': kept });
  });
  server.get('/widget.js', async (request: Request, response: Response) => {
    sendAsset(request, response, await assets.read('launcher.js'), {
      'Cache-Control': 'public, max-age=300',
      // Any site may load the launcher; who may frame the chat is decided by the widget's policy.
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
  });
}

function addDemoPhone(server: Server, sandboxUrl: string): void {
  const phone = openDemoPhone(sandboxUrl);
  const passingOn = (ask: (request: Request) => Promise<unknown>) =>
    answering(
      async (request) => {
        const body = await ask(request).catch((error) => {
          if (error instanceof HttpRefusal) throw error;
          throw new HttpRefusal(503, 'ServiceUnavailable', 'The demo phone does not answer.');
        });
        return { status: 200, body };
      },
      () => {},
    );
  const path = '/demo/phone/:number/messages';
  server.get('/demo/customers', passingOn(phone.customers));
  server.get(
    path,
    passingOn((request) =>
      phone.messages(String(request.params.number), queryOf(request).get('after') ?? undefined),
    ),
  );
  server.post(
    path,
    passingOn(async (request) => phone.reply(String(request.params.number), textIn(request))),
  );
}

/** What a demo customer writes. Only JSON is read, which no page of another origin may send. */
function textIn({ body }: Request): string {
  const { text } = (body || {}) as Record<string, unknown>;
  if (typeof text === 'string' && text.trim() !== '' && text.length <= 500) return text;
  throw new HttpRefusal(400, 'BadArgument', 'Send {"text"} with 1 to 500 letters.');
}

function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.getQuery());
}
