import { LRUCache } from 'lru-cache';
import type { Next, Request, Response, Server } from 'restify';
import { rootOf, withAddresses } from './addresses.ts';
import { languageOf, localise } from './language.ts';
import type { Page, Resource } from './query.ts';

/** A request that cannot be answered, as TM Forum's error body says it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, reason: string) {
    super(reason);
    this.status = status;
    this.code = code;
  }
}

/** What a route answers; the body is still in both languages. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Does the work of a route. What it throws becomes an error body. */
export type Handler = (request: Request) => Promise<Answer> | Answer;

/** Wraps a handler for restify. `version`: while it stays the same, so does the answer to a URL. */
export type Respond = (
  handler: Handler,
  version?: () => number,
) => (request: Request, response: Response, next: Next) => void;

interface Encoded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly version?: number | undefined;
}

const cacheBytes = 32_000_000;

/** Makes `respond` for one server: answers in TM Forum's form, kept ready as bytes while they hold. */
export function createResponder(): Respond {
  const ready = new LRUCache<string, Encoded>({
    maxSize: cacheBytes,
    sizeCalculation: ({ body }) => body.length + 500,
  });
  return (handler, version) => (request, response, next) => {
    const language = languageOf(request.headers['accept-language']);
    const root = rootOf(request.headers.host);
    const key = `${language} ${root}${request.url}`;
    const current = version?.();
    const before = current === undefined ? undefined : ready.get(key);
    if (before && before.version === current) {
      send(response, before);
      next(false);
      return;
    }
    const work = async () => handler(request);
    void work()
      .catch(answerOf)
      .then(({ status, body, headers }) => {
        const json = body === undefined ? '' : JSON.stringify(localise(body, language));
        const text = withAddresses(json, root);
        const encoded = {
          status,
          body: Buffer.from(text),
          headers: {
            ...(text && { 'content-type': 'application/json;charset=utf-8' }),
            'content-language': language,
            vary: 'Accept-Language',
            ...headers,
          },
          version: current,
        };
        if (current !== undefined && status < 300) ready.set(key, encoded);
        send(response, encoded);
        next(false);
      })
      .catch(() => response.destroy());
  };
}

function send(response: Response, { status, headers, body }: Encoded): void {
  const length = status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}

function errorBody(status: number, code: string, reason: string): Resource {
  return { code, reason, message: reason, status: String(status) };
}

function answerOf(error: unknown): Answer {
  const { status, code, message } =
    error instanceof ApiError ? error : new ApiError(500, 'internalError', 'Something went wrong');
  return { status, body: errorBody(status, code, message) };
}

/** Gives restify's own refusals (no such path, broken JSON) TM Forum's form too. */
export function addErrorForm(server: Server): void {
  server.on('restifyError', (_request, _response, error, done) => {
    const { statusCode = 500, body, message } = error;
    error.toJSON = () => errorBody(statusCode, body?.code ?? 'error', body?.message ?? message);
    done();
  });
}

/** A page of a collection: 206 when it is not the whole of it. */
export function pageAnswer({ page, total }: Page): Answer {
  return {
    status: page.length < total ? 206 : 200,
    body: page,
    headers: { 'x-total-count': String(total), 'x-result-count': String(page.length) },
  };
}

/** The resource, or a 404. */
export function found<T>(resource: T | undefined): T {
  if (resource === undefined) throw new ApiError(404, 'notFound', 'No such resource');
  return resource;
}

/** The JSON object a request must bring, or a 400. */
export function bodyOf({ body }: Request): Resource {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiError(400, 'invalidBody', 'The body must be a JSON object');
  return body as Resource;
}

/** The query as it was sent. */
export function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.getQuery());
}
