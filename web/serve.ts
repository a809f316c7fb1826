import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asset } from './assets.ts';

/** Sends a page with its policy; never kept, its nonce is for this once. */
export function sendPage(response: ServerResponse, html: string, policy: string): void {
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy,
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  });
  response.end(html);
}

/**
 * The hash of an empty style element. One part of Web Chat (react-scroll-to-bottom) is not given
 * the nonce; it adds an empty element and fills it by script, which the policy does not concern.
 */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Nothing from elsewhere, no inline script; Web Chat writes its styles with the nonce. */
export function pagePolicy(
  nonce: string,
  host: string | undefined,
  embedders: readonly string[],
): string {
  // Older browsers do not read 'self' as covering WebSockets.
  const sockets = /^[\w.:[\]-]+$/.test(host ?? '') ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}' ${emptyStyle}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...embedders].join(' ')}`,
  ].join('; ');
}

/** For pages with a customer's records: only our own files, and of scripts only what has the nonce. */
export function recordsPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src ${nonce ? `'nonce-${nonce}'` : "'none'"}`,
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Sends a file, or 304 when the browser has it, or 404 when it is none of ours. */
export function sendAsset(
  request: IncomingMessage,
  response: ServerResponse,
  asset: Asset | undefined,
  headers: Readonly<Record<string, string>>,
): void {
  if (!asset) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('Not found');
    return;
  }
  const all = { ...headers, ETag: asset.etag, Vary: 'Accept-Encoding' };
  if (request.headers['if-none-match'] === asset.etag) {
    response.writeHead(304, all);
    response.end();
    return;
  }
  const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const body = (zipped && asset.gzipped) || asset.body;
  response.writeHead(200, {
    ...all,
    'Content-Type': asset.type,
    'Content-Length': body.length,
    ...(body === asset.gzipped && { 'Content-Encoding': 'gzip' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
