import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Request, Response } from 'restify';
import { errorTrail } from '../domain/errorTrail.ts';
import type { Log } from '../ports/services.ts';
import { Unavailable } from '../ports/unavailable.ts';

/** A request that is refused: the status and the protocol's error code, never anything internal. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Record<string, string> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'HttpRefusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** An answer with a JSON body. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Sends JSON that no cache may keep. */
export function sendJson(
  response: Response,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** Hears of what went wrong, to log it. */
export type OnFault = (error: unknown, request: Request) => void;

/** Answers a route with JSON, and whatever goes wrong with `{error: {code, message}}`. */
export function answering(
  handler: (request: Request, response: Response) => Promise<JsonAnswer>,
  onFault: OnFault,
) {
  return async (request: Request, response: Response): Promise<void> => {
    try {
      const { status, body } = await handler(request, response);
      sendJson(response, status, body);
    } catch (error) {
      sendFault(request, response, error, onFault);
    }
  };
}

/** Sends a refusal as it is; anything else without a word of its own, which might quote a customer. */
export function sendFault(
  request: Request,
  response: Response,
  error: unknown,
  onFault: OnFault,
): void {
  if (response.headersSent) return;
  const { status, code, message, headers } = refusalFor(error, request.id());
  if (status >= 500) onFault(error, request);
  sendJson(response, status, { error: { code, message } }, { ...headers });
}

/** Logs a fault: the request's id for those who quote it, and where in the code, never the message. */
export function logFault(log: Log): OnFault {
  return (error, request) =>
    log.error('http.fault', {
      requestId: request.id(),
      route: routeOf(request),
      ...causeOf(error instanceof HttpRefusal ? error.cause : error),
    });
}

/** restify's own errors by status, in our words: theirs may quote what was sent. */
const restifyErrors: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BadArgument', 'The request cannot be read: send valid JSON.'],
  404: ['NotFound', 'There is nothing at this address.'],
  405: ['MethodNotAllowed', 'This address does not take this method.'],
  413: ['MessageSizeTooBig', 'The request is too large.'],
  415: ['UnsupportedMediaType', 'Send plain JSON.'],
};

function refusalFor(error: unknown, requestId: string): HttpRefusal {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof Unavailable) {
    const headers = { 'Retry-After': '2' };
    return new HttpRefusal(503, 'ServiceUnavailable', 'Please try again in a moment.', headers);
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  const known = typeof status === 'number' ? restifyErrors[status] : undefined;
  if (known && typeof status === 'number') return new HttpRefusal(status, ...known);
  return new HttpRefusal(500, 'ServiceError', `Something went wrong (request ${requestId}).`);
}

function causeOf(error: unknown): Record<string, unknown> {
  if (error instanceof Unavailable) return { port: error.port, reason: error.reason };
  const [reason, ...trail] = errorTrail(error, 6);
  return { reason, ...(trail.length > 0 && { trail }) };
}

/** The route's pattern, never the address: that may name a conversation (INV-5). */
export function routeOf(request: Request): string {
  const route = request.getRoute() as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'none';
}

/**
 * Who sent a request. Behind a trusted proxy the last entry counts: the proxy wrote it, the ones
 * before it anybody. Of an IPv6 address the network, which is what one visitor has.
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? String(request.headers['x-forwarded-for'] ?? '') : '';
  const last = forwarded.split(',').at(-1)?.trim();
  const address = (last || request.socket.remoteAddress || 'unknown').replace(/^::ffff:/, '');
  return isIPv6(address) ? networkOf(address) : address;
}

/** The first 64 bits: `2001:db8::7` → `2001:db8:0:0`. */
function networkOf(address: string): string {
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = tail ? Array<string>(8 - head.length - tail.length).fill('0') : [];
  return [...head, ...zeros, ...(tail ?? [])].slice(0, 4).join(':');
}
