import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

/** What can go wrong with a request on demand. */
const requestFaultKinds = [
  'delay',
  'error500',
  'hang',
  'halfAnswer',
  'html',
  'acceptedAnswerLost',
  'acceptedLate',
] as const;

/** What can go wrong with an order on demand, after it was accepted. */
const orderFaultKinds = ['orderFails', 'orderStalls'] as const;

/** Everything that can be asked for. */
export const faultKinds = [...requestFaultKinds, ...orderFaultKinds] as const;

/** Where an order can stall. */
export const stallStates = ['pending', 'inProgress'] as const;

/** A fault that the next fitting requests, or the next new orders, meet. */
export interface Fault {
  readonly kind: (typeof faultKinds)[number];
  /** Only paths that begin so; without it every API. */
  readonly path?: string;
  readonly method?: string;
  /** How long a `delay` or a stall lasts; 2000 when absent. */
  readonly delayMs?: number;
  /** Where an order stalls; `inProgress` when absent. */
  readonly state?: (typeof stallStates)[number];
  /** How many requests or orders meet it; until cleared when absent. */
  readonly times?: number;
}

/** The faults in force, the oldest first. */
export interface Faults {
  add(fault: Fault): void;
  list(): readonly Fault[];
  /** All is well again: what was held back is carried out now. */
  clear(): Promise<void>;
  /** Holds something back until the faults are cleared. */
  hold(work: () => Promise<unknown>): void;
  /** Takes the fault that a request meets, counting it down. */
  take(request: IncomingMessage): Fault | undefined;
  /** Takes the fault that a new order meets, counting it down. */
  takeForOrder(): Fault | undefined;
}

/** How long a fault lasts that was not told how long. */
export const defaultFaultMs = 2000;

/** The phone and the sandbox's own controls stay well unless they are named. */
const apiPath = /^\/(tmf-api|payment)\//;

/** Makes an empty set of faults. */
export function createFaults(): Faults {
  let faults: readonly Fault[] = [];
  const held: Array<() => Promise<unknown>> = [];
  const isForOrders = ({ kind }: Fault) => orderFaultKinds.some((each) => each === kind);
  const fits = (fault: Fault, request: IncomingMessage) => {
    const { path, method } = fault;
    if (isForOrders(fault)) return false;
    const url = request.url ?? '';
    if (method !== undefined && method.toUpperCase() !== request.method) return false;
    return path === undefined ? apiPath.test(url) : url.startsWith(path);
  };
  const takeFirst = (isMet: (fault: Fault) => boolean) => {
    const fault = faults.find(isMet);
    if (fault?.times !== undefined) {
      const left = fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
      faults = faults.flatMap((each) => (each === fault ? left : [each]));
    }
    return fault;
  };
  return {
    add(fault) {
      faults = [...faults, fault];
    },
    list: () => faults,
    async clear() {
      faults = [];
      await Promise.all(held.splice(0).map((work) => work()));
    },
    hold: (work) => void held.push(work),
    take(request) {
      if (request.url?.startsWith('/sandbox/faults')) return undefined;
      return takeFirst((fault) => fits(fault, request));
    },
    takeForOrder: () => takeFirst(isForOrders),
  };
}

/** Misbehaves as real servers do, on the socket itself. False: the request goes on as usual. */
export async function misbehave(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  faults: Pick<Faults, 'hold'>,
): Promise<boolean> {
  switch (fault.kind) {
    case 'delay':
      await wait(fault.delayMs ?? defaultFaultMs, undefined, { ref: false });
      return false;
    case 'hang':
      // Until the other side gives up: restify would answer a request that was let go of.
      await once(response, 'close');
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
    case 'acceptedLate':
      await holdBack(request, response, faults);
      return true;
    default:
      // An order's fault: no request meets it.
      return false;
  }
}

/** Taken off the wire and in nobody's books: the request comes in anew when all is well again. */
async function holdBack(
  request: IncomingMessage,
  response: ServerResponse,
  { hold }: Pick<Faults, 'hold'>,
): Promise<void> {
  const { method = 'POST', url = '/', headers } = request;
  const body = await text(request);
  response.destroy();
  hold(() =>
    fetch(`http://${headers.host}${url}`, {
      method,
      headers: { 'content-type': headers['content-type'] ?? 'application/json' },
      ...(body !== '' && { body }),
    }),
  );
}
