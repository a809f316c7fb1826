import type { Server } from 'restify';
import type { OwnTranscript } from '../bots/transcriptPages.ts';
import type { Log } from '../ports/services.ts';
import { recordsPolicy } from '../web/serve.ts';
import { transcriptPage } from '../web/transcriptPage.ts';
import { addOncePage } from './oncePages.ts';

/** What the page with a customer's own transcript needs. */
export interface TranscriptOptions {
  readonly open: (secret: string, shown: string | undefined) => Promise<OwnTranscript | undefined>;
  readonly timeZone: string;
  /** `/assets/{version}`. */
  readonly assets: string;
  readonly log: Log;
}

/** Serves what was said in a chat to the customer, behind a link that opens once. */
export function addTranscripts(server: Server, options: TranscriptOptions): void {
  const { open, timeZone, assets, log } = options;
  addOncePage(server, {
    path: 'transcripts',
    name: 'transcript',
    open,
    log,
    send(response, opened) {
      response.writeHead(200, {
        'Cache-Control': 'no-store',
        'X-Robots-Tag': 'noindex',
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': recordsPolicy(''),
      });
      response.end(transcriptPage({ ...opened, timeZone }, assets));
    },
  });
}
