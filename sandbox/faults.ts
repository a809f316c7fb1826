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
  /** Only paths that begin so; all when absent. */
  readonly path?: string;
  readonly method?: string;
  readonly delayMs?: number;
  /** For so many requests; until cleared when absent. */
  times?: number;
}

/** The faults in force. */
export interface Faults {
  add(fault: Fault): void;
  list(): readonly Fault[];
  clear(): void;
  /** Takes the fault that a request meets, counting it down. */
  take(request: IncomingMessage): Fault | undefined;
}

/** Makes an empty set of faults. */
export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => void faults.push({ ...fault }),
    list: () => faults,
    clear() {
      faults = [];
    },
    take({ url = '', method }) {
      const fault = faults.find(
        (candidate) =>
          url.startsWith(candidate.path ?? '') && (candidate.method ?? method) === method,
      );
      if (fault?.times !== undefined) {
        fault.times -= 1;
        if (fault.times <= 0) faults = faults.filter((candidate) => candidate !== fault);
      }
      return fault;
    },
  };
}

/** Misbehaves as real servers do, on the socket itself. False: the request goes on as usual. */
export async function misbehave(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'delay':
      await wait(fault.delayMs ?? 2000);
      return false;
    case 'hang':
      return true;
    case 'error500':
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ code: 'sandboxFault', reason: 'A fault was asked for', status: '500' }),
      );
      return true;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>Service temporarily unavailable</body></html>');
      return true;
    case 'halfAnswer':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      response.write('[{"id":"half');
      setTimeout(() => response.destroy(), 20);
      return true;
    case 'acceptedAnswerLost':
      // The request is carried out; its answer never leaves.
      response.write = () => true;
      response.end = ((..._given: unknown[]) => {
        response.socket?.destroy();
        return response;
      }) as typeof response.end;
      return false;
  }
}
