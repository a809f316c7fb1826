import { randomBytes } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import type { PanelSession, RecordsPanel } from '../bots/recordsPanel.ts';
import { localDateTime } from '../domain/calendar.ts';
import type { Clock, Log } from '../ports/services.ts';
import { openPage } from '../web/html.ts';
import { type ClosedBecause, closedRecordsPage, openRecordsPage } from '../web/recordsPages.ts';
import { recordsPolicy } from '../web/serve.ts';
import { browserOf, shownBy } from './browserCookie.ts';
import { addressOf, HttpRefusal, logFault } from './http.ts';
import { limitPerMinute } from './rateLimits.ts';
import { addPanelData } from './recordsData.ts';
import {
  createRecordsGuard,
  granted,
  privateHeaders,
  type RecordsAddress,
  type RecordsGuard,
} from './recordsGuard.ts';

/** What the panel of itemised records needs. */
export interface RecordsOptions extends RecordsAddress {
  readonly panel: RecordsPanel;
  readonly operatorName: Readonly<Record<'zh-CN' | 'en', string>>;
  readonly hotline: string;
  readonly timeZone: string;
  /** `/assets/{version}`. */
  readonly assets: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Many customers can share one address: these stop floods, the customer's own limits are the panel's. */
const opensPerMinute = 60;

/**
 * Serves the panel of itemised records (R18, rights §5.2): a link that opens once, in the browser that
 * asked for it, for five minutes at most. No address, log line or metric names a customer or a number.
 */
export function addRecords(server: Server, options: RecordsOptions): void {
  const guard = createRecordsGuard(options);
  addPanelData(server, options, guard);
  addPanelPages(server, options, guard);
}

function addPanelPages(server: Server, options: RecordsOptions, guard: RecordsGuard): void {
  const { panel, log, assets, trustProxy } = options;
  const limit = limitPerMinute(opensPerMinute);
  const onFault = logFault(log);
  const render = openPage('records');

  /** Sends a page with the status that belongs to it. */
  const send = (response: Response, status: number, html: string, nonce = '') => {
    response.writeHead(status, {
      ...privateHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': recordsPolicy(nonce),
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    });
    response.end(html);
  };
  const sendClosed = (response: Response, status: number, because: ClosedBecause) =>
    send(response, status, closedRecordsPage(assets, because));
  /** What goes wrong on the way to a page is said on a page. */
  const showing =
    (handler: (request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      try {
        await handler(request, response);
      } catch (error) {
        const status = error instanceof HttpRefusal ? error.status : 503;
        if (!(error instanceof HttpRefusal)) onFault(error, request);
        guard.close(request, response);
        if (status === 429) sendClosed(response, status, 'tooMany');
        else if (status === 503) sendClosed(response, status, 'unavailable');
        else sendClosed(response, status === 403 ? 403 : 410, 'closed');
      }
    };

  server.get(
    '/records',
    showing(async (request, response) => {
      const session = granted(await panel.read(guard.session(request)));
      const nonce = randomBytes(16).toString('base64');
      const { language } = session;
      const html = render({
        language,
        operator: options.operatorName,
        hotline: options.hotline,
        assets,
        widgetOrigins: [],
        phone: false,
        nonce,
        panel: factsOf(session, options),
      });
      send(response, 200, html, nonce);
    }),
  );
  // Looking at a link (a preview, a scanner) does not use it up: only the button on its page does.
  server.get('/records/:secret', async (request: Request, response: Response) => {
    send(response, 200, openRecordsPage(assets, browserOf(request) !== undefined));
  });
  server.post(
    '/records/:secret',
    showing(async (request, response) => {
      guard.checkSender(request);
      await limit(addressOf(request, trustProxy));
      const opened = await panel.open(String(request.params.secret), shownBy(request));
      const { session } = granted(opened === 'wrongCode' ? 'closed' : opened);
      guard.open(request, response, session);
      response.writeHead(303, { ...privateHeaders, Location: '/records' });
      response.end();
    }),
  );
}

/** What the page is told at its start. */
function factsOf(session: PanelSession, { clock, timeZone }: RecordsOptions) {
  const { maskedNumber, month, months, kind, expiresAt, asksPassword } = session;
  const now = clock();
  return {
    maskedNumber,
    month,
    months,
    kind,
    asksPassword,
    secondsLeft: Math.max(0, Math.floor((Date.parse(expiresAt) - now.getTime()) / 1000)),
    openedAt: localDateTime(now, timeZone),
  };
}
