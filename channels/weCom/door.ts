import type { Request, Response, Server } from 'restify';
import type { Clock, Log } from '../../ports/services.ts';
import { HttpRefusal, logFault } from '../http.ts';
import { bytesOf, leaveUnread } from '../rawBody.ts';
import { createWeChatCrypto } from '../weChat/crypto.ts';
import { readXml } from '../weChat/xml.ts';
import type { WeComAccount } from './account.ts';

/** What the door needs. */
export interface WeComDoorParts {
  readonly account: WeComAccount;
  readonly clock: Clock;
  readonly log: Log;
  /** Something is there to be pulled. Returns at once. */
  readonly onBell: (openKfId: string, bell: string | undefined) => void;
}

const path = '/channels/wecom';
const largestBytes = 64 * 1024;
const freshMs = 5 * 60_000;

/** Not WeCom's, or not for us; the reason is for the log alone. */
class NotWeCom extends Error {}

/**
 * Serves `GET` and `POST /channels/wecom`: both are signed over what is encrypted, and what is inside must
 * name our enterprise. Whatever is wrong, the answer is the same: 403 and not a word.
 */
export function addWeComDoor(server: Server, parts: WeComDoorParts): void {
  const { account, clock, log, onBell } = parts;
  const { token, aesKey, corpId: receiverId } = account;
  const crypto = createWeChatCrypto({ token, aesKey, receiverId });
  const onFault = logFault(log);
  leaveUnread(server, path);

  function opened(request: Request, encrypted: string): string {
    const query = new URLSearchParams(request.getQuery());
    const [timestamp = '', nonce = '', signature = ''] = [
      'timestamp',
      'nonce',
      'msg_signature',
    ].map((name) => query.get(name) ?? '');
    const isFresh = Math.abs(clock().getTime() - Number(timestamp) * 1000) <= freshMs;
    if (!/^\d{1,12}$/.test(timestamp) || nonce.length > 128 || !isFresh)
      throw new NotWeCom('stale');
    if (encrypted === '' || !crypto.isSigned(signature, timestamp, nonce, encrypted))
      throw new NotWeCom('signature');
    const inside = crypto.decrypt(encrypted);
    if (inside === undefined) throw new NotWeCom('malformed');
    return inside;
  }

  async function hear(request: Request): Promise<string> {
    const body = readXml((await bytesOf(request, largestBytes)).toString('utf8'));
    const fields = readXml(opened(request, body?.Encrypt ?? ''));
    if (!fields) throw new NotWeCom('malformed');
    const { Event: event, OpenKfId: openKfId, Token: bell } = fields;
    // Whatever else is pushed about the enterprise is none of ours.
    if (event === 'kf_msg_or_event' && openKfId) onBell(openKfId, bell);
    return 'success';
  }

  const answering =
    (answer: (request: Request) => Promise<string> | string) =>
    async (request: Request, response: Response): Promise<void> => {
      const say = (status: number, text: string) => {
        response.writeHead(status, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' });
        response.end(text);
      };
      try {
        say(200, await answer(request));
      } catch (error) {
        if (error instanceof NotWeCom) {
          log.warn('weCom.refused', { reason: error.message });
          return say(403, '');
        }
        if (!(error instanceof HttpRefusal)) onFault(error, request);
        say(error instanceof HttpRefusal ? error.status : 503, '');
      }
    };
  server.get(
    path,
    answering((request) =>
      opened(request, new URLSearchParams(request.getQuery()).get('echostr') ?? ''),
    ),
  );
  server.post(path, answering(hear));
}
