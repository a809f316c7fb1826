import type { ServerResponse } from 'node:http';
import type { Server } from 'restify';
import type { OpenedAgreement } from '../bots/agreementPages.ts';
import type { Log } from '../ports/services.ts';
import { agreementListPage, closedLinkPage, openLinkPage } from '../web/agreementPages.ts';
import { logFault } from './http.ts';

/** What the pages of agreements need. */
export interface AgreementsOptions {
  readonly open: (secret: string) => Promise<OpenedAgreement | undefined>;
  /** PEM of the certificate that agreements are signed with: public, to check them by. */
  readonly certificatePem: () => string;
  readonly timeZone: string;
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
 * Serves agreements behind links that open once. Looking at a link (a preview, a scanner) does not
 * use it up: only the button on its page does.
 */
export function addAgreements(server: Server, options: AgreementsOptions): void {
  const { open, certificatePem, timeZone, log } = options;
  const onFault = logFault(log);
  server.get('/agreements/certificate.pem', async (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/x-pem-file' });
    response.end(certificatePem());
  });
  server.get('/agreements/:secret', async (_request, response) => {
    sendHtml(response, 200, openLinkPage());
  });
  server.post('/agreements/:secret', async (request, response) => {
    const opened = await open(String(request.params.secret)).catch((error) => {
      onFault(error, request);
      return undefined;
    });
    if (!opened) sendHtml(response, 410, closedLinkPage());
    else if (opened.kind === 'list') {
      sendHtml(response, 200, agreementListPage(opened, timeZone));
    } else sendDocument(response, opened);
  });
}

function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { ...headers, 'Content-Type': 'text/html; charset=utf-8' });
  response.end(html);
}

function sendDocument(
  response: ServerResponse,
  { number, format, bytes }: Extract<OpenedAgreement, { kind: 'document' }>,
): void {
  const isPdf = format === 'pdf';
  response.writeHead(200, {
    ...headers,
    'Content-Type': isPdf ? 'application/pdf' : 'text/html; charset=utf-8',
    ...(isPdf && { 'Content-Disposition': `attachment; filename="${number}.pdf"` }),
    'Content-Length': bytes.length,
  });
  response.end(bytes);
}
