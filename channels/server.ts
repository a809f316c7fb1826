import type { AddressInfo } from 'node:net';
import { Histogram, type Registry } from 'prom-client';
import restify, { type Request, type Server } from 'restify';
import type { Log } from '../ports/services.ts';
import { addHealth, type HealthParts } from './health.ts';
import { HttpRefusal, logFault, routeOf, sendFault } from './http.ts';

/** What the server needs besides its channels. */
export interface ServerParts extends HealthParts {
  readonly log: Log;
  readonly registry: Registry;
  /** The address customers see: https is then required of their browsers from now on. */
  readonly publicUrl?: string | undefined;
  readonly patience?: Patience;
}

/** How long a client may take, in milliseconds: a slow one must not hold what others wait for. */
export interface Patience {
  /** For the head of a request. */
  readonly headMs: number;
  /** For a request whole. */
  readonly requestMs: number;
  /** For a connection on which nothing moves either way; open sockets have signs of life of their own. */
  readonly silenceMs: number;
  /** How often head and request are looked at. */
  readonly lookMs: number;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no more connections, finishes what is under way for a moment, then closes. */
  close(): Promise<void>;
}

const largestBodyBytes = 256 * 1024;
const closingMs = 2000;
const patience: Patience = {
  headMs: 10_000,
  requestMs: 30_000,
  silenceMs: 120_000,
  lookMs: 5000,
};

/** Makes the restify server every channel puts its routes on. */
export function createServer(parts: ServerParts): Server {
  const { log, registry, publicUrl } = parts;
  const server = restify.createServer({ name: '', ignoreTrailingSlash: true });
  // restify's own log would quote requests; ours says what went wrong.
  (server as unknown as { log: { level: string } }).log.level = 'silent';
  const onFault = logFault(log);
  const headers = headersFor(publicUrl?.startsWith('https:') ?? false);
  server.pre((request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader('X-Request-Id', request.id());
    next(refusalUnread(request));
  });
  server.use(restify.plugins.jsonBodyParser(bodyOptions));
  // Told that this is done, restify would answer a second time: it is not told.
  server.on('restifyError', (request, response, error) =>
    sendFault(request, response, error, onFault),
  );
  addMeasuring(server, registry);
  addHealth(server, parts);
  limitPatience(server, parts.patience ?? patience);
  return server;
}

/** `maxBodySize` is the body reader's, which the types of this plugin forget. */
const bodyOptions = { mapParams: false, maxBodySize: largestBodyBytes };

/** For answers that are no page; pages set their own policy over this one. */
function headersFor(isSecure: boolean): Map<string, string> {
  return new Map([
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ...(isSecure ? [['Strict-Transport-Security', 'max-age=31536000'] as const] : []),
  ]);
}

/** Refused unread: no address, a body that says it is too large, one that could unfold to any size. */
function refusalUnread(request: Request): HttpRefusal | undefined {
  const refuse = (status: number, code: string, message: string) =>
    new HttpRefusal(status, code, message, { Connection: 'close' });
  const { headers } = request;
  if (!hasAddress(request)) return refuse(400, 'BadArgument', 'There is no such address.');
  if (Number(headers['content-length'] ?? 0) > largestBodyBytes) {
    return refuse(413, 'MessageSizeTooBig', 'The request is too large.');
  }
  if (headers['content-encoding'] === undefined) return undefined;
  return refuse(415, 'UnsupportedMediaType', 'Send plain JSON.');
}

/** An address that is none (a broken Host header) would throw inside restify's router, past every handler. */
function hasAddress({ url = '/', headers }: Request): boolean {
  const base = `http://${headers.host ?? 'localhost'}`;
  return url.startsWith('/') ? URL.canParse(base + url) : URL.canParse(url, base);
}

/** By route, never by URL: conversation ids and numbers do not belong into metrics (INV-5). */
function addMeasuring(server: Server, registry: Registry): void {
  const duration = new Histogram({
    name: 'mingbai_http_request_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const startedAt = new WeakMap<Request, number>();
  server.on('pre', (request) => startedAt.set(request, performance.now()));
  server.on('after', (request, { statusCode: status }) => {
    const labels = { method: request.method ?? '', route: routeOf(request), status };
    duration.observe(labels, (performance.now() - (startedAt.get(request) ?? 0)) / 1000);
  });
  server.get('/metrics', async (_request, response) => {
    response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
    response.end(await registry.metrics());
  });
}

/** restify makes the HTTP server without options, so they are set on it before it listens. */
function limitPatience(server: Server, { headMs, requestMs, silenceMs, lookMs }: Patience): void {
  Object.assign(server.server, {
    headersTimeout: headMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: lookMs,
  });
  server.server.setTimeout(silenceMs);
}

/** Method and pattern of every route, such as `GET /healthz`. */
export function routesOf(server: Server): string[] {
  const routes = server.router.getRoutes();
  return Object.values(routes).map(({ method, path }) => `${method} ${String(path)}`);
}

/** Listens; rejects with the system's own code, so that the engineer can be told in a sentence. */
export function listen(server: Server, port: number, host: string): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        async close() {
          const closed = new Promise<void>((done) => server.close(() => done()));
          server.server.closeIdleConnections();
          // Those with a request under way become idle one by one.
          server.on('after', () => setImmediate(() => server.server.closeIdleConnections()));
          const force = setTimeout(() => server.server.closeAllConnections(), closingMs);
          await closed;
          clearTimeout(force);
        },
      });
    });
  });
}
