import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'restify';

const name = 'mingbai_browser';
const secret = /^[\w-]{32}$/;

/**
 * The secret of a visitor's browser, as it came in its cookie: what a chat shows as a link opens only
 * where the chat was (rights §5.2). Undefined where the browser keeps no cookie of ours, as in another
 * site's frame.
 */
export function browserOf(request: Request): string | undefined {
  const found = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1];
  return found !== undefined && secret.test(found) ? found : undefined;
}

/** Gives a browser its secret, until it is closed; no script can read it. */
export function giveBrowser(request: Request, response: Response, isSecure: boolean): void {
  if (browserOf(request) !== undefined) return;
  const value = randomBytes(24).toString('base64url');
  const flags = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  response.setHeader('Set-Cookie', `${name}=${value}; ${flags}`);
}
