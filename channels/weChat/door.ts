import type { Request, Response, Server } from 'restify';
import type { Clock, Log } from '../../ports/services.ts';
import { HttpRefusal, logFault } from '../http.ts';
import { bytesOf, leaveUnread } from '../rawBody.ts';
import type { WeChatAccount } from './account.ts';
import { writeAnswer } from './answer.ts';
import { createWeChatCrypto, type WeChatCrypto } from './crypto.ts';
import { type Push, readPush } from './push.ts';
import type { HearPush } from './pushes.ts';
import { readXml, type XmlFields } from './xml.ts';

/** What the door needs. */
export interface WeChatDoorParts {
  readonly account: WeChatAccount;
  readonly hear: HearPush;
  readonly clock: Clock;
  readonly log: Log;
}

const path = '/channels/wechat';
const largestBytes = 128 * 1024;
/** Repeated pushes come within seconds, with the signature of the first. */
const freshMs = 5 * 60_000;

/** Why a request is refused; for the log alone. */
class NotWeChat extends Error {
  readonly reason: 'stale' | 'signature' | 'malformed';

  constructor(reason: NotWeChat['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Serves `GET` and `POST /channels/wechat`, where WeChat proves itself by signatures with the account's
 * token. Whatever is wrong, the answer is the same: 403 and not a word.
 */
export function addWeChatDoor(server: Server, parts: WeChatDoorParts): void {
  const { account, log } = parts;
  const { token, aesKey, appId: receiverId } = account;
  const crypto = createWeChatCrypto({ token, aesKey, receiverId });
  const onFault = logFault(log);
  leaveUnread(server, path);
  const answering =
    (answer: (request: Request, query: URLSearchParams) => Promise<Answer>) =>
    async (request: Request, response: Response): Promise<void> => {
      try {
        send(response, 200, await answer(request, new URLSearchParams(request.getQuery())));
      } catch (error) {
        const status = statusOf(error);
        if (error instanceof NotWeChat) log.warn('weChat.refused', { reason: error.reason });
        else if (status >= 500) onFault(error, request);
        send(response, status, { type: 'text/plain', body: '' });
      }
    };
  server.get(
    path,
    answering(async (_request, query) => echoOf(parts, crypto, query)),
  );
  server.post(
    path,
    answering((request, query) => hear(parts, crypto, request, query)),
  );
}

interface Answer {
  readonly type: 'text/plain' | 'application/xml';
  readonly body: string;
}

function send(response: Response, status: number, { type, body }: Answer): void {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

/** What is no fault of ours tells nothing; WeChat tries again after what is one. */
function statusOf(error: unknown): number {
  if (error instanceof NotWeChat) return 403;
  return error instanceof HttpRefusal ? error.status : 503;
}

/** The account's owner typed our address into WeChat's console: what it sends goes back as it is. */
function echoOf(parts: WeChatDoorParts, crypto: WeChatCrypto, query: URLSearchParams): Answer {
  checkPlain(parts, crypto, query);
  const echo = query.get('echostr') ?? '';
  if (!/^[\w-]{1,128}$/.test(echo)) throw new NotWeChat('malformed');
  return { type: 'text/plain', body: echo };
}

async function hear(
  parts: WeChatDoorParts,
  crypto: WeChatCrypto,
  request: Request,
  query: URLSearchParams,
): Promise<Answer> {
  const { account, clock } = parts;
  const body = readXml((await bytesOf(request, largestBytes)).toString('utf8'));
  if (account.aesKey === undefined) checkPlain(parts, crypto, query);
  const fields = account.aesKey === undefined ? body : opened(parts, crypto, query, body);
  const push: Push | undefined = fields && readPush(fields);
  if (!push) throw new NotWeChat('malformed');
  const { socket } = request;
  const text = await parts.hear(push, {
    isGone: () => socket.destroyed,
    write: (content) =>
      writeAnswer(push, content, {
        now: clock(),
        nonce: query.get('nonce') ?? '',
        crypto: account.aesKey === undefined ? undefined : crypto,
      }),
  });
  return { type: text.startsWith('<') ? 'application/xml' : 'text/plain', body: text };
}

/** Its signature covers the moment and a number used once, not what is said. */
function checkPlain(parts: WeChatDoorParts, crypto: WeChatCrypto, query: URLSearchParams): void {
  const [timestamp, nonce] = freshlySigned(parts, query);
  if (!crypto.isSigned(query.get('signature') ?? '', timestamp, nonce))
    throw new NotWeChat('signature');
}

/** The message inside, in safe and in compatible mode; what stands in the open beside it is not looked at. */
function opened(
  parts: WeChatDoorParts,
  crypto: WeChatCrypto,
  query: URLSearchParams,
  body: XmlFields | undefined,
): XmlFields | undefined {
  const [timestamp, nonce] = freshlySigned(parts, query);
  const encrypted = body?.Encrypt ?? '';
  const signature = query.get('msg_signature') ?? '';
  if (encrypted === '' || !crypto.isSigned(signature, timestamp, nonce, encrypted))
    throw new NotWeChat('signature');
  const message = crypto.decrypt(encrypted);
  return message === undefined ? undefined : readXml(message);
}

/** Within five minutes; a replay within them meets the record of the first. */
function freshlySigned({ clock }: WeChatDoorParts, query: URLSearchParams): [string, string] {
  const timestamp = query.get('timestamp') ?? '';
  const nonce = query.get('nonce') ?? '';
  const isFresh = Math.abs(clock().getTime() - Number(timestamp) * 1000) <= freshMs;
  if (!/^\d{1,12}$/.test(timestamp) || nonce === '' || nonce.length > 128 || !isFresh)
    throw new NotWeChat('stale');
  return [timestamp, nonce];
}
