import { LRUCache } from 'lru-cache';
import type { Pdu } from 'smpp';
import { nationalForm } from '../../domain/phoneNumber.ts';
import type { Ids } from '../../ports/services.ts';
import type { Sms, SmsMessage, SmsReply } from '../../ports/sms.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { oncePerKey } from '../oncePerKey.ts';
import { createJoiner, partsOf } from './longMessages.ts';
import { connectSmpp, type SmppConnectionOptions } from './smppConnection.ts';

/** How the operator's message centre (SMSC) is reached. */
export interface SmppOptions extends Omit<SmppConnectionOptions, 'onDeliver'> {
  /** The service number messages come from, and phones answer to. */
  readonly sender: string;
  readonly newId: Ids;
}

const ucs2 = 0x08;
const headerIndicator = 0x40;
/** Set in receipts and the like, which are no message of a customer. */
const receiptBits = 0x3c;
const npiIsdn = 1;

/**
 * SMS over SMPP 3.4. The protocol itself has no idempotency: this process does not send a key
 * twice that the centre accepted, but when an answer was lost, or after a restart, the customer may
 * get a message a second time. Nor does it number what phones send: a reply whose acknowledgement
 * was lost comes again under a new id, so whoever handles replies must bear a repeat. Of a long
 * message only the parts that were not accepted are sent again.
 */
export function createSmppSms({ sender, newId, ...options }: SmppOptions): Sms {
  const acceptedParts = new LRUCache<string, number>({ max: 10_000 });
  const join = createJoiner();
  let onReply = async (_reply: SmsReply): Promise<void> => {
    throw new Unavailable('sms', 'nobody listens yet');
  };

  const connection = connectSmpp({
    ...options,
    async onDeliver(pdu: Pdu) {
      if ((pdu.esm_class ?? 0) & receiptBits) return;
      const text = join(pdu);
      if (text === undefined) return;
      await onReply({ id: newId(), from: nationalForm(pdu.source_addr ?? ''), text });
    },
  });

  async function send({ to, text, idempotencyKey: key }: SmsMessage): Promise<void> {
    const parts = partsOf(text, key);
    for (const [index, { content, hasHeader }] of parts.entries()) {
      if (index < (acceptedParts.get(key) ?? 0)) continue;
      await connection.submit({
        source_addr: sender,
        destination_addr: to,
        dest_addr_npi: npiIsdn,
        data_coding: ucs2,
        esm_class: hasHeader ? headerIndicator : 0,
        short_message: content,
      });
      acceptedParts.set(key, index + 1);
    }
  }

  return {
    send: oncePerKey(send),
    listen(callback) {
      onReply = callback;
    },
    close: connection.close,
  };
}
