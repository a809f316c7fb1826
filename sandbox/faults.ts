import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** What can go wrong on demand. */
export const faultKinds = [
  'delay',
  'error500',
  'hang',
  'halfAnswer',
  'html',
  'acceptedAnswerLost',
] as const;

/** A fault that the next fitting requests meet. */
export interface Fault {
  readonly kind: (typeof faultKinds)[number];
  /** Only paths that begin so; without it every API. */
  readonly path?: string;
  readonly method?: string;
  /** How long a `delay` lasts; 2000 when absent. */
  readonly delayMs?: number;
  /** How many requests meet it; until cleared when absent. */
  readonly times?: number;
}

/** The faults in force, the oldest first. */
export interface Faults {
  add(fault: Fault): void;
  list(): readonly Fault[];
  clear(): void;
  /** Takes the fault that a request meets, counting it down. */
  take(request: IncomingMessage): Fault | undefined;
}

/** The phone and the sandbox's own controls stay well unless they are named. */
const apiPath = /^\/(tmf-api|payment)\//;

/** Makes an empty set of faults. */
export function createFaults(): Faults {
  let faults: readonly Fault[] = [];
  const fits = ({ path, method }: Fault, request: IncomingMessage) => {
    const url = request.url ?? '';
    if (method !== undefined && method.toUpperCase() !== request.method) return false;
    return path === undefined ? apiPath.test(url) : url.startsWith(path);
  };
  return {
    add(fault) {
      faults = [...faults, fault];
    },
    list: () => faults,
    clear() {
      faults = [];
    },
    take(request) {
      if (request.url?.startsWith('/sandbox/faults')) return undefined;
      const fault = faults.find((candidate) => fits(candidate, request));
      if (fault?.times !== undefined) {
        const left = fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
        faults = faults.flatMap((each) => (each === fault ? left : [each]));
      }
      return fault;
    },
  };
}

/** Misbehaves as real servers do, on the socket itself. False: the request goes on as usual. */
export async function misbehave(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'delay':
      await wait(fault.delayMs ?? 2000, undefined, { ref: false });
      return false;
    case 'hang':
      return true;
    case 'error500':
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"code":"internalError","reason":"A fault was asked for","status":"500"}');
      return true;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>Service temporarily unavailable</body></html>');
      return true;
    case 'halfAnswer':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      // The half is on its way before the connection breaks.
      response.write('[{"id":"half', () => response.destroy());
      return true;
    case 'acceptedAnswerLost':
      // The request is carried out; its answer never leaves.
      response.write = () => true;
      response.end = () => response.destroy();
      return false;
  }
}
