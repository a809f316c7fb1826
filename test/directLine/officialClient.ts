import { createRequire } from 'node:module';
import { WebSocket } from 'ws';

/** The part of Microsoft's client that the tests use. */
export interface OfficialClient {
  readonly activity$: {
    subscribe(observer: (activity: { type: string; text?: string; id: string }) => void): {
      unsubscribe(): void;
    };
  };
  readonly connectionStatus$: {
    subscribe(observer: (status: number) => void): { unsubscribe(): void };
    getValue(): number;
  };
  postActivity(activity: Record<string, unknown>): {
    subscribe(next: (id: string) => void, failed: (error: unknown) => void): unknown;
  };
  end(): void;
}

type ClientOptions = Record<string, unknown>;

/** Microsoft's numbers for the state of a connection. */
export const status = { online: 2, expiredToken: 3, failedToConnect: 4, ended: 5 } as const;

/**
 * `botframework-directlinejs`, unchanged. It is written for browsers and looks for XMLHttpRequest
 * as a global: `lendBrowser` puts it there, `takeBrowserBack` removes it for the other tests.
 */
export function openOfficialClient(options: ClientOptions): OfficialClient {
  const require = createRequire(import.meta.url);
  const { DirectLine } = require('botframework-directlinejs') as {
    DirectLine: new (options: ClientOptions) => OfficialClient;
  };
  return new DirectLine({ ...options, WebSocket, random: () => 0 });
}

export function lendBrowser(): void {
  Object.assign(globalThis, { XMLHttpRequest: FetchedRequest });
}

export function takeBrowserBack(): void {
  Reflect.deleteProperty(globalThis, 'XMLHttpRequest');
}

/** As much of XMLHttpRequest as the client's library uses, over fetch. */
class FetchedRequest {
  readyState = 0;
  status = 0;
  statusText = '';
  response: unknown = null;
  responseText = '';
  responseType = '';
  timeout = 0;
  withCredentials = false;
  onreadystatechange: (() => void) | undefined;
  onerror: ((event: unknown) => void) | undefined;
  ontimeout: ((event: unknown) => void) | undefined;
  onload: (() => void) | undefined;
  private method = 'GET';
  private url = '';
  private readonly sent = new Headers();
  private received = new Headers();
  private readonly controller = new AbortController();

  open(method: string, url: string): void {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.sent.set(name, value);
  }

  getResponseHeader(name: string): string | null {
    return this.received.get(name);
  }

  abort(): void {
    this.controller.abort();
  }

  send(body?: string): void {
    fetch(this.url, {
      method: this.method,
      headers: this.sent,
      signal: this.controller.signal,
      ...(body !== undefined && this.method !== 'GET' && { body }),
    })
      .then(async (response) => {
        this.received = response.headers;
        this.responseText = await response.text();
        this.response = this.responseText ? JSON.parse(this.responseText) : null;
        this.status = response.status;
        this.statusText = response.statusText;
        this.finish();
      })
      // A browser reports a line that broke as status 0.
      .catch(() => this.finish());
  }

  private finish(): void {
    if (this.controller.signal.aborted) return;
    this.readyState = 4;
    this.onreadystatechange?.();
    this.onload?.();
  }
}
