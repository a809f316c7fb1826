import type { ServerResponse } from 'node:http';
import type { Request } from 'restify';
import type { PanelRefusal } from '../bots/recordsPanel.ts';
import { cookieOf } from './cookies.ts';
import { HttpRefusal } from './http.ts';
import { createOrigins } from './origins.ts';

/** How the server is reached: decides what is our own page and whether cookies may need https. */
export interface RecordsAddress {
  readonly publicUrl?: string | undefined;
  readonly trustProxy: boolean;
}

const panelCookie = 'mingbai_records';

/** A panel is over after five minutes at most (rights §5.2); so is its cookie. */
const panelSeconds = 300;

/** Every answer about records: kept nowhere, found by nobody. */
export const privateHeaders = {
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Referrer-Policy': 'no-referrer',
};

/** Used, too old, never there, or another browser's: nobody learns which. */
const closed = [410, 'PanelClosed', 'This panel is closed.'] as const;

const answers: Readonly<Record<PanelRefusal, readonly [number, string, string]>> = {
  closed,
  otherBrowser: closed,
  wrongCode: [422, 'WrongCode', 'The code is wrong or too old.'],
  tooMany: [429, 'TooManyRequests', 'Too many tries for now.'],
  unavailable: [503, 'ServiceUnavailable', 'Please try again in a moment.'],
};

function isRefusal(answer: unknown): answer is PanelRefusal {
  return typeof answer === 'string' && Object.hasOwn(answers, answer);
}

/** The refusal as an answer to a request. */
export function refusalOf(refusal: PanelRefusal): HttpRefusal {
  return new HttpRefusal(...answers[refusal]);
}

/** What the panel gave; throws what it refused as an `HttpRefusal`. */
export function granted<Answer>(answer: Answer | PanelRefusal): Answer {
  if (isRefusal(answer)) throw refusalOf(answer);
  return answer;
}

/** Cookies of the panel, and whose pages may send to it. */
export interface RecordsGuard {
  /** The panel's secret; throws an `HttpRefusal` where there is none. */
  session(request: Request): string;
  open(request: Request, response: ServerResponse, session: string): void;
  close(request: Request, response: ServerResponse): void;
  /** Throws an `HttpRefusal` for what another site's page sends. */
  checkSender(request: Request): void;
}

/** Makes the guard for a server at this address. */
export function createRecordsGuard({ publicUrl, trustProxy }: RecordsAddress): RecordsGuard {
  const judge = createOrigins({ publicUrl, trustProxy, origins: [] });
  const isSecure = ({ headers }: Request) =>
    publicUrl?.startsWith('https:') || (trustProxy && headers['x-forwarded-proto'] === 'https');
  const set = (request: Request, response: ServerResponse, value: string, seconds: number) =>
    response.setHeader(
      'Set-Cookie',
      `${panelCookie}=${value}; Path=/records; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure(request) ? '; Secure' : ''}`,
    );
  return {
    session(request) {
      const session = cookieOf(request, panelCookie);
      if (session === undefined) throw new HttpRefusal(...closed);
      return session;
    },
    open: (request, response, session) => set(request, response, session, panelSeconds),
    close: (request, response) => set(request, response, '', 0),
    checkSender(request) {
      const { origin } = request.headers;
      const site = request.headers['sec-fetch-site'];
      // A form of a page without referrer says its origin is null; such browsers say the site.
      const isForeign =
        (site !== undefined && site !== 'same-origin') ||
        (origin !== undefined && origin !== 'null' && !judge.trusts(origin, request));
      if (isForeign) throw new HttpRefusal(403, 'OriginNotAllowed', 'Only our own page may do so.');
    },
  };
}
