import type { Request } from 'restify';
import type { PanelQuery, PanelSession } from '../bots/recordsPanel.ts';
import type { RecordKind } from '../ports/carrier.ts';
import { HttpRefusal } from './http.ts';
import { refusalOf } from './recordsGuard.ts';

const kinds: ReadonlySet<string> = new Set<RecordKind>([
  'voice',
  'sms',
  'data',
  'valueAdded',
  'roaming',
]);

const longestPassword = 64;

/** Only JSON is read, which no page of another origin may send. */
export function bodyOf({ body }: Request): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) throw badArgument();
  return body as Record<string, unknown>;
}

/** A request that no page of ours makes. */
export function badArgument(): HttpRefusal {
  return new HttpRefusal(400, 'BadArgument', 'Ask as the page does.');
}

/** A code as it may be typed; what cannot be one is no try. */
export function codeIn(typed: unknown): string {
  const code = typeof typed === 'string' ? typed.normalize('NFKC').replace(/[\s-]/g, '') : '';
  if (!/^\d{6}$/.test(code)) throw refusalOf('wrongCode');
  return code;
}

/** A service password as it was typed; what is no text, or too long to be one, is a wrong one. */
export function passwordIn(typed: unknown): string {
  return typeof typed === 'string' && typed.length <= longestPassword ? typed : '';
}

/**
 * Which records are asked for; without a month those of the month the panel was opened for. Throws an
 * `HttpRefusal` for a month the panel does not show, a day outside it, a kind there is not.
 */
export function queryIn(
  { month: asked, kind, day, after }: Record<string, unknown>,
  { month: opened, months }: PanelSession,
): PanelQuery & { readonly month: string } {
  const month = asked ?? opened;
  if (typeof month !== 'string' || !months.includes(month)) throw badArgument();
  if (kind !== undefined && !(typeof kind === 'string' && kinds.has(kind))) throw badArgument();
  if (day !== undefined && !(typeof day === 'string' && isDayOf(day, month))) throw badArgument();
  if (after !== undefined) recordIdIn(after);
  return {
    month,
    ...(kind !== undefined && { kind: kind as RecordKind }),
    ...(day !== undefined && { day: day as string }),
    ...(after !== undefined && { after: after as string }),
  };
}

/** A record's id as the operator gives it: neither a control character nor a step to another address. */
export function recordIdIn(id: unknown): string {
  if (typeof id !== 'string' || !/^(?!\.{1,2}$)\P{Cc}{1,200}$/u.test(id)) throw badArgument();
  return id;
}

function isDayOf(day: string, month: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && day.startsWith(`${month}-`);
}
