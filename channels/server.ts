import type { AddressInfo } from 'node:net';
import { Histogram, type Registry } from 'prom-client';
import restify, { type Request, type Server } from 'restify';
import type { Log } from '../ports/services.ts';
import { sendJson } from './http.ts';

/** What the server needs besides its channels. */
export interface ServerParts {
  readonly log: Log;
  readonly registry: Registry;
  /** By name; each throws when its part is not ready. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

const checkTimeoutMs = 2000;
const largestBodyBytes = 256 * 1024;

/** Makes the restify server every channel puts its routes on. */
export function createServer({ log, registry, checks }: ServerParts): Server {
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false, ignoreTrailingSlash: true });
  const duration = new Histogram({
    name: 'mingbai_http_request_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  server.pre((request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (hasAddress(request)) return next();
    sendJson(response, 400, { error: { code: codes[400], message: sentences[400] } });
    next(false);
  });
  server.use(restify.plugins.bodyParser({ mapParams: false, maxBodySize: largestBodyBytes }));
  // By route, never by URL: conversation ids and numbers do not belong into metrics (INV-5).
  server.on('after', (request, response, route) => {
    const labels = { method: request.method ?? '', route: route?.path ?? 'none', status: response.statusCode };
    duration.observe(labels, (Date.now() - request.time()) / 1000);
  });
  // Told that this is done, restify would answer a second time: it is not told.
  server.on('restifyError', (request, response, error) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error('http.fault', { method: request.method, status });
    sendJson(response, status, { error: { code: codes[status] ?? 'ServiceError', message: sentences[status] ?? 'Please try again in a moment.' } });
  });
  addHealth(server, registry, checks);
  return server;
}

/** An address that is none (a broken Host header) would throw inside restify's router, past every handler. */
function hasAddress({ url = '/', headers }: Request): boolean {
  const base = `http://${headers.host ?? 'localhost'}`;
  return url.startsWith('/') ? URL.canParse(base + url) : URL.canParse(url, base);
}

const codes: Readonly<Record<number, string>> = { 400: 'BadArgument', 404: 'NotFound', 405: 'MethodNotAllowed', 413: 'MessageSizeTooBig', 415: 'UnsupportedMediaType' };
const sentences: Readonly<Record<number, string>> = {
  400: 'The request cannot be read: send valid JSON.',
  404: 'There is nothing at this address.',
  405: 'This address does not take this method.',
  413: 'The request is too large.',
  415: 'Send JSON with the content type application/json.',
};

function addHealth(server: Server, registry: Registry, checks: ServerParts['checks']): void {
  server.get('/healthz', async (_request, response) => sendJson(response, 200, { status: 'alive' }));
  server.get('/readyz', async (_request, response) => {
    const parts = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await isReady(check)] as const),
    );
    const ready = parts.every(([, isUp]) => isUp);
    const states = parts.map(([name, isUp]) => [name, isUp ? 'ready' : 'not ready']);
    sendJson(response, ready ? 200 : 503, { ready, parts: Object.fromEntries(states) });
  });
  server.get('/metrics', async (_request, response) => {
    response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
    response.end(await registry.metrics());
  });
}

async function isReady(check: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), checkTimeoutMs);
  });
  try {
    return await Promise.race([check().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
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
          const force = setTimeout(() => server.server.closeAllConnections(), 2000);
          await closed;
          clearTimeout(force);
        },
      });
    });
  });
}
