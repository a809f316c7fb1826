import type { Server } from 'restify';
import type { PrivatePage } from '../bots/privatePages.ts';
import type { Log } from '../ports/services.ts';
import { privatePage } from '../web/privatePage.ts';
import { addOncePage, sendHtml } from './oncePages.ts';

/** What the pages that show a PUK or an address once need. */
export interface PrivatePageOptions {
  readonly open: (secret: string, shown: string | undefined) => Promise<PrivatePage | undefined>;
  readonly log: Log;
}

/** Serves what chat never shows behind a link that opens once, in the browser of the chat (R18). */
export function addPrivatePages(server: Server, { open, log }: PrivatePageOptions): void {
  addOncePage(server, {
    path: 'private',
    name: 'private',
    open,
    log,
    send: (response, page) => sendHtml(response, 200, privatePage(page)),
  });
}
