import type { Request, Response } from 'restify';

/** A request that is refused: the status and the protocol's error code, never anything internal. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
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
export function sendJson(response: Response, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** Answers a route; refusals become `{error: {code, message}}`, anything else a 500 without a word. */
export function answering(
  handler: (request: Request, response: Response) => Promise<JsonAnswer>,
  onFault: (error: unknown) => void,
) {
  return async (request: Request, response: Response): Promise<void> => {
    try {
      const { status, body } = await handler(request, response);
      sendJson(response, status, body);
    } catch (error) {
      if (!(error instanceof HttpRefusal)) onFault(error);
      const { status, code, message, headers } =
        error instanceof HttpRefusal
          ? error
          : new HttpRefusal(500, 'ServiceError', 'Please try again in a moment.');
      sendJson(response, status, { error: { code, message } }, { ...headers });
    }
  };
}

/** Who sent a request: behind a trusted proxy the address it names, else the socket's own. */
export function addressOf(request: Request, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return forwarded ?? request.socket.remoteAddress ?? 'unknown';
}

/** The origin customers see this server under, from configuration or from the request itself. */
export function originOf(request: Request, publicUrl: string | undefined, trustProxy: boolean): string {
  if (publicUrl) return new URL(publicUrl).origin;
  const isSecure = trustProxy && request.header('x-forwarded-proto') === 'https';
  return `${isSecure ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`;
}
