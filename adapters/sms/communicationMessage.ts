import type { Sms } from '../../ports/sms.ts';
import { Unavailable } from '../../ports/unavailable.ts';

/** How the operator's message platform is reached. */
export interface CommunicationMessageOptions {
  /** Base URL of the TMF681 API. */
  readonly url: string;
  readonly timeoutMs: number;
  readonly token?: string | undefined;
  readonly senderName: string;
}

/** SMS over TMF681 communicationMessage. Our key travels as the characteristic `externalId`. */
export function createCommunicationMessageSms({
  url,
  timeoutMs,
  token,
  senderName,
}: CommunicationMessageOptions): Sms {
  return {
    async send({ to, text, idempotencyKey }) {
      const response = await fetch(`${url}/communicationMessage`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({
          messageType: 'SMS',
          content: text,
          receiver: [{ phoneNumber: to }],
          sender: { id: 'mingbai', name: senderName },
          characteristic: [{ name: 'externalId', value: idempotencyKey }],
          '@type': 'CommunicationMessage',
        }),
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: Error) => {
        throw new Unavailable('sms', error.name);
      });
      await response.body?.cancel();
      if (!response.ok) throw new Unavailable('sms', `status ${response.status}`);
    },
  };
}
