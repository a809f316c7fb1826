import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'restify';
import { cookieOf } from './cookies.ts';

const name = 'mingbai_browser';
const secret = /^[\w-]{32}$/;

/**
 * The secret of a visitor's browser, as it came in its cookie: what a chat shows as a link opens only
 * where the chat was (rights §5.2). Undefined where the browser keeps no cookie of ours, as in another
 * site's frame.
 */
export function browserOf(request: Request): string | undefined {
  const found = cookieOf(request, name);
  return found !== undefined && secret.test(found) ? found : undefined;
}

/** Gives a browser its secret, until it is closed; no script can read it. */
export function giveBrowser(request: Request, response: Response, isSecure: boolean): void {
  if (browserOf(request) !== undefined) return;
  const value = randomBytes(24).toString('base64url');
  const flags = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  response.setHeader('Set-Cookie', `${name}=${value}; ${flags}`);
}

/** What a sender has to show for a link: the pairing digits that were typed, or the browser's secret. */
export function shownBy(request: Request): string | undefined {
  return pairingDigits(request.body) ?? browserOf(request);
}

/** Typed where the chat has no browser of its own; full-width digits are digits. */
export function pairingDigits(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined;
  const typed = new URLSearchParams(body).get('digits')?.normalize('NFKC').replace(/\s/g, '');
  return typed && /^\d{4}$/.test(typed) ? typed : undefined;
}
