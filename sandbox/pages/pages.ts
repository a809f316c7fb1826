import { readFileSync } from 'node:fs';
import type { Response, Server } from 'restify';
import { queryOf } from '../answers.ts';
import { demoPersonas } from '../data/index.ts';
import { languageOf } from '../language.ts';
import type { Collections } from '../store/collections.ts';
import { tariffPage } from './tariffPage.ts';

const file = (name: string) => readFileSync(new URL(`../web/${name}`, import.meta.url), 'utf8');

function send(response: Response, type: string, text: string, more: Record<string, string> = {}) {
  response.writeHead(200, {
    'content-type': `${type};charset=utf-8`,
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-cache',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...more,
  });
  response.end(text);
}

/** Registers what is read in a browser: the phones, the public tariffs, and the demo customers. */
export function addPages(server: Server, collections: Collections): void {
  const serve = (path: string, type: string, text: string) =>
    server.get(path, (_request, response, next) => {
      send(response, type, text);
      next(false);
    });
  serve('/phone', 'text/html', file('phone.html'));
  serve('/phone.js', 'text/javascript', file('phone.js'));
  serve('/wechat', 'text/html', file('weChat.html'));
  serve('/wechat.js', 'text/javascript', file('weChat.js'));
  serve('/wechat.css', 'text/css', file('weChat.css'));
  serve('/sandbox.css', 'text/css', file('sandbox.css'));
  // Both languages at once: pages switch without asking again.
  serve('/sandbox/customers', 'application/json', JSON.stringify(demoPersonas));
  server.get('/tariffs', (request, response, next) => {
    const asked = queryOf(request).get('lang');
    const language =
      asked === null ? languageOf(request.headers['accept-language']) : languageOf(asked);
    const page = tariffPage(collections.list('productOffering'), language);
    const headers = { 'content-language': language, vary: 'Accept-Language' };
    send(response, 'text/html', page, headers);
    next(false);
  });
}
