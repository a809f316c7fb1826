import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Language } from '../../domain/language.ts';
import { Unavailable } from '../../ports/unavailable.ts';

/** One call to the operator. Query values may be personal: they are never logged or quoted in an error. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly language?: Language;
}

/** An answer's JSON, and how many resources there are in all where a list's header says so. */
export interface Counted {
  readonly body: unknown;
  readonly total?: number;
}

/** Makes calls that answer JSON in time, or throw `Unavailable`. */
export type CallCarrier = (call: Call) => Promise<unknown>;

/** The same, with the count of `X-Total-Count`. */
export type CallCounted = (call: Call) => Promise<Counted>;

/** How calls are made. */
export interface HttpOptions {
  readonly timeoutMs: number;
  readonly token?: string | undefined;
}

const largestAnswerBytes = 5_000_000;

/**
 * One time budget covers a call and, for GET alone, one further try: a request that may have
 * changed something is never sent again blindly. Connections are kept open.
 */
export function createCountedCall({ timeoutMs, token }: HttpOptions): CallCounted {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  };

  function once(call: Call, signal: AbortSignal): Promise<Counted> {
    const url = new URL(call.url);
    for (const [key, value] of Object.entries(call.query ?? {})) url.searchParams.set(key, value);
    const isSecure = url.protocol === 'https:';
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    return new Promise((resolve, reject) => {
      const request = (isSecure ? httpsRequest : httpRequest)(
        url,
        {
          method: call.method,
          agent: agents[isSecure ? 'https:' : 'http:'],
          signal,
          headers: {
            accept: 'application/json',
            ...(call.language && { 'accept-language': call.language }),
            ...(token && { authorization: `Bearer ${token}` }),
            ...(body && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > largestAnswerBytes) request.destroy(new Refused('answer too large'));
            chunks.push(chunk);
          });
          response.on('error', reject);
          response.on('end', () => {
            try {
              resolve(readAnswer(call, response, Buffer.concat(chunks).toString('utf8')));
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  return async (call) => {
    // A timer of our own, stopped with the call: `AbortSignal.timeout` would run on behind each one.
    const budget = new AbortController();
    const timer = setTimeout(() => budget.abort(), timeoutMs);
    const { signal } = budget;
    try {
      return await once(call, signal).catch((error) => {
        if (
          call.method !== 'GET' ||
          signal.aborted ||
          (error instanceof Refused && !error.isPassing)
        )
          throw error;
        return once(call, signal);
      });
    } catch (error) {
      throw new Unavailable('carrier', signal.aborted ? 'timeout' : reasonOf(error), {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** An answer that is none. Passing: the same question may be answered a moment later. */
class Refused extends Error {
  readonly isPassing: boolean;
  readonly status: number | undefined;

  constructor(reason: string, isPassing = false, status?: number) {
    super(reason);
    this.isPassing = isPassing;
    this.status = status;
  }
}

/** The status of an answer that was a refusal and nothing else; undefined: no such answer came. */
export function statusOf(error: unknown): number | undefined {
  const cause = error instanceof Unavailable ? error.cause : undefined;
  return cause instanceof Refused ? cause.status : undefined;
}

function readAnswer(
  { method }: Call,
  { statusCode = 0, headers, complete }: IncomingMessage,
  text: string,
): Counted {
  if (!complete) throw new Refused('half an answer', true);
  // What is asked for is not there; what is sent has not arrived.
  if (statusCode === 404 && method === 'GET') return { body: undefined };
  if (statusCode < 200 || statusCode > 299)
    throw new Refused(`status ${statusCode}`, statusCode >= 500, statusCode);
  if (!/^application\/([\w.-]+\+)?json/i.test(String(headers['content-type'])))
    throw new Refused('not JSON');
  try {
    const total = headers['x-total-count'];
    return { body: JSON.parse(text), ...(total !== undefined && { total: Number(total) }) };
  } catch {
    throw new Refused('broken JSON', true);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return (error as NodeJS.ErrnoException).code ?? 'network';
}
