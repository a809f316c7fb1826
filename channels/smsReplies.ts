import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Server } from 'restify';
import { nationalForm } from '../domain/phoneNumber.ts';
import type { Clock, Log } from '../ports/services.ts';
import type { SmsReply } from '../ports/sms.ts';
import { answering, HttpRefusal, logFault } from './http.ts';
import { bytesOf, leaveUnread } from './rawBody.ts';

/** What the door for SMS replies needs. */
export interface SmsReplyParts {
  /** Shared with the gateway. Undefined: there is no such door. */
  readonly secret: string | undefined;
  /** Takes a reply, the same one twice too; the gateway is told when this has resolved. */
  readonly onReply: (reply: SmsReply) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const path = '/sms/replies';
const largestBytes = 16 * 1024;
const windowSeconds = 300;
const longest = { id: 200, text: 2000 };

/**
 * Serves `POST /sms/replies`: JSON `{id, from, text}` with the header `X-Mingbai-Signature:
 * t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`, at most five minutes old. The signature is
 * what makes a reply one of the subscribed number (rights §4.2), so nothing is read before it holds.
 */
export function addSmsReplies(server: Server, parts: SmsReplyParts): void {
  const { secret, onReply, clock, log } = parts;
  if (secret === undefined) return;
  leaveUnread(server, path);
  server.post(
    path,
    answering(async (request) => {
      const body = await bytesOf(request, largestBytes);
      checkSignature(secret, String(request.headers['x-mingbai-signature'] ?? ''), body, clock());
      await onReply(replyIn(body));
      return { status: 202, body: {} };
    }, logFault(log)),
  );
}

/** Throws the same 401 whatever is wrong: missing, malformed, too old or signed by another. */
export function checkSignature(secret: string, header: string, body: Buffer, now: Date): void {
  const [, seconds = '', given = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  const expected = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
  const signature = Buffer.from(given.padEnd(64, '0'), 'hex');
  const isOurs = timingSafeEqual(expected, signature);
  const isFresh = Math.abs(now.getTime() / 1000 - Number(seconds)) <= windowSeconds;
  if (seconds === '' || !isOurs || !isFresh)
    throw new HttpRefusal(401, 'Unauthorized', 'The signature is missing or not valid.');
}

/** The reply of a gateway that is known by now, which may be told what is wrong. */
function replyIn(body: Buffer): SmsReply {
  const { id, from: sender, text } = jsonIn(body);
  const isReply =
    typeof id === 'string' &&
    typeof sender === 'string' &&
    typeof text === 'string' &&
    /^\P{Cc}+$/u.test(String(id));
  const from = nationalForm(String(sender));
  if (!isReply || id.length > longest.id || text.length > longest.text || !/^\d{3,15}$/.test(from))
    throw new HttpRefusal(400, 'BadArgument', 'Send {"id", "from", "text"}, from being a number.');
  return { id, from, text };
}

function jsonIn(body: Buffer): Partial<Record<keyof SmsReply, unknown>> {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as Partial<Record<keyof SmsReply, unknown>>;
  } catch {
    throw new HttpRefusal(400, 'BadArgument', 'The request cannot be read: send valid JSON.');
  }
}
