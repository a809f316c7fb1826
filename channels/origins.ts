import type { IncomingMessage } from 'node:http';
import type { Server } from 'restify';
import { HttpRefusal } from './http.ts';

/** Where pages that talk to us may come from. */
export interface OriginOptions {
  /** The address customers see; else the one a request names. */
  readonly publicUrl?: string | undefined;
  readonly trustProxy: boolean;
  /** Pages of other origins that may talk to us, e.g. `https://www.example.com`. */
  readonly origins: readonly string[];
}

/** Judges origins: our own and the configured ones, everything else not. */
export interface Origins {
  trusts(origin: string, request: IncomingMessage): boolean;
  /** `wss://chat.example.com`, for the addresses we hand out. */
  socketBaseOf(request: IncomingMessage): string;
}

/** Makes the judge. Throws a TypeError when a configured origin is no URL. */
export function createOrigins({ publicUrl, trustProxy, origins }: OriginOptions): Origins {
  const configured = new Set([...origins, ...(publicUrl ? [publicUrl] : [])].map(originIn));
  return {
    trusts(origin, request) {
      if (!URL.canParse(origin)) return false;
      const url = new URL(origin);
      // By host alone: behind a proxy we do not know whether customers come over https.
      return configured.has(url.origin) || url.host === request.headers.host?.toLowerCase();
    },
    socketBaseOf(request) {
      if (publicUrl) return originIn(publicUrl).replace(/^http/, 'ws');
      const isSecure = trustProxy && request.headers['x-forwarded-proto'] === 'https';
      return `${isSecure ? 'wss' : 'ws'}://${request.headers.host ?? 'localhost'}`;
    },
  };
}

function originIn(url: string): string {
  return new URL(url).origin;
}

/** The refusal of a page that is neither ours nor configured. */
export function originRefused(): HttpRefusal {
  return new HttpRefusal(
    403,
    'OriginNotAllowed',
    'This page may not talk to the bot; add its origin to WIDGET_ORIGINS.',
  );
}

/** Lets trusted pages read answers under `prefix`; everyone else's browser keeps them to itself. */
export function addCors(server: Server, prefix: string, { trusts }: Origins): void {
  server.pre((request, response, next) => {
    const { origin } = request.headers;
    if (!request.url?.startsWith(prefix)) return next();
    response.setHeader('Vary', 'Origin');
    const isTrusted = origin !== undefined && trusts(origin, request);
    if (isTrusted) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
    }
    if (request.method !== 'OPTIONS') return next();
    response.writeHead(isTrusted ? 204 : 403, {
      ...(isTrusted && {
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers':
          'authorization, content-type, x-ms-bot-agent, x-requested-with',
        'Access-Control-Max-Age': '600',
      }),
    });
    response.end();
    next(false);
  });
}
