import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** Where the operator's SMS gateway hands over what phones send, and the secret it signs with. */
export interface ReplyTarget {
  readonly url: string;
  readonly secret: string;
}

/** What a phone sent. */
export interface PhoneReply {
  readonly id: string;
  readonly phoneNumber: string;
  readonly text: string;
}

/** Hands replies over in the background, in the order they were written. */
export interface Replies {
  forward(reply: PhoneReply): void;
  close(): Promise<void>;
}

/** After the last of these waits a service that stays away misses the reply. */
const retryWaitsMs = [0, 300, 1000, 3000, 10_000];
const patienceMs = 5000;

/**
 * POSTs each reply as JSON `{id, from, text}` with `X-Mingbai-Signature: t=<unix seconds>,v1=<hex
 * HMAC-SHA256 of "t.body">`. Without a target replies stay on the phone.
 */
export function createReplies(target: ReplyTarget | undefined, clock: () => Date): Replies {
  const closing = new AbortController();
  let last: Promise<void> = Promise.resolve();

  async function deliver({ id, phoneNumber: from, text }: PhoneReply): Promise<void> {
    const body = JSON.stringify({ id, from, text });
    for (const waitMs of retryWaitsMs) {
      await wait(waitMs, undefined, { signal: closing.signal });
      if (target && (await isSettled(target, body))) return;
    }
  }

  /** Taken, or refused for good; anything else is worth another try. */
  async function isSettled({ url, secret }: ReplyTarget, body: string): Promise<boolean> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-mingbai-signature': signature(secret, body, clock()),
        },
        body,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(patienceMs)]),
      });
      await response.body?.cancel();
      return response.status < 500 && response.status !== 429;
    } catch {
      return false;
    }
  }

  return {
    forward(reply) {
      if (target) last = last.then(() => deliver(reply)).catch(() => {});
    },
    async close() {
      closing.abort();
      await last;
    },
  };
}

function signature(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
