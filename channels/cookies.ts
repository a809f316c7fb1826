import type { IncomingMessage } from 'node:http';

/** What a browser sent under a cookie's name, or undefined. */
export function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name) return value || undefined;
  }
  return undefined;
}
