import { createHmac } from 'node:crypto';
import type { Clock } from '../../ports/services.ts';
import type { Sms } from '../../ports/sms.ts';
import { Unavailable } from '../../ports/unavailable.ts';

/** How a gateway that takes a JSON POST for each message is reached. */
export interface HttpGatewayOptions {
  readonly url: string;
  readonly timeoutMs: number;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  /** Signs the body, so that the gateway knows it is ours and fresh. */
  readonly secret?: string | undefined;
  /** The service number messages come from. */
  readonly sender: string;
  /** The JSON to send; in its texts `{to}`, `{text}`, `{from}` and `{key}` are filled in. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly clock: Clock;
}

/**
 * SMS over a plain HTTP gateway. Any 2xx answer means accepted. The key travels as the header
 * `Idempotency-Key` (and as `{key}`), a signature as `X-Mingbai-Signature: t=<unix seconds>,v1=<hex
 * HMAC-SHA256 of "t.body">`. Redirects are not followed: a message is for this gateway alone.
 */
export function createHttpGatewaySms(options: HttpGatewayOptions): Sms {
  const { url, timeoutMs, token, secret, sender, clock } = options;
  return {
    async send({ to, text, idempotencyKey }) {
      const body = JSON.stringify(
        filled(options.body, { to, text, from: sender, key: idempotencyKey }),
      );
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
          ...(token && { authorization: `Bearer ${token}` }),
          ...(secret && { 'x-mingbai-signature': signature(secret, body, clock()) }),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: Error) => {
        throw new Unavailable('sms', error.name);
      });
      // How the gateway words its answer does not matter, nor that it breaks off.
      await response.body?.cancel().catch(() => {});
      if (!response.ok) throw new Unavailable('sms', `status ${response.status}`);
    },
  };
}

/** The template with its places filled; what is filled in is never read as a template again. */
function filled(template: unknown, words: Readonly<Record<string, string>>): unknown {
  if (typeof template === 'string')
    return template.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
  if (Array.isArray(template)) return template.map((item) => filled(item, words));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [name, filled(value, words)]),
  );
}

function signature(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
