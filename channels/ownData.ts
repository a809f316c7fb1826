import type { Server } from 'restify';
import type { OwnDataFile } from '../bots/ownDataPages.ts';
import type { Log } from '../ports/services.ts';
import { addOncePage, sendDocument } from './oncePages.ts';

/** What the page with a customer's own data needs. */
export interface OwnDataOptions {
  readonly open: (secret: string, shown: string | undefined) => Promise<OwnDataFile | undefined>;
  readonly log: Log;
}

/** Serves everything stored about a customer as a file, behind a link that opens once (E40). */
export function addOwnData(server: Server, { open, log }: OwnDataOptions): void {
  addOncePage(server, {
    path: 'my-data',
    name: 'myData',
    open,
    log,
    send: (response, { name, bytes }) =>
      sendDocument(response, 'application/json; charset=utf-8', bytes, name),
  });
}
