import type { Server } from 'restify';
import type { OpenedAgreement } from '../bots/agreementPages.ts';
import type { Log } from '../ports/services.ts';
import { agreementListPage } from '../web/agreementPages.ts';
import { addOncePage, sendDocument, sendHtml } from './oncePages.ts';

/** What the pages of agreements need. */
export interface AgreementsOptions {
  readonly open: (
    secret: string,
    shown: string | undefined,
  ) => Promise<OpenedAgreement | undefined>;
  /** PEM of the certificate that agreements are signed with: public, to check them by. */
  readonly certificatePem: () => string;
  readonly timeZone: string;
  readonly log: Log;
}

/** Serves agreements behind links that open once, and the certificate to check them by. */
export function addAgreements(server: Server, options: AgreementsOptions): void {
  const { open, certificatePem, timeZone, log } = options;
  server.get('/agreements/certificate.pem', async (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/x-pem-file' });
    response.end(certificatePem());
  });
  addOncePage(server, {
    path: 'agreements',
    name: 'agreement',
    open,
    log,
    send(response, opened) {
      if (opened.kind === 'list') sendHtml(response, 200, agreementListPage(opened, timeZone));
      else if (opened.format === 'page') {
        sendDocument(response, 'text/html; charset=utf-8', opened.bytes);
      } else sendDocument(response, 'application/pdf', opened.bytes, `${opened.number}.pdf`);
    },
  });
}
