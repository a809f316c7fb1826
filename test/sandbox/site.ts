import { setTimeout as wait } from 'node:timers/promises';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.ts';

/** A resource as a test reads it. */
export type Json = Readonly<Record<string, unknown>>;

/** A resource list or a single one, with what came along. */
export interface Answered<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A sandbox operator of a test's own, asked over HTTP. */
export interface Site {
  readonly sandbox: Sandbox;
  readonly url: string;
  call<T = Json>(method: string, path: string, body?: unknown): Promise<Answered<T>>;
  /** The body of a GET. */
  get<T = Json>(path: string): Promise<T>;
}

/** The day of the tests. */
export const today = new Date('2026-11-24T10:00:00+08:00');

/** Where the collections lie. */
export const paths = {
  bills: '/tmf-api/customerBillManagement/v4/customerBill',
  cancel: '/tmf-api/productOrderingManagement/v4/cancelProductOrder',
  messages: '/tmf-api/communicationManagement/v4/communicationMessage',
  offerings: '/tmf-api/productCatalogManagement/v4/productOffering',
  orders: '/tmf-api/productOrderingManagement/v4/productOrder',
  products: '/tmf-api/productInventory/v4/product',
  rates: '/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate',
  tickets: '/tmf-api/troubleTicket/v4/troubleTicket',
  usage: '/tmf-api/usageManagement/v4/usage',
} as const;

/** Starts one on a free port, in memory unless a folder is named. The caller closes it. */
export async function openSite(options: Partial<SandboxOptions> = {}): Promise<Site> {
  const sandbox = await startSandbox({ port: 0, clock: () => today, orderStepMs: 5, ...options });
  return { sandbox, ...siteAt(sandbox.url) };
}

/** Asks a sandbox operator that runs already. */
export function siteAt(url: string): Omit<Site, 'sandbox'> {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<Answered<T>> => {
    const response = await fetch(url + path, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, body: (text === '' ? undefined : JSON.parse(text)) as T };
  };
  return { url, call, get: async <T>(path: string) => (await call<T>('GET', path)).body };
}

/** Asks again until it is so; mocha's own limit ends what never becomes so. */
export async function until<T>(ask: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await ask();
    if (isSo(found)) return found;
    await wait(10);
  }
}
