import type { ServerResponse } from 'node:http';
import type { Request, Server } from 'restify';
import type { Log } from '../ports/services.ts';
import { Unavailable } from '../ports/unavailable.ts';
import { closedLinkPage, type OncePageName, openLinkPage } from '../web/agreementPages.ts';
import { browserOf, shownBy } from './browserCookie.ts';
import { logFault } from './http.ts';

/** A page that opens once. */
export interface OncePageOptions<Opened> {
  /** First part of its address; the second is the secret. */
  readonly path: string;
  /** What it is called on the page. */
  readonly name: OncePageName;
  /** `shown` is what the sender has to show: the secret of the browser, or pairing digits. */
  readonly open: (secret: string, shown: string | undefined) => Promise<Opened | undefined>;
  readonly send: (response: ServerResponse, opened: Opened) => void;
  readonly log: Log;
}

/** No script, no request anywhere; styles are inline in documents that were printed long ago. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': policy,
  'X-Robots-Tag': 'noindex',
};

/**
 * Serves what is behind links that open once. Looking at a link (a preview, a scanner) does not use it
 * up: only the button on its page does, in the browser of the chat or with the digits it showed.
 */
export function addOncePage<Opened>(server: Server, options: OncePageOptions<Opened>): void {
  const { path, name, open, send, log } = options;
  const onFault = logFault(log);
  server.get(`/${path}/:secret`, async (request, response) => {
    sendHtml(response, 200, openLinkPage(name, { isKnownBrowser: isKnown(request) }));
  });
  server.post(`/${path}/:secret`, async (request, response) => {
    try {
      const opened = await open(String(request.params.secret), shownBy(request));
      if (opened === undefined) sendHtml(response, 410, closedLinkPage(name));
      else send(response, opened);
    } catch (error) {
      onFault(error, request);
      // Nothing was shown, so nothing is used up: the button can be pressed again.
      if (error instanceof Unavailable) {
        const isKnownBrowser = isKnown(request);
        sendHtml(response, 503, openLinkPage(name, { isKnownBrowser, isTriedAgain: true }));
      } else sendHtml(response, 410, closedLinkPage(name));
    }
  });
}

const isKnown = (request: Request) => browserOf(request) !== undefined;

/** Sends a page. */
export function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { ...headers, 'Content-Type': 'text/html; charset=utf-8' });
  response.end(html);
}

/** Sends a document; one that has a name is a file to keep. */
export function sendDocument(
  response: ServerResponse,
  mediaType: string,
  bytes: Buffer,
  fileName?: string,
): void {
  response.writeHead(200, {
    ...headers,
    'Content-Type': mediaType,
    ...(fileName && { 'Content-Disposition': `attachment; filename="${fileName}"` }),
    'Content-Length': bytes.length,
  });
  response.end(bytes);
}
